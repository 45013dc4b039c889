import { and, desc, eq, getTableColumns, inArray, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import type { DryRunReport } from './dry-run-report.ts'
import { type SyncReport, syncRuns, syncWatermarks } from './tables.ts'

export type SyncRun = typeof syncRuns.$inferSelect
/** A dry run may be a thousand rows long, and a list of runs shows none of them. */
export type ListedRun = Omit<SyncRun, 'dryRunReport'>
const { dryRunReport: _, ...listed } = getTableColumns(syncRuns)

export async function openRun(tx: Db | Tx): Promise<SyncRun | null> {
  const [run] = await tx
    .select()
    .from(syncRuns)
    .where(inArray(syncRuns.state, ['reading', 'publishing']))
  return run ?? null
}

export async function insertRun(tx: Tx, run: typeof syncRuns.$inferInsert): Promise<boolean> {
  const rows = await tx.insert(syncRuns).values(run).onConflictDoNothing().returning({ id: syncRuns.id })
  return rows.length > 0
}

/** A dry run waits for a word, and a new one does not wait for it: what it has read is older. */
export async function discardDryRun(tx: Tx, at: Date): Promise<void> {
  await tx
    .update(syncRuns)
    .set({ state: 'discarded', finishedAt: at, error: 'A new run was started before anybody published this one.' })
    .where(eq(syncRuns.state, 'dryRun'))
}

export async function findRun(tx: Db | Tx, id: string): Promise<SyncRun | null> {
  const [run] = await tx.select().from(syncRuns).where(eq(syncRuns.id, id))
  return run ?? null
}

export async function lockRun(tx: Tx, id: string): Promise<SyncRun | null> {
  const [run] = await tx.select().from(syncRuns).where(eq(syncRuns.id, id)).for('update')
  return run ?? null
}

/** Newest first. */
export async function recentRuns(tx: Db | Tx, limit: number): Promise<ListedRun[]> {
  return tx.select(listed).from(syncRuns).orderBy(desc(syncRuns.startedAt)).limit(limit)
}

export async function lastPublished(tx: Db | Tx): Promise<SyncRun | null> {
  const [run] = await tx
    .select()
    .from(syncRuns)
    .where(eq(syncRuns.state, 'published'))
    .orderBy(desc(syncRuns.startedAt))
    .limit(1)
  return run ?? null
}

/** Where each question of an incremental run starts. */
export async function watermarks(tx: Db | Tx): Promise<Map<string, Date>> {
  const rows = await tx.select().from(syncWatermarks)
  return new Map(rows.map(({ step, readFrom }) => [step, readFrom]))
}

/** What the run has read is now published: the next incremental run asks from when each question was first asked. */
export async function setWatermarks(tx: Tx, runId: string): Promise<void> {
  await tx.execute(sql`insert into sync_watermarks (step, read_from, run_id)
    select step, started_at, run_id from sync_progress where run_id = ${runId} and next_page = 0
    on conflict (step) do update set read_from = excluded.read_from, run_id = excluded.run_id`)
}

export async function lastFullPublished(tx: Db | Tx): Promise<SyncRun | null> {
  const [run] = await tx
    .select()
    .from(syncRuns)
    .where(and(eq(syncRuns.state, 'published'), eq(syncRuns.mode, 'full')))
    .orderBy(desc(syncRuns.startedAt))
    .limit(1)
  return run ?? null
}

/** Rows that the last published full run has read; null when there was none. */
export async function rowsOfLastFull(tx: Db | Tx): Promise<number | null> {
  const run = await lastFullPublished(tx)
  return run?.report ? Object.values(run.report.kinds).reduce((sum, { read }) => sum + read, 0) : null
}

export async function saveDryRun(
  tx: Tx,
  run: { readonly id: string; readonly report: SyncReport; readonly dryRunReport: DryRunReport },
): Promise<void> {
  await tx
    .update(syncRuns)
    .set({ state: 'dryRun', report: run.report, dryRunReport: run.dryRunReport })
    .where(and(eq(syncRuns.id, run.id), eq(syncRuns.state, 'reading')))
}

export async function startPublishing(tx: Tx, id: string): Promise<void> {
  await tx.update(syncRuns).set({ state: 'publishing' }).where(eq(syncRuns.id, id))
}

export async function finishRun(
  tx: Tx,
  run: {
    id: string
    state: 'published' | 'failed' | 'discarded'
    at: Date
    report: SyncReport | null
    error: string | null
  },
): Promise<void> {
  await tx
    .update(syncRuns)
    .set({ state: run.state, finishedAt: run.at, report: run.report, error: run.error })
    .where(eq(syncRuns.id, run.id))
}
