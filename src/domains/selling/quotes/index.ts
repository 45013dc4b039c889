export { endQuotes } from './end-quotes.ts'
export { noteQuoteAccepted, orderOfSalesQuote } from './note-quote-accepted.ts'
export { openPaymentsOfOffer, pageOfOffer } from './quote-card-pages.ts'
export { reloadQuote } from './reload-quote.ts'
export { closeQuotesOfPair, declineQuote } from './sales-quote-moves.ts'
export { type AcceptQuote, acceptQuoteSchema, placeForAccountSchema, saveQuoteSchema } from './sales-quote-schemas.ts'
export { endOf, SalesQuoteStateConflict, standingOf } from './sales-quote-state.ts'
export {
  coTermOf,
  findSalesQuote,
  findVersion,
  lockSalesQuote,
  type SalesQuote,
  type SalesQuoteVersion,
  versionsOf,
} from './sales-quote-store.ts'
export type { SalesQuoteState } from './sales-quote-tables.ts'
export { salesQuoteOf, salesQuotes } from './sales-quote-view.ts'
export { type SalesDeps, type Staff, sellerOf } from './sales-staff.ts'
export { saveQuote } from './save-quote.ts'
export { actOnQuote } from './staff-quote-pages.ts'
export { takeOutOfCart } from './take-out-of-cart.ts'
