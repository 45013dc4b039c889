import { sql } from 'drizzle-orm'
import { boolean, check, customType, index, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { instant, localDateColumn } from '../../../platform/db/columns.ts'

/**
 * Characters that PostgreSQL's text parser would read as part of a host, path, tag or signed number. They are spaces to
 * the search, so that `PRO-2` is found by `pro 2`.
 */
export const joiningCharacters = '-_./:@+#&<>%~=?*'

// As a pattern: `translate` takes three times as long, and this is worked out for each item that is written.
const joining = `'[${joiningCharacters}]'`
const spaced = (text: string) => `regexp_replace(${text}, ${joining}, ' ', 'g')`
const weighed = (weight: string, text: string) => `setweight(to_tsvector('simple', ${text}), '${weight}')`
const named = `part_number || ' ' || coalesce(product_name, '') || ' ' || coalesce(product_version, '')`

/** Title before part number and product, those before group and line, description last. A part number is also one word. */
const searchDocument = [
  weighed('A', spaced('title')),
  weighed('B', `${spaced(named)} || ' ' || regexp_replace(part_number, ${joining}, '', 'g')`),
  weighed('C', spaced(`category || ' ' || coalesce(product_line, '')`)),
  weighed('D', spaced('description')),
].join(' || ')

/** What a word with a typing error is held up against; the index and the function `items_like` hold exactly this. */
export const similarText = `lower(title || ' ' || part_number || ' ' || coalesce(product_name, ''))`

const searchVector = customType<{ data: string }>({ dataType: () => 'tsvector' })
const noNames = sql`'{}'`

/** What can be sold: part numbers of the platform and items that only the store knows. */
export const items = pgTable(
  'items',
  {
    partNumber: text('part_number').primaryKey(),
    /** `platform` items follow the sync; `store` items are ours and are never pushed. */
    origin: text('origin').$type<'platform' | 'store'>().notNull(),
    title: text('title').notNull(),
    description: text('description').notNull(),
    category: text('category').$type<ItemCategory>().notNull(),
    obligation: text('obligation').$type<Obligation>().notNull(),
    productName: text('product_name'),
    productVersion: text('product_version'),
    productLine: text('product_line'),
    /** Account types that may buy it. */
    soldTo: text('sold_to').array().notNull(),
    /** Products of which the account has to hold one, each `Name` or `Name@Version`; empty: none needed. */
    requiresAnyOf: text('requires_any_of').array().notNull(),
    /** Who says so: the platform's relation that leads here, the seat's own product, or a rule of the store. */
    requirementFrom: text('requirement_from').$type<RequirementSource>(),
    /** Products that the account has to hold all, as in `requiresAnyOf`; where that would be empty, they stand there too. */
    requiresAllOf: text('requires_all_of').array().notNull().default(noNames),
    /** Products of which the account may hold none. */
    requiresNoneOf: text('requires_none_of').array().notNull().default(noNames),
    /** Partner tiers that may buy it; empty: any, and accounts without one. */
    partnerTiers: text('partner_tiers').array().notNull().default(noNames),
    /** The only accounts that may buy it; empty: any. */
    onlyAccounts: text('only_accounts').array().notNull().default(noNames),
    notAccounts: text('not_accounts').array().notNull().default(noNames),
    /** First and last day on which it is there. */
    visibleFrom: localDateColumn('visible_from'),
    visibleThrough: localDateColumn('visible_through'),
    /** The most an account may order in all, or within `perAccountDays`; null: no limit beside that of one order. */
    maxPerAccount: integer('max_per_account'),
    /** Length of the period of `maxPerAccount`, today included; null: ever. */
    perAccountDays: integer('per_account_days'),
    /** Months of the term that is sold; null for a permanent right or a thing. */
    termMonths: integer('term_months'),
    /** True when it raises the quantity of a right that the account has, instead of making a new one. */
    addsToLine: boolean('adds_to_line').notNull(),
    maxQuantity: integer('max_quantity').notNull(),
    /** Of a media kit: the portal's id of the title it is made from. One kit per title. */
    partnerProductId: text('partner_product_id').unique(),
    withdrawnAt: instant('withdrawn_at'),
    /** Why it cannot be sold although the store offers it, such as `not deployed on the platform`. */
    unsellableReason: text('unsellable_reason'),
    rowHash: text('row_hash').notNull(),
    /** What the search looks through, weighed: the database keeps it up to date. */
    search: searchVector('search').generatedAlwaysAs(sql.raw(searchDocument)),
  },
  (table) => [
    // A listing reads what is open to all in its order, and beside it the few that the account's rights open.
    index('items_open').on(table.title, table.partNumber).where(sql`${table.requiresAnyOf} = '{}'`),
    index('items_open_category')
      .on(table.category, table.title, table.partNumber)
      .where(sql`${table.requiresAnyOf} = '{}'`),
    // Items that rights open are found by these, and then looked through one by one: there are few for one account.
    // What is written to the inverted indexes is pending at first: `tidySearch` works it in after bulk writes, at a fifth of
    // the cost of doing it row by row. A long pending list would make the planner read the whole table instead.
    index('items_search_open').using('gin', table.search).where(sql`${table.requiresAnyOf} = '{}'`),
    index('items_similar_open')
      .using('gin', sql.raw(`(${similarText}) gin_trgm_ops`))
      .where(sql`${table.requiresAnyOf} = '{}'`),
    index('items_product').on(table.productName),
    index('items_requires').using('gin', table.requiresAnyOf),
    // The few that every sync asks for.
    index('items_own').on(table.partNumber).where(sql`${table.origin} = 'store'`),
    index('items_unsellable')
      .on(table.partNumber)
      .where(sql`${table.unsellableReason} is not null and ${table.withdrawnAt} is null`),
    check('items_max_per_account_positive', sql`${table.maxPerAccount} > 0 and ${table.perAccountDays} > 0`),
    check('items_max_quantity_positive', sql`${table.maxQuantity} > 0`),
  ],
)
export type ItemCategory =
  | 'base'
  | 'update'
  | 'upgrade'
  | 'addon'
  | 'seat'
  | 'media'
  | 'maintenance'
  | 'service'
  | 'book'
export type RequirementSource =
  | 'UPSELL_TO'
  | 'UPGRADE_TO'
  | 'HAS_MAINTENANCE'
  | 'PRODUCT_CHAIN'
  | 'SAME_PRODUCT'
  | 'STORE_RULE'
/** What we owe the buyer once it is sold; each is recognised on its own. `goods` are things that are only shipped. */
export type Obligation = 'licence' | 'maintenance' | 'media' | 'goods'

/** What the store says about an item of the platform where the platform's data does not say it. */
export const itemOverrides = pgTable('item_overrides', {
  partNumber: text('part_number').primaryKey(),
  title: text('title'),
  category: text('category').$type<ItemCategory>(),
  soldTo: text('sold_to').array(),
  requiresAnyOf: text('requires_any_of').array(),
  termMonths: integer('term_months'),
  addsToLine: boolean('adds_to_line'),
  maxQuantity: integer('max_quantity'),
  requiresAllOf: text('requires_all_of').array(),
  requiresNoneOf: text('requires_none_of').array(),
  partnerTiers: text('partner_tiers').array(),
  onlyAccounts: text('only_accounts').array(),
  notAccounts: text('not_accounts').array(),
  visibleFrom: localDateColumn('visible_from'),
  visibleThrough: localDateColumn('visible_through'),
  maxPerAccount: integer('max_per_account'),
  perAccountDays: integer('per_account_days'),
})

/** Hand-offs that named a title without a kit, for the operator who maps them. */
export const titleMisses = pgTable(
  'title_misses',
  {
    id: text('id').primaryKey(),
    partnerProductId: text('partner_product_id').notNull(),
    accountId: text('account_id').notNull(),
    at: instant('at').notNull(),
    /** Whether this one told the operators. */
    alarmed: boolean('alarmed').notNull().default(false),
  },
  (table) => [index('title_misses_at').on(table.at)],
)
