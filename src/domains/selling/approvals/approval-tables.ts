import { sql } from 'drizzle-orm'
import { boolean, check, index, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { currencyCode, instant, minorUnits } from '../../../platform/db/columns.ts'
import { pricedCarts } from '../carts/tables.ts'
import type { ApprovalReason } from './approval-rules.ts'
import type { ApprovalState } from './approval-state.ts'
import type { SpendingPeriod } from './spending.ts'

/** How a company approves. A company without a row: nobody releases their own order. */
export const approvalSettings = pgTable('approval_settings', {
  accountId: text('account_id').primaryKey(),
  ownApprovalAllowed: boolean('own_approval_allowed').notNull(),
  setBy: text('set_by').notNull(),
  setAt: instant('set_at').notNull(),
})

/** Orders of more than so much wait for an approver; of one member, or of everybody in the company. */
export const approvalRules = pgTable(
  'approval_rules',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id').notNull(),
    /** Null: the rule is for everybody. */
    userName: text('user_name'),
    /** Zero: every order that costs something. */
    overMinor: minorUnits('over_minor').notNull(),
    currency: currencyCode().notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    index('approval_rules_account').on(table.accountId),
    check('approval_rules_amount_not_negative', sql`${table.overMinor} >= 0`),
  ],
)

/** What a member may spend in a period. No row: no limit; zero: nothing at all. */
export const spendingLimits = pgTable(
  'spending_limits',
  {
    accountId: text('account_id').notNull(),
    userName: text('user_name').notNull(),
    period: text('period').$type<SpendingPeriod>().notNull(),
    limitMinor: minorUnits('limit_minor').notNull(),
    currency: currencyCode().notNull(),
    setBy: text('set_by').notNull(),
    setAt: instant('set_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.userName, table.period] }),
    check('spending_limits_not_negative', sql`${table.limitMinor} >= 0`),
    check('spending_limits_period_known', sql`${table.period} in ('day', 'week', 'month', 'quarter', 'year')`),
  ],
)

/** An order that waits for an approver, with the priced cart it is about. */
export const approvalRequests = pgTable(
  'approval_requests',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id').notNull(),
    /** Who wants to order. */
    userName: text('user_name').notNull(),
    /** As it was asked for: the same priced cart asked twice is one request. */
    askedPricedCartId: text('asked_priced_cart_id')
      .notNull()
      .unique()
      .references(() => pricedCarts.id),
    /** What it costs as last looked at; another priced cart than was asked when prices have moved. */
    pricedCartId: text('priced_cart_id')
      .notNull()
      .unique()
      .references(() => pricedCarts.id),
    paymentMethod: text('payment_method').$type<'free' | 'purchaseOrder' | 'card'>().notNull(),
    purchaseOrderNumber: text('purchase_order_number'),
    /** See `purchaseOrderKey`: one request that waits holds it, however it is spelt. */
    purchaseOrderKey: text('purchase_order_key'),
    /** Until then the price is a promise and is not asked again; null when it never was. */
    pricePromisedUntil: instant('price_promised_until'),
    reasons: jsonb('reasons').$type<readonly ApprovalReason[]>().notNull(),
    state: text('state').$type<ApprovalState>().notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    decidedBy: text('decided_by'),
    decidedAt: instant('decided_at'),
    /** What the approver said when refusing. */
    decisionReason: text('decision_reason'),
  },
  (table) => [
    index('approval_requests_account').on(table.accountId, table.createdAt),
    uniqueIndex('approval_requests_purchase_order_key')
      .on(table.accountId, table.purchaseOrderKey)
      .where(sql`${table.state} = 'waiting'`),
    check(
      'approval_requests_state_known',
      sql`${table.state} in ('waiting', 'released', 'rejected', 'withdrawn', 'expired')`,
    ),
  ],
)
