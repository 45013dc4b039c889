import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgSequence, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { currencyCode, instant, localDateColumn, minorUnits } from '../../../platform/db/columns.ts'
import { orders } from '../../fulfilment/orders/tables.ts'
import { withoutRateColumns } from '../../fulfilment/orders/without-rate-tables.ts'
import type { PostalAddress } from '../../people/accounts/tables.ts'
import { carts, type PricedLine } from '../carts/tables.ts'

export const quoteNumbers = pgSequence('quote_numbers', { startWith: 101 })

/** A quote of an account, with a number and versions. What is only a cart with its total stands in `quotes`. */
export const quotes = pgTable(
  'quotes',
  {
    /** Made from whoever asks and their request key, so that one click is one quote. */
    id: text('id').primaryKey(),
    number: text('number').notNull().unique(),
    accountId: text('account_id').notNull(),
    endCustomerAccountId: text('end_customer_account_id'),
    /** The member of the account whom it is addressed to. */
    contactUserName: text('contact_user_name').notNull(),
    /** The member of staff who drafted it; null when the account made it from its own cart. */
    draftedBy: text('drafted_by'),
    /** Set once: a quote is accepted once. */
    orderId: text('order_id')
      .unique()
      .references(() => orders.id),
    /** The open cart that holds what it is about, since when; null when there is none, or when it was taken out. */
    cartId: text('cart_id').references(() => carts.id),
    inCartSince: instant('in_cart_since'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    index('quotes_account').on(table.accountId, table.createdAt),
    index('quotes_created').on(table.createdAt),
  ],
)

/** What was offered; a trigger keeps the content of a version that was sent as it was. */
export const quoteVersions = pgTable(
  'quote_versions',
  {
    id: text('id').primaryKey(),
    quoteId: text('quote_id')
      .notNull()
      .references(() => quotes.id),
    version: integer('version').notNull(),
    state: text('state').$type<QuoteState>().notNull(),
    currency: currencyCode().notNull(),
    lines: jsonb('lines').$type<PricedLine[]>().notNull(),
    netMinor: minorUnits('net_minor').notNull(),
    freightMinor: minorUnits('freight_minor').notNull(),
    taxMinor: minorUnits('tax_minor').notNull(),
    ...withoutRateColumns(),
    totalMinor: minorUnits('total_minor').notNull(),
    shipTo: jsonb('ship_to').$type<PostalAddress>().notNull(),
    shipToAccountId: text('ship_to_account_id'),
    billToAccountId: text('bill_to_account_id'),
    billTo: jsonb('bill_to').$type<PostalAddress>(),
    terms: text('terms').notNull(),
    note: text('note').notNull(),
    /** The last good day. */
    validThrough: localDateColumn('valid_through').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    sentAt: instant('sent_at'),
    closedAt: instant('closed_at'),
    /** Why it was declined or withdrawn. */
    closedReason: text('closed_reason'),
  },
  (table) => [
    uniqueIndex('quote_versions_number').on(table.quoteId, table.version),
    uniqueIndex('quote_versions_one_draft').on(table.quoteId).where(sql`${table.state} = 'draft'`),
    uniqueIndex('quote_versions_one_sent').on(table.quoteId).where(sql`${table.state} = 'sent'`),
    uniqueIndex('quote_versions_one_accepted').on(table.quoteId).where(sql`${table.state} = 'accepted'`),
    index('quote_versions_ending').on(table.validThrough).where(sql`${table.state} = 'sent'`),
    check(
      'quote_versions_state_known',
      sql`${table.state} in ('draft', 'sent', 'accepted', 'declined', 'superseded', 'expired', 'withdrawn')`,
    ),
    check(
      'quote_versions_total_adds_up',
      sql`${table.totalMinor} = ${table.netMinor} + ${table.freightMinor} + ${table.taxMinor}`,
    ),
  ],
)
export type QuoteState = 'draft' | 'sent' | 'accepted' | 'declined' | 'superseded' | 'expired' | 'withdrawn'
