import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { currencyCode, instant, localDateColumn, minorUnits } from '../../../platform/db/columns.ts'
import type { PostalAddress } from '../../people/accounts/tables.ts'
import { pricedCarts } from '../../selling/carts/tables.ts'
import { withoutRateColumns } from './without-rate-tables.ts'

export { orderNumbering, orderNumbers } from './order-numbering-tables.ts'

export const orders = pgTable(
  'orders',
  {
    id: text('id').primaryKey(),
    number: text('number').notNull().unique(),
    accountId: text('account_id').notNull(),
    userName: text('user_name').notNull(),
    /** Who the rights are for; the buying account itself when it buys for its own use. */
    endCustomerAccountId: text('end_customer_account_id').notNull(),
    pricedCartId: text('priced_cart_id')
      .notNull()
      .unique()
      .references(() => pricedCarts.id),
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
    /** The line that this is for: that seats join, a renewal continues, an add-on belongs to; empty when none was named. */
    targetActivationId: text('target_activation_id').notNull().default(''),
    listPriceMinor: minorUnits('list_price_minor').notNull(),
    unitPriceMinor: minorUnits('unit_price_minor').notNull(),
    netMinor: minorUnits('net_minor').notNull(),
    taxMinor: minorUnits('tax_minor').notNull(),
    /** Of an item that is sold by the term; its right lasts so long where no term was frozen. */
    termMonths: integer('term_months'),
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
      sql`${table.state} in ('placed', 'pushing', 'unclear', 'live', 'inProduction', 'made', 'awaitingShipment', 'shipped', 'failed')`,
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
