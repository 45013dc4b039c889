import type { Tx } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { NotAllowed } from '../../../platform/http/request/caller.ts'
import { recordKitRemoved } from '../../fulfilment/downloads/index.ts'
import type { Actor, OrderDeps } from '../../fulfilment/orders/index.ts'
import { isPartner } from '../../people/accounts/index.ts'
import { nameCustomer } from '../partners/index.ts'
import { closeCardPagesOfCart } from './card-pages.ts'
import * as store from './cart-store.ts'
import { cartNow, recordShown, viewerOfCart } from './cart-view.ts'
import type { CartRequest } from './consent.ts'
import { priceLines } from './price-lines.ts'
import { refuseProblemsOf } from './refuse-problem.ts'
import type { AcceptPrices, CartView } from './schemas.ts'

type CartDeps = Pick<OrderDeps, 'db' | 'clock'>

/**
 * Agrees to prices that have risen, at most as high as the buyer saw them: one that rises again asks again. The lines
 * that are not named stay as they are.
 */
export async function acceptPrices(deps: CartDeps, actor: Actor, accepted: AcceptPrices): Promise<CartView> {
  return deps.db.transaction(async (tx) => {
    const cart = await store.lockOpenCart(tx, actor, deps.clock.now())
    const { currency } = await viewerOfCart(tx, deps, cart)
    await store.recordShown(
      tx,
      cart.id,
      accepted.prices.map(({ lineId, unitPriceMinor }) => ({ lineId, unitMinor: unitPriceMinor, currency })),
    )
    return cartNow(tx, deps, actor)
  })
}

/** @throws {NotFound | QuantityNotAllowed} */
export async function changeCartLine(
  deps: CartDeps,
  actor: Actor,
  lineId: string,
  quantity: number,
): Promise<CartView> {
  return deps.db.transaction(async (tx) => {
    const cart = await store.lockOpenCart(tx, actor, deps.clock.now())
    if (!(await store.setQuantity(tx, cart.id, lineId, quantity))) throw new NotFound('line in the cart')
    const line = (await store.linesOfCart(tx, cart.id)).find(({ id }) => id === lineId)
    if (line) await refuseProblems(tx, deps, cart, line.partNumber)
    await closeCardPagesOfCart(tx, cart.id)
    return cartNow(tx, deps, actor)
  })
}

/** @throws {NotFound} */
export async function removeCartLine(deps: CartDeps, actor: Actor, lineId: string): Promise<CartView> {
  return deps.db.transaction(async (tx) => {
    const cart = await store.lockOpenCart(tx, actor, deps.clock.now())
    const removed = await store.removeLine(tx, cart.id, lineId)
    if (removed === null) throw new NotFound('line in the cart')
    await closeCardPagesOfCart(tx, cart.id)
    await recordKitRemoved(tx, actor, removed, deps.clock.now())
    const left = (await pricedLinesOf(tx, deps, cart)).filter((requested) => requested.partNumber === removed)
    await recordShown(tx, cart, left)
    return cartNow(tx, deps, actor)
  })
}

/**
 * Names the customer for whom a partner orders; null orders for the account itself.
 * @throws {NotAllowed} for an account that is no partner
 * @throws {NoCustomerOfYours | TooManyGuesses} alike for an account that is no customer of the partner and for none
 */
export async function chooseEndCustomer(deps: CartDeps, actor: Actor, accountId: string | null): Promise<CartView> {
  if (!(await isPartner(deps, actor.accountId))) throw new NotAllowed()
  if (accountId !== null) await nameCustomer(deps, { partnerAccountId: actor.accountId, customerAccountId: accountId })
  return deps.db.transaction(async (tx) => {
    const cart = await store.lockOpenCart(tx, actor, deps.clock.now())
    await store.setEndCustomer(tx, cart.id, accountId)
    await closeCardPagesOfCart(tx, cart.id)
    return cartNow(tx, deps, actor)
  })
}

// The answer shows what the lines of this part number cost now, so that is what the buyer was last shown.
async function refuseProblems(tx: Tx, deps: CartDeps, cart: store.Cart, partNumber: string): Promise<void> {
  const all = await pricedLinesOf(tx, deps, cart)
  const requestedLines = all.filter((requested) => requested.partNumber === partNumber)
  refuseProblemsOf(requestedLines, all)
  await recordShown(tx, cart, requestedLines)
}

async function pricedLinesOf(tx: Tx, deps: CartDeps, cart: store.Cart): Promise<CartRequest[]> {
  const lines = await store.linesOfCart(tx, cart.id)
  return lines.length === 0 ? [] : priceLines(tx, await viewerOfCart(tx, deps, cart), lines)
}
