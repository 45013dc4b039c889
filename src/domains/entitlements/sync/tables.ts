import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { instant } from '../../../platform/db/columns.ts'
import type { DryRunReport } from './dry-run-report.ts'

export { driftReports, driftRows } from './drift-tables.ts'
export { readPages } from './page-tables.ts'
export { quarantinedRows } from './quarantine-tables.ts'

export const syncRuns = pgTable(
  'sync_runs',
  {
    id: text('id').primaryKey(),
    mode: text('mode').$type<'full' | 'incremental'>().notNull(),
    trigger: text('trigger').notNull(),
    state: text('state').$type<SyncRunState>().notNull(),
    startedAt: instant('started_at').notNull(),
    finishedAt: instant('finished_at'),
    /** True: the run stops before it publishes, and says what publishing would do. */
    dryRun: boolean('dry_run').notNull().default(false),
    dryRunReport: jsonb('dry_run_report').$type<DryRunReport | null>(),
    report: jsonb('report').$type<SyncReport | null>(),
    error: text('error'),
  },
  (table) => [
    index('sync_runs_started').on(table.startedAt),
    uniqueIndex('sync_runs_one_open').on(sql`(true)`).where(sql`${table.state} in ('reading', 'dryRun', 'publishing')`),
  ],
)
export type SyncRunState = 'reading' | 'dryRun' | 'publishing' | 'published' | 'discarded' | 'failed'

/** Counts per kind of row, and what was held back with its reason. */
export interface SyncReport {
  readonly kinds: Readonly<Record<string, SyncCounts>>
  readonly unsellable: readonly string[]
  /** Why removals were held, one sentence for each question to the platform. */
  readonly reasons?: readonly string[]
  /** Rows that cannot be read and wait for that, by kind; none are not named. */
  readonly quarantined?: Readonly<Record<string, number>>
  /** Lines that the store pushed, and that are gone without a word of where to: a sentence each, for a person. */
  readonly unproven?: readonly string[]
}
export interface SyncCounts {
  readonly read: number
  readonly added: number
  readonly changed: number
  readonly removed: number
  readonly held: number
}

/**
 * How far a run has read, in the same breath as the rows of each page. The table is unlogged like the staging tables, so
 * that a crash of the database loses both or neither.
 */
export const syncProgress = pgTable(
  'sync_progress',
  {
    runId: text('run_id').notNull(),
    step: text('step').notNull(),
    /** 0 when the step is done. */
    nextPage: integer('next_page').notNull(),
    rows: integer('rows').notNull(),
    startedAt: instant('started_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.step] })],
)

/** Where the next incremental run starts, for each question to the platform. */
export const syncWatermarks = pgTable('sync_watermarks', {
  step: text('step').primaryKey(),
  /** When the reading of the last published run began; how far before it the platform is asked is the adapter's business. */
  readFrom: instant('read_from').notNull(),
  runId: text('run_id').notNull(),
})

/** Removals that the guard held back and that wait for a decision by staff. */
export const heldRemovals = pgTable(
  'held_removals',
  {
    runId: text('run_id').notNull(),
    kind: text('kind').notNull(),
    key: text('key').notNull(),
    label: text('label').notNull(),
    state: text('state').$type<'held' | 'applied' | 'rejected'>().notNull(),
    decidedBy: text('decided_by'),
    decidedAt: instant('decided_at'),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.kind, table.key] }),
    check('held_removals_state_known', sql`${table.state} in ('held', 'applied', 'rejected')`),
  ],
)
