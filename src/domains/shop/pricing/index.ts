export { minorOf } from './amount.ts'
export { QuantityNotSold } from './errors.ts'
export { exportPrices } from './export-prices.ts'
export { importDiscountRules, importFreightRates, importPriceList, importTaxRates } from './import-prices.ts'
export { everybodysPrices } from './list-prices.ts'
export { freightOf, priceByEntries, priceItems, priceWithTerms, ratesFor, taxRatesFor } from './load-prices.ts'
export type { PriceDecision, Priced } from './price.ts'
export { priceAsKnown } from './price-as-known.ts'
export type { DiscountRule } from './price-terms.ts'
export { openLists, usableLists } from './price-terms.ts'
export { listsNaming, pricesOfItem } from './prices-about.ts'
export {
  type AffectedOffer,
  type PriceChange,
  previewPrices,
  publishPrices,
  type WatchOffers,
} from './publish-prices.ts'
export { quantitySentence } from './quantity-sentence.ts'
export type { ImportedDiscountRule, ImportedFreightRate, ImportedPriceList, ImportedTaxRate } from './schemas.ts'
export { audienceSchema, keySchema } from './schemas.ts'
export {
  type Entry,
  entriesFacts,
  type PriceTerms,
  pricedByOneOf,
  pricedByOneOfEach,
  type Rates,
  ratesFacts,
  type TermsFacts,
  termsFacts,
  termsFactsAt,
  termsFactsOf,
  termsFor,
  termsOfFacts,
} from './store.ts'
export { taxOf } from './tax.ts'
