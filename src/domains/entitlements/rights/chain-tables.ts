import { sql } from 'drizzle-orm'
import { check, index, integer, json, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'
import { instant, localDateColumn } from '../../../platform/db/columns.ts'

/**
 * The store's own word on which product leads to which. It takes the place of the platform's relation between the two
 * products; `chain.ts` says what the columns mean.
 */
export const productChains = pgTable(
  'product_chains',
  {
    id: text('id').primaryKey(),
    fromName: text('from_name').notNull(),
    /** Null for every version. */
    fromVersion: text('from_version'),
    toName: text('to_name').notNull(),
    toVersion: text('to_version').notNull(),
    grants: text('grants').$type<ChainGrant>().notNull(),
    validator: text('validator').$type<ChainValidator>().notNull(),
    warrantyDays: integer('warranty_days'),
    /** Accounts that have it before everybody does; empty when there is no early ship. */
    cohort: text('cohort').array().notNull(),
    generalFrom: localDateColumn('general_from'),
  },
  (table) => [
    index('product_chains_from').on(table.fromName),
    index('product_chains_to').on(table.toName, table.toVersion),
    check('product_chains_grants_known', sql`${table.grants} in ('update', 'upgrade', 'hidden')`),
    check('product_chains_validator_known', sql`${table.validator} in ('subscription', 'maintenance', 'warranty')`),
    check(
      'product_chains_warranty_has_days',
      sql`(${table.validator} = 'warranty') = (${table.warrantyDays} is not null and ${table.warrantyDays} >= 0)`,
    ),
  ],
)
export type ChainGrant = 'update' | 'upgrade' | 'hidden'
export type ChainValidator = 'subscription' | 'maintenance' | 'warranty'

/** What a chain grants and the platform was found not to deliver: a list for the operators, until it delivers. */
export const undeliveredGrants = pgTable(
  'undelivered_grants',
  {
    activationId: text('activation_id').notNull(),
    productName: text('product_name').notNull(),
    productVersion: text('product_version').notNull(),
    /** Of the line that brings it. */
    accountId: text('account_id').notNull(),
    chainId: text('chain_id').notNull(),
    firstFoundAt: instant('first_found_at').notNull(),
    lastFoundAt: instant('last_found_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.activationId, table.productName, table.productVersion] }),
    index('undelivered_grants_found').on(table.lastFoundAt),
  ],
)

/** The day on which a product was first published here: its release, where the platform names none. Never changed. */
export const productReleases = pgTable(
  'product_releases',
  {
    name: text('name').notNull(),
    version: text('version').notNull(),
    firstSeenOn: localDateColumn('first_seen_on').notNull(),
  },
  (table) => [primaryKey({ columns: [table.name, table.version] })],
)

/**
 * What rows that rights depend on said before they were changed or deleted; triggers write it. The rows themselves carry
 * `valid_from`, which only the triggers and `rights-history.ts` know, so that nobody else can write it.
 */
export const rightsHistory = pgTable(
  'rights_history',
  {
    tableName: text('table_name').notNull(),
    data: json('data').notNull(),
    validFrom: timestamp('valid_from', { withTimezone: true }).notNull(),
    /** Excluded. */
    validTo: timestamp('valid_to', { withTimezone: true }).notNull(),
  },
  (table) => [
    // Written in the order of time and by the million: a range index costs next to nothing, a tree as much as the rows.
    index('rights_history_until').using('brin', table.validTo),
    check('rights_history_period_not_empty', sql`${table.validFrom} < ${table.validTo}`),
  ],
)

/** How rights are judged in this store: one row, written when a store starts; without it, as by default. */
export const rightsSettings = pgTable(
  'rights_settings',
  {
    id: integer('id').primaryKey().default(1),
    unknownRelease: text('unknown_release').$type<UnknownRelease>().notNull(),
  },
  (table) => [
    check('rights_settings_one_row', sql`${table.id} = 1`),
    check('rights_settings_unknown_release_known', sql`${table.unknownRelease} in ('hide', 'offer')`),
  ],
)
/** What becomes of a product whose release date is not known, where a right turns on it. */
export type UnknownRelease = 'hide' | 'offer'
