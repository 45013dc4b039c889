export {
  applyCardSession,
  beginCardPayment,
  linkOrder,
  lookUpCardSession,
  openCardSession,
  pollDelaysSeconds,
} from './card-payment.ts'
export {
  itemsWithoutPayment,
  paymentsById,
  payoutPage,
  payoutsOfIntents,
  settledUnordered,
  unexplainedPayouts,
} from './finance-store.ts'
export { paymentHandlers } from './handlers.ts'
export { importPayouts } from './import-payouts.ts'
export { itemKindOf } from './item-kind.ts'
export type { CardProcessor } from './port.ts'
export {
  findPayment,
  findPayout,
  itemsOfPayout,
  listPayouts,
  type Payment,
  type Payout,
  type PayoutItem,
  paymentsOfIntents,
  pendingPayments,
  settledWithoutOrder,
} from './store.ts'
