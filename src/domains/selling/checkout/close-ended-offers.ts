import { DomainError } from '../../../kernel/domain-error.ts'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import type { Tx } from '../../../platform/db/db.ts'
import * as orders from '../../fulfilment/orders/index.ts'
import { askToClose, lockOpenPayments, openPayments, settledWithoutOrder } from '../../money/payments/index.ts'
import { findAccount } from '../../people/accounts/index.ts'
import * as carts from '../carts/index.ts'
import { commonEndOf, priceLines, refuseProblem, viewerOfCart } from '../carts/index.ts'
import { finishClosing } from './close-other-ways.ts'
import { type CompleteDeps, completeCardPayment } from './complete-card-payment.ts'

/**
 * Closes the card pages of offers that have ended by themselves: their time is over, an item was withdrawn from them, or
 * they became an order. Tries again what could not be closed, and looks at money that has no order. May run at any time
 * and as often as it likes.
 */
export async function closeEndedOffers(deps: CompleteDeps): Promise<void> {
  for (const payment of await openPayments(deps.db)) {
    const isClosing = await deps.db.transaction(async (tx) => {
      const at = deps.clock.now()
      await orders.queueBehindAccount(tx, payment.accountId)
      const pricedCart = await carts.lockPricedCart(tx, payment.pricedCartId)
      const [open] = await lockOpenPayments(tx, [payment.pricedCartId])
      if (!pricedCart || !open) return false
      if (open.state !== 'closing' && !(await isOver(tx, deps, pricedCart, at))) return false
      await askToClose(tx, [open], at)
      return true
    })
    if (isClosing)
      await tried(deps, payment.id, () =>
        finishClosing(deps, { paymentId: payment.id, attempt: payment.attempt, sessionId: null }),
      )
  }
  for (const { id } of await settledWithoutOrder(deps.db))
    await tried(deps, id, async () => {
      await completeCardPayment(deps, id)
    })
}

async function isOver(tx: Tx, deps: CompleteDeps, pricedCart: carts.PricedCart, at: Date): Promise<boolean> {
  if (pricedCart.expiresAt <= at || pricedCart.state !== 'open') return true
  if (await carts.orderOfCart(tx, pricedCart.cartId)) return true
  if ((await findAccount(tx, pricedCart.accountId)) === null) return true
  const requestedLines = pricedCart.lines.map((line) => ({
    ...line,
    id: String(line.lineNumber),
    coTermThrough: commonEndOf(line),
  }))
  try {
    refuseProblem(await priceLines(tx, await viewerOfCart(tx, deps, pricedCart), requestedLines))
    return false
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return true
  }
}

// One payment that cannot be looked at does not hold the others up; the next run comes to it again.
async function tried(deps: CompleteDeps, paymentId: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof PartnerFailure)) throw error
    deps.log.warn({ paymentId, reason: error.message }, 'card payment could not be looked at')
  }
}
