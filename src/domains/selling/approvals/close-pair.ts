import type { Tx } from '../../../platform/db/db.ts'
import { type ClosedOffers, queueBehindAccount } from '../../fulfilment/orders/index.ts'
import { closeCardPagesOfCart, closeCartsOfPair, pricedCartsForCustomer } from '../carts/index.ts'
import type { Pair } from '../partners/index.ts'
import { closeQuotesOfPair } from '../quotes/index.ts'
import { closeRequestsOfPair } from './approval-store.ts'

/**
 * Closes what a partner has open for a customer, each with the reason: carts with their prices and card pages, written
 * quotes, and orders that wait for an approver. What was ordered stays as it is. May run twice.
 */
export async function closePair(
  tx: Tx,
  pair: Pair,
  given: { readonly reason: string; readonly at: Date },
): Promise<ClosedOffers> {
  // As placing does: whoever orders at this moment was first, or finds the cart closed.
  await queueBehindAccount(tx, pair.partnerAccountId)
  const pricedCarts = await pricedCartsForCustomer(tx, pair)
  const requests = await closeRequestsOfPair(tx, { accountId: pair.partnerAccountId, pricedCarts, ...given })
  const written = await closeQuotesOfPair(tx, pair, given)
  const closed = await closeCartsOfPair(tx, pair, given)
  for (const id of closed) await closeCardPagesOfCart(tx, id)
  return { carts: closed.length, quotes: written, requests }
}
