import { index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from '../db/columns.ts'

/** Who is working, so that the jobs of a worker that died go back to the queue within seconds. */
export const queueWorkers = pgTable('queue_workers', {
  workerId: text('worker_id').primaryKey(),
  seenAt: instant('seen_at').notNull(),
})

export const queueClaims = pgTable(
  'queue_claims',
  {
    jobId: uuid('job_id').primaryKey(),
    queue: text('queue').notNull(),
    workerId: text('worker_id').notNull(),
  },
  (table) => [index('queue_claims_worker').on(table.workerId)],
)

/** One row a due time of a schedule: the replica that inserts it runs it. */
export const scheduleTicks = pgTable(
  'schedule_ticks',
  {
    job: text('job').notNull(),
    dueAt: instant('due_at').notNull(),
    startedAt: instant('started_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.job, table.dueAt] })],
)
