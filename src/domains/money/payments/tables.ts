import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { currencyCode, instant, minorUnits } from '../../../platform/db/columns.ts'

/** One row a card payment that was begun: its priced cart becomes an order when, and only when, the money is there. */
export const payments = pgTable(
  'payments',
  {
    id: text('id').primaryKey(),
    pricedCartId: text('priced_cart_id').notNull().unique(),
    accountId: text('account_id').notNull(),
    state: text('state').$type<PaymentState>().notNull(),
    amountMinor: minorUnits('amount_minor').notNull(),
    currency: currencyCode().notNull(),
    description: text('description').notNull(),
    payerEmail: text('payer_email').notNull(),
    /** Which try to get a page from the processor this is; the first is 1. A new one has a new idempotency key. */
    attempt: integer('attempt').notNull().default(1),
    /** The processor may have made a page that we were never told of, so closing looks for it. */
    strayPossible: boolean('stray_possible').notNull().default(false),
    stripeSessionId: text('stripe_session_id').unique(),
    stripePaymentIntentId: text('stripe_payment_intent_id').unique(),
    stripeChargeId: text('stripe_charge_id'),
    orderId: text('order_id').unique(),
    lastError: text('last_error'),
    /** When the present attempts began; counts for limits. */
    createdAt: instant('created_at').notNull(),
    checkedAt: instant('checked_at').notNull(),
    settledAt: instant('settled_at'),
  },
  (table) => [
    index('payments_state').on(table.state, table.checkedAt),
    check('payments_state_known', sql`${table.state} in ('created', 'open', 'closing', 'settled', 'expired')`),
    check('payments_amount_positive', sql`${table.amountMinor} > 0`),
  ],
)
export type PaymentState = 'created' | 'open' | 'closing' | 'settled' | 'expired'

/** Card money that came and can be no order: it goes back by itself. One row for each payment intent that brought some. */
export const cardReturns = pgTable(
  'card_returns',
  {
    id: text('id').primaryKey(),
    paymentId: text('payment_id')
      .notNull()
      .references(() => payments.id),
    accountId: text('account_id').notNull(),
    stripePaymentIntentId: text('stripe_payment_intent_id').notNull().unique(),
    amountMinor: minorUnits('amount_minor').notNull(),
    currency: currencyCode().notNull(),
    reason: text('reason').$type<ReturnReason>().notNull(),
    /** The order that stands, of what was paid twice. */
    orderId: text('order_id'),
    state: text('state').$type<ReturnState>().notNull(),
    /** Which try to give it back this is; a new one has a new idempotency key. */
    attempt: integer('attempt').notNull().default(1),
    refundId: text('refund_id').unique(),
    lastError: text('last_error'),
    receivedAt: instant('received_at').notNull(),
    returnedAt: instant('returned_at'),
  },
  (table) => [
    index('card_returns_order').on(table.orderId),
    index('card_returns_payment').on(table.paymentId),
    check('card_returns_state_known', sql`${table.state} in ('due', 'returned', 'failed')`),
    check('card_returns_reason_known', sql`${table.reason} in ('paid-twice', 'offer-over')`),
    check('card_returns_amount_positive', sql`${table.amountMinor} > 0`),
  ],
)
export type ReturnReason = 'paid-twice' | 'offer-over'
export type ReturnState = 'due' | 'returned' | 'failed'

export const payouts = pgTable('payouts', {
  payoutId: text('payout_id').primaryKey(),
  amountMinor: minorUnits('amount_minor').notNull(),
  currency: currencyCode().notNull(),
  state: text('state').notNull(),
  automatic: boolean('automatic').notNull(),
  /** Whether its items are known, not known yet, or never will be. */
  itemised: text('itemised').$type<'complete' | 'pending' | 'none'>().notNull().default('complete'),
  bankTraceId: text('bank_trace_id'),
  createdAt: instant('created_at').notNull(),
  arrivesAt: instant('arrives_at').notNull(),
  itemCount: integer('item_count').notNull(),
})

export const balanceTransactions = pgTable(
  'balance_transactions',
  {
    balanceTransactionId: text('balance_transaction_id').primaryKey(),
    payoutId: text('payout_id').notNull(),
    reportingCategory: text('reporting_category').notNull(),
    amountMinor: minorUnits('amount_minor').notNull(),
    feeMinor: minorUnits('fee_minor').notNull(),
    netMinor: minorUnits('net_minor').notNull(),
    currency: currencyCode().notNull(),
    sourceId: text('source_id'),
    paymentIntentId: text('payment_intent_id'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [index('balance_transactions_payout').on(table.payoutId)],
)
