import { derivedId } from '../../../kernel/ids.ts'
import { dateOf } from '../../../kernel/local-date.ts'
import { chooseMedia } from '../../fulfilment/downloads/index.ts'
import * as orders from '../../fulfilment/orders/index.ts'
import { type Actor, type OrderDeps, type OrderView, viewOrder } from '../../fulfilment/orders/index.ts'
import type { PostalAddress } from '../../people/accounts/index.ts'
import { loadViewer } from '../../shop/catalog/index.ts'
import {
  insertOrderedCart,
  ownParties,
  priceLines,
  refuseProblem,
  type SettleDeps,
  type SettledCheck,
  savePricedCart,
  withGrantsSettled,
} from '../carts/index.ts'
import { PaymentMethodNotAllowed, placeFromPricedCart } from '../checkout/index.ts'

export interface FreeKitOrder {
  readonly partNumber: string
  readonly quantity: number
  readonly shipTo: PostalAddress
  readonly downloadDeclined: boolean
  /** Made by the form or the client, the same for a second click: the same key is the same order. */
  readonly requestKey: string
}

/**
 * One confirm for what costs nothing: priced carts and places a free item in one transaction, beside the member's cart, which
 * stays as it is (S34).
 * @throws {PaymentMethodNotAllowed} when there is something to pay: then it goes through the cart (S32)
 * @throws {ItemNotAvailable | GrantedNotDelivered | QuantityNotAllowed}
 */
export async function orderFreeKit(
  deps: OrderDeps & SettleDeps,
  actor: Actor,
  command: FreeKitOrder,
): Promise<OrderView> {
  const order = await withGrantsSettled(deps, actor, (check) => placeSettled(deps, actor, { command, check }))
  deps.log.info({ orderId: order.id, accountId: order.accountId, method: 'free' }, 'order placed')
  return viewOrder(deps.db, order)
}

function placeSettled(
  deps: OrderDeps,
  actor: Actor,
  { command, check }: { readonly command: FreeKitOrder; readonly check: SettledCheck },
): Promise<orders.Order> {
  const pricedCartId = derivedId('pct', actor.accountId, actor.userName, command.requestKey)
  return deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    const cartId = derivedId('car', pricedCartId)
    // The second of two clicks waits here for the first and then finds its order.
    if (!(await insertOrderedCart(tx, { id: cartId, ...actor, at }))) {
      const placed = await orders.orderOfPricedCart(tx, pricedCartId)
      if (placed) return placed
    }
    await orders.queueBehindAccount(tx, actor.accountId)
    const viewer = await loadViewer(tx, actor.accountId, dateOf(at))
    const requested = { id: pricedCartId, targetActivationId: '', ...command }
    const requestedLines = await priceLines(tx, viewer, [requested])
    refuseProblem(requestedLines)
    check(requestedLines)
    await chooseMedia(
      tx,
      actor,
      { item: requestedLines[0]?.item ?? null, downloadDeclined: command.downloadDeclined },
      at,
    )
    const cart = { id: cartId, ...actor, endCustomerAccountId: null }
    const pricedCart = await savePricedCart(tx, {
      cart,
      viewer,
      requestedLines,
      shipTo: command.shipTo,
      parties: ownParties,
      at,
      pricedCartId,
    })
    if (pricedCart.totalMinor !== 0) throw new PaymentMethodNotAllowed('This costs something: put it in the cart.')
    return placeFromPricedCart(tx, pricedCart, { method: 'free' }, at)
  })
}
