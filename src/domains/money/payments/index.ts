export {
  applyCardSession,
  beginCardPayment,
  linkOrder,
  lookUpCardSession,
  openCardSession,
  pollLater,
} from './card-payment.ts'
export { askToClose, beginClosing, closeCardPage, closeLater } from './close-card-page.ts'
export type { CardPageToClose } from './events.ts'
export { cardMoneyReturned, cardPageClosing, cardPaymentMoved, cardPaymentPoll } from './events.ts'
export {
  itemsWithoutPayment,
  paymentsById,
  payoutPage,
  payoutsOfIntents,
  settledUnordered,
  unexplainedPayouts,
} from './finance-store.ts'
export { returnCardMoney } from './give-back.ts'
export { paymentHandlers } from './handlers.ts'
export { importPayouts } from './import-payouts.ts'
export { itemKindOf } from './item-kind.ts'
export { moneyBackOf, moneyBackOfPayment, moneyBackSentence } from './money-back.ts'
export { moneyBackSchema } from './money-back-schema.ts'
export type { CardProcessor, CardSession } from './port.ts'
export {
  type CardReturn,
  findReturn,
  ordersOfReturns,
  returnsOfIntents,
  returnsOfOrder,
  returnsOfPayment,
  returnsReceived,
} from './return-store.ts'
export {
  findPayment,
  findPayout,
  itemsOfPayout,
  listPayouts,
  lockOpenPayments,
  openPaymentFacts,
  openPayments,
  openPaymentsOf,
  type Payment,
  type Payout,
  type PayoutItem,
  paymentOfPricedCart,
  paymentsOfIntents,
  pendingPayments,
  settledWithoutOrder,
} from './store.ts'
export type { ReturnReason } from './tables.ts'
