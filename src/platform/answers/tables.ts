import { sql } from 'drizzle-orm'
import { bigint, boolean, customType, index, pgTable, text } from 'drizzle-orm/pg-core'

/**
 * How often what answers follow from has changed: for one account, or under the empty scope for all. Written by triggers
 * at the end of the transaction that makes the change; nobody else writes it.
 */
export const answerVersions = pgTable('answer_versions', {
  /** An account ID; empty for what concerns everybody. */
  scope: text('scope').primaryKey(),
  version: bigint('version', { mode: 'number' }).notNull(),
})

const transactionId = customType<{ data: string }>({ dataType: () => 'xid8' })

/** What the open transaction has changed so far. Its rows are gone when the transaction has ended. */
export const answerChanges = pgTable(
  'answer_changes',
  {
    transaction: transactionId('transaction').notNull().default(sql`pg_current_xact_id()`),
    /** True: it concerns everybody. */
    everybody: boolean('everybody').notNull(),
    accountIds: text('account_ids').array().notNull(),
    /** Lines whose owners it concerns, whoever they are when the transaction ends. */
    activationIds: text('activation_ids').array().notNull(),
  },
  (table) => [index('answer_changes_transaction').on(table.transaction)],
)
