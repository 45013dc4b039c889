import { index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { currencyCode, instant, localDateColumn, minorUnits } from '../../platform/db/columns.ts'

/** One nightly or manual match over the orders of a range of days. */
export const matchRuns = pgTable(
  'match_runs',
  {
    id: text('id').primaryKey(),
    fromDay: localDateColumn('from_day').notNull(),
    throughDay: localDateColumn('through_day').notNull(),
    startedAt: instant('started_at').notNull(),
    finishedAt: instant('finished_at'),
    lineCount: integer('line_count').notNull(),
    differenceCount: integer('difference_count').notNull(),
  },
  (table) => [index('match_runs_started').on(table.startedAt)],
)

/** One order line with its money, its right and its parcel side by side. */
export const matchRows = pgTable(
  'match_rows',
  {
    runId: text('run_id')
      .notNull()
      .references(() => matchRuns.id),
    orderLineId: text('order_line_id').notNull(),
    orderId: text('order_id').notNull(),
    orderNumber: text('order_number').notNull(),
    lineNumber: integer('line_number').notNull(),
    partNumber: text('part_number').notNull(),
    placedOn: localDateColumn('placed_on').notNull(),
    currency: currencyCode().notNull(),
    orderedMinor: minorUnits('ordered_minor').notNull(),
    postedMinor: minorUnits('posted_minor').notNull(),
    money: jsonb('money').$type<MatchSide>().notNull(),
    right: jsonb('right').$type<MatchSide>().notNull(),
    parcel: jsonb('parcel').$type<MatchSide>().notNull(),
    /** Null when everything agrees; otherwise the one cause with its owner and next step. */
    cause: text('cause'),
    owner: text('owner'),
    nextStep: text('next_step'),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.orderLineId] }),
    index('match_rows_cause').on(table.runId, table.cause),
  ],
)

/** What one of the three sides says about the line. */
export interface MatchSide {
  readonly status: 'matched' | 'waiting' | 'different' | 'missing' | 'not-needed'
  readonly sentence: string
}
