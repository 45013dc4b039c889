import type { Tx } from '../../platform/db/db.ts'
import { enqueue } from '../../platform/queue/jobs.ts'
import { cardPaymentPoll } from '../payments/events.ts'
import {
  applyCardSession,
  findPayment,
  linkOrder,
  lookUpCardSession,
  type Payment,
  pollDelaysSeconds,
} from '../payments/index.ts'
import type { OrderDeps } from './deps.ts'
import { placeFromQuote } from './place-from-quote.ts'
import * as store from './store.ts'

export interface CardPaymentOutcome {
  readonly state: Payment['state']
  readonly accountId: string
  readonly orderId: string | null
}

/**
 * Looks a card payment up at the processor and, when the money is there, places its order: settled payment and placed
 * order are one transaction. The return page, the webhook and the poll all come here; whichever is first has the effect,
 * the others find it done (P1, C1, C5). An unready payment makes no order and uses no number.
 * @returns null for an unknown payment, and for one of another account when the account is given
 */
export async function completeCardPayment(
  deps: OrderDeps,
  paymentId: string,
  accountId?: string,
): Promise<CardPaymentOutcome | null> {
  const known = await findPayment(deps.db, paymentId)
  if (!known || (accountId !== undefined && known.accountId !== accountId)) return null
  if (known.orderId !== null) return { state: known.state, accountId: known.accountId, orderId: known.orderId }
  const session = await lookUpCardSession(deps, paymentId)
  if (!session) return { state: known.state, accountId: known.accountId, orderId: null }
  const outcome = await deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    // Account, quote, payment, as placing does: two transactions that lock in one order cannot wait for each other.
    await store.queueBehindAccount(tx, known.accountId)
    const quote = await store.lockQuote(tx, known.quoteId)
    const payment = await applyCardSession(tx, session, at)
    if (!quote || !payment) return null
    if (payment.state !== 'settled' || payment.orderId !== null) return payment
    return placePaid(tx, quote, payment, at)
  })
  if (!outcome) return null
  if (outcome.orderId !== null) deps.log.info({ orderId: outcome.orderId, paymentId }, 'card payment completed')
  return { state: outcome.state, accountId: outcome.accountId, orderId: outcome.orderId }
}

/** The next look at a payment that nobody reported on, until it is settled or its session has ended. */
export async function pollCardPayment(deps: OrderDeps, poll: { paymentId: string; round: number }): Promise<void> {
  const outcome = await completeCardPayment(deps, poll.paymentId)
  if (outcome?.state !== 'created' && outcome?.state !== 'open') return
  const round = poll.round + 1
  const delaySeconds = pollDelaysSeconds[round]
  if (delaySeconds === undefined) return
  await deps.db.transaction((tx) =>
    enqueue(tx, cardPaymentPoll, { ...poll, round }, { key: `${poll.paymentId}:${round}`, delaySeconds }),
  )
}

async function placePaid(tx: Tx, quote: store.Quote, payment: Payment, at: Date): Promise<Payment> {
  // What was bought in another way while the buyer paid, by this quote, another one of its cart or another version, is not
  // bought again: the money stays listed as settled without an order.
  const existing = await store.orderOfCart(tx, quote.cartId)
  if (existing && existing.paymentId !== payment.id) return payment
  const order = await placeFromQuote(tx, quote, { method: 'card', paymentId: payment.id }, at)
  if (order.paymentId !== payment.id) return payment
  await linkOrder(tx, payment.id, order.id)
  return { ...payment, orderId: order.id }
}
