export { endQuotes } from './end-quotes.ts'
export { openPaymentsOfOffer, pageOfOffer } from './quote-card-pages.ts'
export { closeQuotesOfPair, declineQuote } from './quote-moves.ts'
export { type AcceptQuote, acceptQuoteSchema, placeForAccountSchema, saveQuoteSchema } from './quote-schemas.ts'
export { endOf, QuoteStateConflict, standingOf } from './quote-state.ts'
export {
  coTermOf,
  findQuote,
  findVersion,
  lockQuote,
  type Quote,
  type QuoteVersion,
  versionsOf,
} from './quote-store.ts'
export type { QuoteState } from './quote-tables.ts'
export { quoteOf, quotesPage } from './quote-view.ts'
export { orderOfQuote, recordQuoteAccepted } from './record-quote-accepted.ts'
export { reloadQuote } from './reload-quote.ts'
export { type SalesDeps, type Staff, sellerOf } from './sales-staff.ts'
export { saveQuote } from './save-quote.ts'
export { actOnQuote } from './staff-quote-pages.ts'
export { takeOutOfCart } from './take-out-of-cart.ts'
