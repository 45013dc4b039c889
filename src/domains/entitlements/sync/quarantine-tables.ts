import { boolean, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant } from '../../../platform/db/columns.ts'

/**
 * Rows that the platform gives and that cannot be read, as of the last published run that met them. What the mirror knew
 * of such a row stays as it was until the row can be read again, or is gone.
 */
export const quarantinedRows = pgTable(
  'quarantined_rows',
  {
    kind: text('kind').notNull(),
    /** Of the row in the mirror, or of the question whose answer it is; its place where nobody can say which row it is. */
    key: text('key').notNull(),
    hasKey: boolean('has_key').notNull(),
    /** Where in what was read last. */
    place: text('place').notNull(),
    reason: text('reason').notNull(),
    /** The last run that met it. */
    runId: text('run_id').notNull(),
    firstSeenAt: instant('first_seen_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.kind, table.key] }), index('quarantined_rows_run').on(table.runId)],
)
