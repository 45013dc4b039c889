import { sql } from 'drizzle-orm'
import { check, index, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { instant } from '../../../platform/db/columns.ts'

/** Which accounts another site serves: by type, or narrower by partner tier or by one account ID. */
export const redirectRules = pgTable(
  'redirect_rules',
  {
    id: text('id').primaryKey(),
    accountType: text('account_type').notNull(),
    /** Empty: any tier. */
    partnerTier: text('partner_tier').notNull(),
    /** Empty: any account of the type. */
    accountId: text('account_id').notNull(),
    targetUrl: text('target_url').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('redirect_rules_match').on(table.accountType, table.partnerTier, table.accountId),
    check('redirect_rules_not_staff', sql`${table.accountType} <> 'internal'`),
  ],
)

/** Hand-offs that were passed on unused: one that comes back went in a circle. */
export const passedHandoffs = pgTable(
  'passed_handoffs',
  {
    jti: text('jti').primaryKey(),
    ruleId: text('rule_id').notNull(),
    targetOrigin: text('target_origin').notNull(),
    passedAt: instant('passed_at').notNull(),
    /** When the token can no longer be accepted anywhere. */
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [index('passed_handoffs_expires').on(table.expiresAt)],
)
