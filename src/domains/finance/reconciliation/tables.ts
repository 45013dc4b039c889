import { index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { currencyCode, instant, localDateColumn, minorUnits } from '../../../platform/db/columns.ts'

export { rightGrants, rightsListings, rightsWithoutOrder } from './rights-tables.ts'

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
    /** One row a currency; null until the run is finished. */
    totals: jsonb('totals').$type<MatchTotal[]>(),
  },
  (table) => [index('match_runs_started').on(table.startedAt)],
)

/** How the list of a run adds up to the ledger of its days: `ledger = posted + otherDays + withoutOrder + other`. */
export interface MatchTotal {
  readonly currency: string
  readonly orderedMinor: number
  /** What the rows of the list are posted with, on whatever day. */
  readonly postedMinor: number
  /** Moved on these days for orders placed on others, less what was moved on other days for these. */
  readonly otherDaysMinor: number
  /** Moved on these days for orders or lines that do not exist; listed as facts. */
  readonly withoutOrderMinor: number
  /** Moved on these days by entries that are not about an order, such as tax that is handed on. */
  readonly otherMinor: number
  /** Read from the balances, not from the rows. */
  readonly ledgerMinor: number
}

/** One order line, or the freight of an order, with its money, its right and its parcel side by side. */
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
    owner: text('owner').$type<'finance' | 'operations'>(),
    nextStep: text('next_step'),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.orderLineId] }),
    index('match_rows_cause').on(table.runId, table.cause),
  ],
)

/** Something that fits no order: money, an item of a payout, a right or a posting. Listed, never hidden. */
export const matchFacts = pgTable(
  'match_facts',
  {
    runId: text('run_id')
      .notNull()
      .references(() => matchRuns.id),
    kind: text('kind').$type<MatchFactKind>().notNull(),
    subject: text('subject').notNull(),
    sentence: text('sentence').notNull(),
    amountMinor: minorUnits('amount_minor'),
    currency: currencyCode(),
    cause: text('cause').notNull(),
    owner: text('owner').$type<'finance' | 'operations'>().notNull(),
    nextStep: text('next_step').notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.kind, table.subject] })],
)
export type MatchFactKind = 'payment' | 'payout-item' | 'right' | 'posting'

/** What one of the three sides says about the line. */
export interface MatchSide {
  readonly status: 'matched' | 'waiting' | 'different' | 'missing' | 'not-needed'
  readonly sentence: string
}
