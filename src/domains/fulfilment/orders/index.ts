export { alarmUnorderedMoney } from './alarm-unordered-money.ts'
export { countPieces } from './cart-store.ts'
export { checkoutHandlers } from './checkout-handlers.ts'
export { closeEndedOffers } from './close-ended-offers.ts'
export { closePair } from './close-pair.ts'
export { countWaiting } from './count-waiting.ts'
export { nameCustomer, servesCustomer } from './customers.ts'
export type { DealDeps } from './deals.ts'
export type { CloseOffers } from './deps.ts'
export type { ServesCustomer } from './downloads.ts'
export { downloadHandlers } from './downloads-handlers.ts'
export { endQuotes } from './end-quotes.ts'
export { fillPurchaseOrderKeys } from './fill-purchase-order-keys.ts'
export { orderHandlers } from './handlers.ts'
export { knownOrderNumbers, matchableOrders, orderFreight } from './matchable-orders.ts'
export {
  chooseOrderNumberPrefix,
  isOrderNumber,
  numberAbove,
  orderNumberingNow,
  requestLookAbove,
} from './order-numbering.ts'
export { askAboutOpenOffers } from './platform-downloads.ts'
export { linesAsPriced } from './quote-store.ts'
export { rehearseOffers } from './rehearse-offers.ts'
export type { LinesAsPriced } from './route-lines.ts'
export { orderNumbers } from './store.ts'
export { forgetTypedForms } from './typed-forms.ts'
export { waitGauges } from './wait-gauges.ts'
export { watchPrices } from './watch-prices.ts'
