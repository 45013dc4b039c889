import { dateOf } from '../../../kernel/local-date.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import type { Actor, OrderDeps } from '../../fulfilment/orders/index.ts'
import { groundOf } from '../partners/index.ts'
import * as store from './cart-store.ts'

export type CartViewDeps = Pick<OrderDeps, 'db' | 'clock' | 'closeOffers'>

/** Why such a cart is closed, as its member reads it. */
export const lostCustomer = 'Your company may not order for this customer any more, so the cart for it was closed.'

/** Closes the member's cart, with all else that is open for that customer; may run twice. */
export async function closeLostCart(deps: CartViewDeps, actor: Actor): Promise<void> {
  const cart = await store.openCart(deps.db, actor)
  const customerAccountId = cart?.endCustomerAccountId ?? null
  if (cart === null || customerAccountId === null || !(await isForLostCustomer(deps.db, deps, cart))) return
  const pair = { partnerAccountId: actor.accountId, customerAccountId }
  const at = deps.clock.now()
  await deps.db.transaction(async (tx) => {
    await deps.closeOffers(tx, pair, { reason: lostCustomer, at })
  })
}

/** Whether the cart is for a customer that the partner may not order for any more. */
export async function isForLostCustomer(
  tx: Db | Tx,
  deps: Pick<CartViewDeps, 'clock'>,
  cart: store.Cart,
): Promise<boolean> {
  if (cart.endCustomerAccountId === null) return false
  const pair = { partnerAccountId: cart.accountId, customerAccountId: cart.endCustomerAccountId }
  return (await groundOf(tx, pair, dateOf(deps.clock.now()))) === null
}
