export { browseItems, type PricedItem, readItem, readKitOfTitle } from './browse-items.ts'
export { importDiscountRules, importFreightRates, importPriceList, importTaxRates } from './import-prices.ts'
export { freightFor, type PriceWant, priceItems, taxRatesFor } from './load-prices.ts'
export type { PriceDecision } from './price.ts'
export type { PriceTrace } from './price-trace.ts'
export {
  discountRuleSchema,
  freightRateSchema,
  type ImportedDiscountRule,
  type ImportedFreightRate,
  type ImportedPriceList,
  type ImportedTaxRate,
  priceListSchema,
  taxRateSchema,
} from './schemas.ts'
export { type Tax, type TaxRate, taxOf } from './tax.ts'
