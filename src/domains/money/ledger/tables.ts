import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { currencyCode, instant, localDateColumn, minorUnits } from '../../../platform/db/columns.ts'

/** Append-only: a trigger refuses update and delete; a mistake is corrected by a reversing entry. */
export const journalEntries = pgTable(
  'journal_entries',
  {
    /** Derived from what it records, such as `jen_order-placed:ord_...`: the same fact is posted once. */
    entryId: text('entry_id').primaryKey(),
    occurredOn: localDateColumn('occurred_on').notNull(),
    referenceKind: text('reference_kind').notNull(),
    referenceId: text('reference_id').notNull(),
    description: text('description').notNull(),
    contentHash: text('content_hash').notNull(),
    postedAt: instant('posted_at').notNull(),
  },
  (table) => [
    index('journal_entries_reference').on(table.referenceKind, table.referenceId),
    index('journal_entries_day').on(table.occurredOn, table.entryId),
  ],
)

export const journalLines = pgTable(
  'journal_lines',
  {
    entryId: text('entry_id')
      .notNull()
      .references(() => journalEntries.entryId),
    position: integer('position').notNull(),
    account: text('account').notNull(),
    side: text('side').$type<'debit' | 'credit'>().notNull(),
    minor: minorUnits('minor').notNull(),
    currency: currencyCode().notNull(),
    orderLineId: text('order_line_id'),
    obligation: text('obligation'),
  },
  (table) => [
    primaryKey({ columns: [table.entryId, table.position] }),
    index('journal_lines_account').on(table.account, table.currency),
    index('journal_lines_order_line').on(table.orderLineId),
    check('journal_lines_side_known', sql`${table.side} in ('debit', 'credit')`),
    check('journal_lines_minor_positive', sql`${table.minor} > 0`),
  ],
)
