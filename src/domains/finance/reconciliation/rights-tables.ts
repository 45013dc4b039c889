import { bigint, boolean, index, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { currencyCode, instant, localDateColumn, minorUnits } from '../../../platform/db/columns.ts'

/** Rights that carry no order ID, with their value at list price, as they were when the list was made. */
export const rightsWithoutOrder = pgTable(
  'rights_without_order',
  {
    activationId: text('activation_id').primaryKey(),
    /** Place in the list: by currency, the highest value first; rights without a price come last. */
    position: integer('position').notNull(),
    /** True: somebody said that it was given away on purpose. */
    granted: boolean('granted').notNull(),
    obligation: text('obligation').$type<'licence' | 'maintenance'>().notNull(),
    entitlementId: text('entitlement_id').notNull(),
    accountId: text('account_id'),
    accountName: text('account_name'),
    productName: text('product_name'),
    productVersion: text('product_version'),
    partNumber: text('part_number'),
    quantity: integer('quantity').notNull(),
    startDate: localDateColumn('start_date'),
    /** The last good day; null for a permanent right. */
    expirationDate: localDateColumn('expiration_date'),
    /** What everybody pays for one; null where no list prices the part number. */
    unitMinor: minorUnits('unit_minor'),
    valueMinor: minorUnits('value_minor'),
    currency: currencyCode(),
  },
  (table) => [index('rights_without_order_place').on(table.granted, table.position)],
)

/** When the list was made; one row. */
export const rightsListings = pgTable('rights_listings', {
  name: text('name').$type<'current'>().primaryKey(),
  /** Grows with each making, so that a page knows whether it belongs to the same list. */
  making: bigint('making', { mode: 'number' }).notNull(),
  listedAt: instant('listed_at').notNull(),
})

/** Rights that somebody gave away on purpose. They stay so whatever a sync reads, until somebody takes the mark back. */
export const rightGrants = pgTable('right_grants', {
  activationId: text('activation_id').primaryKey(),
  reason: text('reason').notNull(),
  grantedBy: text('granted_by').notNull(),
  grantedAt: instant('granted_at').notNull(),
})
