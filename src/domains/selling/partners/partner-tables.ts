import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant } from '../../../platform/db/columns.ts'
import type { ConsentState } from './consent-state.ts'

/** What a customer said of a partner, or staff for it, and what the partner asked. Pairs of which nobody spoke have no row. */
export const partnerConsents = pgTable(
  'partner_consents',
  {
    partnerAccountId: text('partner_account_id').notNull(),
    /** As the partner wrote it: perhaps no account at all, so that asking tells nobody which accounts there are. */
    customerAccountId: text('customer_account_id').notNull(),
    state: text('state').$type<ConsentState>().notNull(),
    /** The member of the partner who asked last; null where the customer or staff began. */
    askedBy: text('asked_by'),
    askedAt: instant('asked_at'),
    /** Who gave the last answer. */
    decidedBy: text('decided_by'),
    decidedFor: text('decided_for').$type<'customer' | 'staff'>(),
    decidedAt: instant('decided_at'),
  },
  (table) => [
    primaryKey({ columns: [table.partnerAccountId, table.customerAccountId] }),
    index('partner_consents_customer').on(table.customerAccountId),
    check(
      'partner_consents_state_known',
      sql`${table.state} in ('invited', 'granted', 'declined', 'withdrawn', 'reinvited', 'ended')`,
    ),
    check('partner_consents_decided_for_known', sql`${table.decidedFor} in ('customer', 'staff')`),
    check('partner_consents_two_accounts', sql`${table.partnerAccountId} <> ${table.customerAccountId}`),
  ],
)

/** How often the members of an account named one that is none of theirs, so that guessing has a bound on all replicas. */
export const accountGuesses = pgTable('account_guesses', {
  accountId: text('account_id').primaryKey(),
  guesses: integer('guesses').notNull(),
  since: instant('since').notNull(),
})
