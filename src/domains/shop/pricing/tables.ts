import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { currencyCode, localDateColumn, minorUnits } from '../../../platform/db/columns.ts'

export const priceLists = pgTable(
  'price_lists',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    /** Narrower beats wider: account, then group, then partner tier, then account type, then everybody. */
    audience: text('audience').$type<PriceAudience>().notNull(),
    /** The account ID, group, tier or account type; empty for everybody. */
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
      sql`${table.audience} in ('account', 'group', 'partnerTier', 'accountType', 'everybody')`,
    ),
  ],
)
export type PriceAudience = 'account' | 'group' | 'partnerTier' | 'accountType' | 'everybody'

/** Which accounts are in the vendor's own named groups, such as a buying association. An account may be in several. */
export const accountGroups = pgTable(
  'account_groups',
  {
    accountId: text('account_id').notNull(),
    groupId: text('group_id').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.groupId] }),
    index('account_groups_group').on(table.groupId, table.accountId),
  ],
)

export const priceListEntries = pgTable(
  'price_list_entries',
  {
    priceListId: text('price_list_id')
      .notNull()
      .references(() => priceLists.id),
    partNumber: text('part_number').notNull(),
    /** The price is for this many and more; the lowest of a list is the least that it sells. */
    minQuantity: integer('min_quantity').notNull(),
    /** From there on only multiples of this are sold. */
    increment: integer('increment').notNull().default(1),
    unitMinor: minorUnits('unit_minor').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.partNumber, table.priceListId, table.minQuantity] }),
    index('price_list_entries_list').on(table.priceListId, table.partNumber, table.minQuantity),
    check('price_list_entries_increment_positive', sql`${table.increment} > 0`),
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
  (table) => [
    index('discount_rules_audience').on(table.audience, table.audienceValue),
    check('discount_rules_basis_points', sql`${table.basisPoints} between 0 and 10000`),
  ],
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
