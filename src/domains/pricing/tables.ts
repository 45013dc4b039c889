import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { currencyCode, localDateColumn, minorUnits } from '../../platform/db/columns.ts'

export const priceLists = pgTable(
  'price_lists',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    /** Narrower beats wider: account, then partner tier, then account type, then everybody. */
    audience: text('audience').$type<PriceAudience>().notNull(),
    /** The account ID, tier or account type; empty for everybody. */
    audienceValue: text('audience_value').notNull(),
    currency: currencyCode().notNull(),
    priority: integer('priority').notNull(),
    validFrom: localDateColumn('valid_from'),
    /** The last good day. */
    validThrough: localDateColumn('valid_through'),
    /** True: a part number missing here may be priced by a wider list. False: it is not for sale to this audience. */
    fallsBack: boolean('falls_back').notNull(),
  },
  (table) => [
    index('price_lists_audience').on(table.audience, table.audienceValue, table.currency),
    check(
      'price_lists_audience_known',
      sql`${table.audience} in ('account', 'partnerTier', 'accountType', 'everybody')`,
    ),
  ],
)
export type PriceAudience = 'account' | 'partnerTier' | 'accountType' | 'everybody'

export const priceListEntries = pgTable(
  'price_list_entries',
  {
    priceListId: text('price_list_id')
      .notNull()
      .references(() => priceLists.id),
    partNumber: text('part_number').notNull(),
    minQuantity: integer('min_quantity').notNull(),
    unitMinor: minorUnits('unit_minor').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.partNumber, table.priceListId, table.minQuantity] }),
    check('price_list_entries_unit_not_negative', sql`${table.unitMinor} >= 0`),
    check('price_list_entries_min_quantity_positive', sql`${table.minQuantity} > 0`),
  ],
)

/** Discounts that an account's type or tier triggers by itself, without a code. */
export const discountRules = pgTable(
  'discount_rules',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    audience: text('audience').$type<PriceAudience>().notNull(),
    audienceValue: text('audience_value').notNull(),
    /** Only items of this category; null: all. */
    category: text('category'),
    basisPoints: integer('basis_points').notNull(),
    validFrom: localDateColumn('valid_from'),
    validThrough: localDateColumn('valid_through'),
  },
  (table) => [check('discount_rules_basis_points', sql`${table.basisPoints} between 0 and 10000`)],
)

/** What tax a destination adds, per obligation. Inputs to pricing; who owes what is the vendor's tax adviser's word. */
export const taxRates = pgTable(
  'tax_rates',
  {
    country: text('country').notNull(),
    /** `*` for all that have no row of their own. */
    obligation: text('obligation').notNull(),
    name: text('name').notNull(),
    basisPoints: integer('basis_points').notNull(),
  },
  (table) => [primaryKey({ columns: [table.country, table.obligation] })],
)

/** What shipping a parcel costs by destination; `*` for the rest of the world. */
export const freightRates = pgTable(
  'freight_rates',
  {
    country: text('country').notNull(),
    currency: currencyCode().notNull(),
    unitMinor: minorUnits('unit_minor').notNull(),
  },
  (table) => [primaryKey({ columns: [table.country, table.currency] })],
)
