export { minorOf } from './amount.ts'
export { browseItems, readKitOfTitle } from './browse-items.ts'
export { exportPrices } from './export-prices.ts'
export { importDiscountRules, importFreightRates, importPriceList, importTaxRates } from './import-prices.ts'
export { everybodysPrices } from './list-prices.ts'
export { freightFor, priceItems, taxRatesFor } from './load-prices.ts'
export type { PriceDecision } from './price.ts'
export type { DiscountRule } from './price-terms.ts'
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
export { taxOf } from './tax.ts'
