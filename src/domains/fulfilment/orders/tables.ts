import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { currencyCode, instant, localDateColumn, minorUnits } from '../../../platform/db/columns.ts'
import type { PostalAddress } from '../../people/accounts/tables.ts'
import type { BaseLine, LineTerm } from './frozen-line.ts'
import { withoutRateColumns } from './without-rate-tables.ts'

export type { PostalAddress } from '../../people/accounts/tables.ts'
export type { BaseLine, LineTerm } from './frozen-line.ts'
export { orderNumbering, orderNumbers } from './order-numbering-tables.ts'

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
export const quotes = pgTable(
  'quotes',
  {
    id: text('id').primaryKey(),
    cartId: text('cart_id')
      .notNull()
      .references(() => carts.id),
    accountId: text('account_id').notNull(),
    userName: text('user_name').notNull(),
    endCustomerAccountId: text('end_customer_account_id'),
    state: text('state').$type<'open' | 'accepted'>().notNull(),
    /** SHA-256 of the cart's lines: the same cart quoted again gives the same quote while it is good. */
    contentHash: text('content_hash').notNull(),
    currency: currencyCode().notNull(),
    lines: jsonb('lines').$type<QuoteLine[]>().notNull(),
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
    /** The version of a sales quote whose lines and prices these are. */
    salesQuoteVersionId: text('sales_quote_version_id').unique(),
    /** The member of staff who accepts it for the account. */
    acceptedForBy: text('accepted_for_by'),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [index('quotes_account').on(table.accountId, table.createdAt), index('quotes_cart').on(table.cartId)],
)

/** One line as quoted and frozen on the order. All amounts in minor units of the quote's currency. */
export interface QuoteLine {
  readonly lineNumber: number
  readonly partNumber: string
  readonly title: string
  readonly obligation: 'licence' | 'maintenance' | 'media' | 'goods'
  readonly origin: 'platform' | 'store'
  readonly quantity: number
  readonly targetActivationId: string
  /** Of an add-on: the line that it belongs to; null where it belongs to none, absent on quotes from before. */
  readonly base?: BaseLine | null
  readonly downloadDeclined: boolean
  readonly termMonths: number | null
  /** Absent on quotes from before terms were frozen, null for what has none. */
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

export const orders = pgTable(
  'orders',
  {
    id: text('id').primaryKey(),
    number: text('number').notNull().unique(),
    accountId: text('account_id').notNull(),
    userName: text('user_name').notNull(),
    /** Who the rights are for; the buying account itself when it buys for its own use. */
    endCustomerAccountId: text('end_customer_account_id').notNull(),
    quoteId: text('quote_id')
      .notNull()
      .unique()
      .references(() => quotes.id),
    paymentMethod: text('payment_method').$type<'free' | 'purchaseOrder' | 'card'>().notNull(),
    /** As the buyer typed it. */
    purchaseOrderNumber: text('purchase_order_number'),
    /** See `purchaseOrderKey`: one order of an account holds it, however it is spelt. */
    purchaseOrderKey: text('purchase_order_key'),
    /** Of orders from before keys: an earlier one has the same number in another spelling. */
    purchaseOrderDoubled: boolean('purchase_order_doubled').notNull().default(false),
    paymentId: text('payment_id').unique(),
    currency: currencyCode().notNull(),
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
    contactEmail: text('contact_email').notNull(),
    locale: text('locale').notNull(),
    placedAt: instant('placed_at').notNull(),
    placedOn: localDateColumn('placed_on').notNull(),
  },
  (table) => [
    index('orders_account').on(table.accountId, table.placedAt),
    index('orders_for_customer')
      .on(table.endCustomerAccountId, table.placedAt)
      .where(sql`${table.endCustomerAccountId} <> ${table.accountId}`),
    index('orders_placed').on(table.placedOn),
    index('orders_without_a_rate').on(table.placedAt).where(sql`${table.noRateMinor} > 0 or ${table.freightNoRate}`),
    uniqueIndex('orders_purchase_order').on(table.accountId, table.purchaseOrderNumber),
    uniqueIndex('orders_purchase_order_key')
      .on(table.accountId, table.purchaseOrderKey)
      .where(sql`not ${table.purchaseOrderDoubled}`),
    index('orders_by_purchase_order_key').on(table.purchaseOrderKey),
    index('orders_without_purchase_order_key')
      .on(table.placedAt)
      .where(sql`${table.purchaseOrderNumber} is not null and ${table.purchaseOrderKey} is null`),
    check('orders_total_not_negative', sql`${table.totalMinor} >= 0`),
    check(
      'orders_total_adds_up',
      sql`${table.totalMinor} = ${table.netMinor} + ${table.freightMinor} + ${table.taxMinor}`,
    ),
    check(
      'orders_payment_matches',
      sql`(${table.paymentMethod} = 'free') = (${table.totalMinor} = 0) and (${table.paymentMethod} = 'card') = (${table.paymentId} is not null) and (${table.paymentMethod} = 'purchaseOrder') = (${table.purchaseOrderNumber} is not null)`,
    ),
  ],
)

export const orderLines = pgTable(
  'order_lines',
  {
    id: text('id').primaryKey(),
    orderId: text('order_id')
      .notNull()
      .references(() => orders.id),
    lineNumber: integer('line_number').notNull(),
    partNumber: text('part_number').notNull(),
    title: text('title').notNull(),
    obligation: text('obligation').$type<'licence' | 'maintenance' | 'media' | 'goods'>().notNull(),
    origin: text('origin').$type<'platform' | 'store'>().notNull(),
    quantity: integer('quantity').notNull(),
    listPriceMinor: minorUnits('list_price_minor').notNull(),
    unitPriceMinor: minorUnits('unit_price_minor').notNull(),
    netMinor: minorUnits('net_minor').notNull(),
    taxMinor: minorUnits('tax_minor').notNull(),
    /** Of a term: from when to when, and the days that its price was worked out from. */
    termStart: localDateColumn('term_start'),
    termThrough: localDateColumn('term_through'),
    wholeTerms: integer('whole_terms'),
    daysUsed: integer('days_used'),
    daysInTerm: integer('days_in_term'),
    priceRule: text('price_rule').notNull(),
    trace: jsonb('trace').$type<Record<string, unknown>>().notNull(),
    state: text('state').$type<OrderLineState>().notNull(),
    /** Minted by us before the push; null for lines that are not pushed. */
    activationId: text('activation_id').unique(),
    /** Of an add-on: the line that it belongs to and its product, as quoted. */
    baseActivationId: text('base_activation_id'),
    baseProduct: text('base_product'),
    downloadDeclined: boolean('download_declined').notNull(),
    failure: text('failure'),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('order_lines_number').on(table.orderId, table.lineNumber),
    check('order_lines_quantity_positive', sql`${table.quantity} > 0`),
    check('order_lines_base_whole', sql`(${table.baseActivationId} is null) = (${table.baseProduct} is null)`),
    check('order_lines_days_fit', sql`${table.daysUsed} between 0 and ${table.daysInTerm}`),
    check(
      'order_lines_state_known',
      sql`${table.state} in ('placed', 'pushing', 'unclear', 'live', 'inProduction', 'made', 'awaitingShipment', 'shipped', 'delivered', 'failed')`,
    ),
  ],
)
export type OrderLineState =
  | 'placed'
  | 'pushing'
  | 'unclear'
  | 'live'
  | 'inProduction'
  | 'made'
  | 'awaitingShipment'
  | 'shipped'
  | 'delivered'
  | 'failed'

export const orderEvents = pgTable(
  'order_events',
  {
    id: text('id').primaryKey(),
    orderId: text('order_id')
      .notNull()
      .references(() => orders.id),
    at: instant('at').notNull(),
    kind: text('kind').notNull(),
    actor: text('actor').notNull(),
    sentence: text('sentence').notNull(),
  },
  (table) => [index('order_events_order').on(table.orderId, table.at)],
)

export const shipments = pgTable(
  'shipments',
  {
    id: text('id').primaryKey(),
    orderId: text('order_id')
      .notNull()
      .references(() => orders.id),
    carrier: text('carrier').notNull(),
    trackingNumber: text('tracking_number').notNull(),
    shippedAt: instant('shipped_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (table) => [uniqueIndex('shipments_tracking').on(table.orderId, table.carrier, table.trackingNumber)],
)

export const shipmentLines = pgTable(
  'shipment_lines',
  {
    shipmentId: text('shipment_id')
      .notNull()
      .references(() => shipments.id),
    orderLineId: text('order_line_id')
      .notNull()
      .references(() => orderLines.id),
    quantity: integer('quantity').notNull(),
  },
  (table) => [primaryKey({ columns: [table.shipmentId, table.orderLineId] })],
)
