import { importChains } from '../../domains/entitlements/rights/index.ts'
import { defineBrand, defineKit } from '../../domains/fulfilment/production/index.ts'
import { importItems, importOverrides } from '../../domains/shop/catalog/index.ts'
import {
  importDiscountRules,
  importFreightRates,
  importPriceList,
  importTaxRates,
} from '../../domains/shop/pricing/index.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Db } from '../../platform/db/db.ts'
import { chains } from './chains.ts'
import { freightRates, taxRates } from './destinations.ts'
import { brands, kits, storeItems } from './kits.ts'
import { overrides } from './overrides.ts'
import { discountRules, priceLists } from './price-lists.ts'

interface Seeded {
  readonly overrides: number
  readonly items: number
  readonly priceLists: number
  readonly kits: number
}

/**
 * Enters Paintworks' prices, rules, kits and words about part numbers and chains, all or none, through the front doors of the
 * domains. May be run again: these rows are then as in the files, others stay.
 */
export async function seedPaintworks(deps: { readonly db: Db; readonly clock: Clock }): Promise<Seeded> {
  await deps.db.transaction(async (tx) => {
    await importChains(tx, chains)
    await importOverrides(tx, overrides, { at: deps.clock.now() })
    await importItems(tx, storeItems)
    for (const list of priceLists) await importPriceList(tx, list)
    await importDiscountRules(tx, discountRules)
    await importTaxRates(tx, taxRates)
    await importFreightRates(tx, freightRates)
    for (const brand of brands) await defineBrand(tx, brand)
    for (const kit of kits) await defineKit(tx, kit)
  })
  return { overrides: overrides.length, items: storeItems.length, priceLists: priceLists.length, kits: kits.length }
}
