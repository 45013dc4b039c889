import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { currencyCode, instant, localDateColumn, minorUnits } from '../../../platform/db/columns.ts'
import { withoutRateColumns } from '../../fulfilment/orders/without-rate-tables.ts'
import type { PostalAddress } from '../../people/accounts/tables.ts'
import type { BaseLine, LineTerm } from './frozen-line.ts'

export const carts = pgTable(
  'carts',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id').notNull(),
    userName: text('user_name').notNull(),
    /**
     * `quoted`: made of a quote that is being accepted, beside the member's open cart. `closed`: nobody may order it any
     * more, and its reason says why.
     */
    state: text('state').$type<'open' | 'quoted' | 'ordered' | 'closed'>().notNull(),
    closedReason: text('closed_reason'),
    endCustomerAccountId: text('end_customer_account_id'),
    /** The last good day that every term in the cart shall have; null leaves each its own. */
    coTermThrough: localDateColumn('co_term_through'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('carts_one_open').on(table.accountId, table.userName).where(sql`${table.state} = 'open'`),
    index('carts_closed').on(table.accountId, table.userName, table.updatedAt).where(sql`${table.state} = 'closed'`),
    index('carts_customer').on(table.endCustomerAccountId).where(sql`${table.state} in ('open', 'quoted')`),
    check('carts_state_known', sql`${table.state} in ('open', 'quoted', 'ordered', 'closed')`),
    check('carts_closed_with_reason', sql`(${table.state} = 'closed') = (${table.closedReason} is not null)`),
  ],
)

export const cartLines = pgTable(
  'cart_lines',
  {
    id: text('id').primaryKey(),
    cartId: text('cart_id')
      .notNull()
      .references(() => carts.id),
    partNumber: text('part_number').notNull(),
    quantity: integer('quantity').notNull(),
    /** The line that this is for: that seats join, a renewal continues, an add-on belongs to; empty when none is named. */
    targetActivationId: text('target_activation_id').notNull(),
    /** Of a media kit: whether the buyer was offered the download first and wanted the disc all the same. */
    downloadDeclined: boolean('download_declined').notNull(),
    /** The lowest price of one that the member was shown since agreeing to one: anything dearer needs consent. */
    shownUnitMinor: minorUnits('shown_unit_minor'),
    shownCurrency: text('shown_currency'),
    addedAt: instant('added_at').notNull(),
    /** Lines stay in the order in which they came, also those of one moment. */
    position: integer('position').notNull().generatedAlwaysAsIdentity(),
  },
  (table) => [
    check('cart_lines_shown_whole', sql`(${table.shownUnitMinor} is null) = (${table.shownCurrency} is null)`),
    uniqueIndex('cart_lines_item').on(table.cartId, table.partNumber, table.targetActivationId),
    check('cart_lines_quantity_positive', sql`${table.quantity} > 0`),
  ],
)

/** A priced cart with an end: what is accepted is what was shown. */
export const pricedCarts = pgTable(
  'priced_carts',
  {
    id: text('id').primaryKey(),
    cartId: text('cart_id')
      .notNull()
      .references(() => carts.id),
    accountId: text('account_id').notNull(),
    userName: text('user_name').notNull(),
    endCustomerAccountId: text('end_customer_account_id'),
    state: text('state').$type<'open' | 'accepted'>().notNull(),
    /** SHA-256 of the cart's lines: the same cart priced again gives the same priced cart while it is good. */
    contentHash: text('content_hash').notNull(),
    currency: currencyCode().notNull(),
    lines: jsonb('lines').$type<PricedLine[]>().notNull(),
    netMinor: minorUnits('net_minor').notNull(),
    freightMinor: minorUnits('freight_minor').notNull(),
    taxMinor: minorUnits('tax_minor').notNull(),
    ...withoutRateColumns(),
    totalMinor: minorUnits('total_minor').notNull(),
    shipTo: jsonb('ship_to').$type<PostalAddress>().notNull(),
    /** Who receives it; null: the buying account. */
    shipToAccountId: text('ship_to_account_id'),
    /** Who is invoiced; null: the buying account. */
    billToAccountId: text('bill_to_account_id'),
    /** Where the invoice goes; null: where the order goes. */
    billTo: jsonb('bill_to').$type<PostalAddress>(),
    /** The version of a quote whose lines and prices these are. */
    quoteVersionId: text('quote_version_id').unique(),
    /** The member of staff who accepts it for the account. */
    acceptedForBy: text('accepted_for_by'),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [
    index('priced_carts_account').on(table.accountId, table.createdAt),
    index('priced_carts_cart').on(table.cartId),
  ],
)

/** One line as priced, and frozen on the order. All amounts in minor units of the priced cart's currency. */
export interface PricedLine {
  readonly lineNumber: number
  readonly partNumber: string
  readonly title: string
  readonly obligation: 'licence' | 'maintenance' | 'media' | 'goods'
  readonly origin: 'platform' | 'store'
  readonly quantity: number
  readonly targetActivationId: string
  /** Of an add-on: the line that it belongs to; null where it belongs to none, absent on priced carts from before. */
  readonly base?: BaseLine | null
  readonly downloadDeclined: boolean
  readonly termMonths: number | null
  /** Absent on priced carts from before terms were frozen, null for what has none. */
  readonly term?: LineTerm | null
  readonly listPriceMinor: number
  readonly unitPriceMinor: number
  readonly netMinor: number
  readonly taxMinor: number
  /** Null where the destination has no rate; 0 is a rate, or no rate on lines from before this was told apart. */
  readonly taxBasisPoints: number | null
  /** Which list and rule gave the price, as a sentence and as the trace. */
  readonly priceRule: string
  readonly trace: Record<string, unknown>
}
