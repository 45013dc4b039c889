import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { currencyCode, instant, minorUnits } from '../../platform/db/columns.ts'

/** One row a card payment that was begun: its quote becomes an order when, and only when, the money is there. */
export const payments = pgTable(
  'payments',
  {
    id: text('id').primaryKey(),
    quoteId: text('quote_id').notNull().unique(),
    accountId: text('account_id').notNull(),
    state: text('state').$type<PaymentState>().notNull(),
    amountMinor: minorUnits('amount_minor').notNull(),
    currency: currencyCode().notNull(),
    description: text('description').notNull(),
    payerEmail: text('payer_email').notNull(),
    stripeSessionId: text('stripe_session_id').unique(),
    stripePaymentIntentId: text('stripe_payment_intent_id').unique(),
    stripeChargeId: text('stripe_charge_id'),
    orderId: text('order_id').unique(),
    lastError: text('last_error'),
    createdAt: instant('created_at').notNull(),
    checkedAt: instant('checked_at').notNull(),
    settledAt: instant('settled_at'),
  },
  (table) => [
    index('payments_state').on(table.state, table.checkedAt),
    check('payments_state_known', sql`${table.state} in ('created', 'open', 'settled', 'expired')`),
    check('payments_amount_positive', sql`${table.amountMinor} > 0`),
  ],
)
export type PaymentState = 'created' | 'open' | 'settled' | 'expired'

export const payouts = pgTable('payouts', {
  payoutId: text('payout_id').primaryKey(),
  amountMinor: minorUnits('amount_minor').notNull(),
  currency: currencyCode().notNull(),
  state: text('state').notNull(),
  automatic: boolean('automatic').notNull(),
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
