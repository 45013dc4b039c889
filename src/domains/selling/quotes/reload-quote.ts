import { dateOf } from '../../../kernel/local-date.ts'
import type { Actor, OrderDeps } from '../../fulfilment/orders/index.ts'
import * as carts from '../carts/index.ts'
import { closeCardPagesOfCart, priceLines, refuseProblem, viewerOfCart } from '../carts/index.ts'
import { refuseLostCustomer } from '../partners/index.ts'
import { quoteOf } from './quote-view.ts'
import { recordInCart } from './take-out-of-cart.ts'

/**
 * Puts what a quote is about into the member's cart, in place of what is there, at today's prices: to start again from it.
 * @throws {NotFound | CustomerLost | ItemNotAvailable | QuantityNotAllowed | LineNotEligible}
 */
export async function reloadQuote(deps: Pick<OrderDeps, 'db' | 'clock'>, actor: Actor, quoteId: string): Promise<void> {
  const { offer, endCustomerAccountId } = await quoteOf(deps, actor.accountId, quoteId)
  await deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    await refuseLostCustomer(tx, { ...actor, endCustomerAccountId }, dateOf(at))
    const cart = await carts.lockOpenCart(tx, actor, at)
    for (const { id } of await carts.linesOfCart(tx, cart.id)) await carts.removeLine(tx, cart.id, id)
    await carts.setEndCustomer(tx, cart.id, endCustomerAccountId)
    // All terms of the cart end by themselves again: the day that was chosen then may be too near now.
    await carts.setCoTerm(tx, cart.id, null)
    for (const { partNumber, quantity, targetActivationId } of offer.lines) {
      const line = { cartId: cart.id, partNumber, quantity, targetActivationId }
      await carts.addLine(tx, { ...line, downloadDeclined: false, addedAt: at })
    }
    await recordInCart(tx, quoteId, { cartId: cart.id, at })
    await carts.touchCart(tx, cart.id, at)
    await closeCardPagesOfCart(tx, cart.id)
    const viewer = await viewerOfCart(tx, deps, { ...cart, endCustomerAccountId })
    refuseProblem(await priceLines(tx, viewer, await carts.linesOfCart(tx, cart.id)))
  })
}
