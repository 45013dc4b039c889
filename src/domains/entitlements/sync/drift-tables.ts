import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant } from '../../../platform/db/columns.ts'

/** What a full run found that no watermark had said: one row a run, also for a quiet night. */
export const driftReports = pgTable(
  'drift_reports',
  {
    runId: text('run_id').primaryKey(),
    comparedAt: instant('compared_at').notNull(),
    /** Rows of the mirror that were compared: lines, maintenance, products and part numbers. */
    compared: integer('compared').notNull(),
    /** All that were found, also those of which no row was kept. */
    found: integer('found').notNull(),
    counts: jsonb('counts').$type<DriftCount[]>().notNull(),
  },
  (table) => [index('drift_reports_compared').on(table.comparedAt)],
)

export interface DriftCount {
  readonly kind: string
  readonly cause: DriftCause
  readonly count: number
}

/**
 * `changed-after-push`: a line that an order of the store wrote to the platform, and that the platform has otherwise now.
 */
export type DriftCause = 'missing-on-platform' | 'missing-in-store' | 'different' | 'changed-after-push'

/** One row of the mirror that a full run found to differ; at most so many of each kind and cause are kept. */
export const driftRows = pgTable(
  'drift_rows',
  {
    runId: text('run_id')
      .notNull()
      .references(() => driftReports.runId, { onDelete: 'cascade' }),
    kind: text('kind').notNull(),
    key: text('key').notNull(),
    cause: text('cause').$type<DriftCause>().notNull(),
    accountId: text('account_id'),
    /** The order of the store that pushed the line. */
    orderNumber: text('order_number'),
    differences: jsonb('differences').$type<DriftDifference[]>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.kind, table.key] }),
    check(
      'drift_rows_cause_known',
      sql`${table.cause} in ('missing-on-platform', 'missing-in-store', 'different', 'changed-after-push')`,
    ),
  ],
)

/** A column with what the store had and what the platform has. */
export interface DriftDifference {
  readonly column: string
  readonly store: unknown
  readonly platform: unknown
}
