export { isForCustomer } from './customer-contacts.ts'
export type { Actor, ClosedOffers, CloseOffers, OrderDeps } from './deps.ts'
export { entryOfOrder } from './entry-of-order.ts'
export { orderPlaced } from './events.ts'
export { fillOrderKeys, inTurn, numbersWithKeys } from './fill-order-keys.ts'
export { orderHandlers } from './handlers.ts'
export { isPushed } from './line-state.ts'
export { knownOrderNumbers, matchableOrders, orderFreight } from './matchable-orders.ts'
export { type RateRules, refuseWithoutRate } from './missing-rate.ts'
export { isSentToCustomer } from './notify-customer.ts'
export {
  chooseOrderNumberPrefix,
  isOrderNumber,
  nextOrderNumber,
  numberAbove,
  orderNumberingNow,
  requestLookAbove,
} from './order-numbering.ts'
export { adminOrders, buyersTimeline, orderOf, ordersOf, viewIn, viewOrder, viewPlaced } from './order-view.ts'
export { purchaseOrderKey } from './purchase-order-key.ts'
export { addressLines } from './receipt.ts'
export {
  baseLineSchema,
  lineTermSchema,
  type OrderView,
  orderLineSchema,
  orderSchema,
  partiesSchema,
  purchaseOrderNumberSchema,
  withoutRateSchema,
} from './schemas.ts'
export {
  accountsOrderedFor,
  addEvent,
  eventInsert,
  findOrder,
  isBehindAccount,
  listOrders,
  numberUsedFacts,
  type Order,
  type OrderLine,
  orderedFacts,
  orderedLately,
  orderInserts,
  orderNumbers,
  orderOfPricedCart,
  orderOfPricedCarts,
  orderOnPurchaseOrder,
  queueBehindAccount,
  spentSince,
} from './store.ts'
export { waitGauges } from './wait-gauges.ts'
