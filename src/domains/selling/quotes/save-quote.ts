import { derivedId, newId } from '../../../kernel/ids.ts'
import { addDays, dateOf } from '../../../kernel/local-date.ts'
import type { Actor, OrderDeps, RateRules } from '../../fulfilment/orders/index.ts'
import * as carts from '../carts/index.ts'
import { CartEmpty, partiesOf, priceOffer } from '../carts/index.ts'
import type { SaveQuote } from './quote-schemas.ts'
import * as store from './quote-store.ts'

/** How long a quote is good when nobody says otherwise: a purchasing department needs weeks, not hours. */
export const usualQuoteDays = 30

/**
 * Keeps the member's cart as a quote of the account, at the prices of now, good for thirty days; the cart stays as it is.
 * A request key makes one quote. Answers its id.
 * @throws {CartEmpty | ItemNotAvailable | QuantityNotAllowed | LineNotEligible | InvalidInput}
 */
export async function saveQuote(
  deps: Pick<OrderDeps, 'db' | 'clock' | 'log' | keyof RateRules>,
  actor: Actor,
  request: SaveQuote,
): Promise<string> {
  const id = derivedId('quo', actor.accountId, actor.userName, request.requestKey)
  const isNew = await deps.db.transaction(async (tx) => {
    if (await store.findQuote(tx, id)) return false
    const at = deps.clock.now()
    // Two clicks at once follow each other here.
    const cart = await carts.lockOpenCart(tx, actor, at)
    if (await store.findQuote(tx, id)) return false
    const lines = await carts.linesOfCart(tx, cart.id)
    if (lines.length === 0) throw new CartEmpty()
    const { shipTo } = request
    const { endCustomerAccountId } = cart
    const parties = await partiesOf(tx, cart, request)
    const requestedLines = lines.map((line) => ({ ...line, discount: null }))
    const totals = await priceOffer(tx, deps, { ...actor, endCustomerAccountId, requestedLines, shipTo })
    await store.insertQuote(tx, {
      id,
      number: await store.nextQuoteNumber(tx, at.getUTCFullYear()),
      accountId: actor.accountId,
      endCustomerAccountId,
      contactUserName: actor.userName,
      cartId: cart.id,
      inCartSince: at,
      createdAt: at,
    })
    await store.insertVersion(tx, {
      id: newId('quv'),
      quoteId: id,
      version: 1,
      state: 'sent',
      ...totals,
      ...parties,
      shipTo,
      terms: '',
      note: request.note,
      validThrough: addDays(dateOf(at), usualQuoteDays),
      createdBy: actor.userName,
      createdAt: at,
      sentAt: at,
    })
    return true
  })
  if (isNew) deps.log.info({ quoteId: id, accountId: actor.accountId }, 'quote saved')
  return id
}
