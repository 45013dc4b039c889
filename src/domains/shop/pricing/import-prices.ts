import type { Tx } from '../../../platform/db/db.ts'
import {
  discountRuleSchema,
  freightRateSchema,
  type ImportedDiscountRule,
  type ImportedFreightRate,
  type ImportedPriceList,
  type ImportedTaxRate,
  priceListSchema,
  taxRateSchema,
} from './schemas.ts'
import { replacePriceList, upsertDiscountRules, upsertFreightRates, upsertTaxRates } from './store.ts'

/**
 * Puts a whole list in place of the one with the same id: an entry that the import lacks is gone. Of two entries with
 * the same part number and quantity the later counts. May be run again.
 */
export async function importPriceList(tx: Tx, input: ImportedPriceList): Promise<void> {
  const { entries, ...list } = priceListSchema.parse(input)
  const single = new Map(entries.map((entry) => [JSON.stringify([entry.partNumber, entry.minQuantity]), entry]))
  await replacePriceList(tx, list, [...single.values()])
}

/** Adds or replaces rules by id; rules that the import lacks stay. */
export async function importDiscountRules(tx: Tx, input: readonly ImportedDiscountRule[]): Promise<void> {
  await upsertDiscountRules(
    tx,
    input.map((rule) => discountRuleSchema.parse(rule)),
  )
}

/** Adds or replaces rates by country and obligation. */
export async function importTaxRates(tx: Tx, input: readonly ImportedTaxRate[]): Promise<void> {
  await upsertTaxRates(
    tx,
    input.map((rate) => taxRateSchema.parse(rate)),
  )
}

/** Adds or replaces rates by country and currency. */
export async function importFreightRates(tx: Tx, input: readonly ImportedFreightRate[]): Promise<void> {
  await upsertFreightRates(
    tx,
    input.map((rate) => freightRateSchema.parse(rate)),
  )
}
