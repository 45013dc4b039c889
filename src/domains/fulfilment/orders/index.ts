export { alarmUnorderedMoney } from './alarm-unordered-money.ts'
export { countPieces } from './cart-store.ts'
export { closeEndedOffers } from './close-ended-offers.ts'
export { countWaiting } from './count-waiting.ts'
export { endQuotes } from './end-quotes.ts'
export { fillPurchaseOrderKeys } from './fill-purchase-order-keys.ts'
export { orderHandlers } from './handlers.ts'
export { knownOrderNumbers, matchableOrders, orderFreight } from './matchable-orders.ts'
export { isOrderNumber } from './order-number.ts'
export {
  chooseOrderNumberPrefix,
  numberAbove,
  orderNumberingNow,
  requestLookAbove,
} from './order-numbering.ts'
export { orderNumbers } from './order-numbers-of.ts'
export { askAboutOpenOffers } from './platform-downloads.ts'
export { rehearseOffers } from './rehearse-offers.ts'
export { forgetTypedForms } from './typed-forms.ts'
export { waitGauges } from './wait-gauges.ts'
export { watchPrices } from './watch-prices.ts'
