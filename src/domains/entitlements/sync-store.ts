import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../platform/db/db.ts'
import { rowHashOf } from './row-hash.ts'
import type { ReadRow } from './sync-steps.ts'
import { type SyncReport, syncRuns, syncStaging } from './tables.ts'

export type SyncRun = typeof syncRuns.$inferSelect

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

export async function findRun(tx: Db | Tx, id: string): Promise<SyncRun | null> {
  const [run] = await tx.select().from(syncRuns).where(eq(syncRuns.id, id))
  return run ?? null
}

export async function lockRun(tx: Tx, id: string): Promise<SyncRun | null> {
  const [run] = await tx.select().from(syncRuns).where(eq(syncRuns.id, id)).for('update')
  return run ?? null
}

export async function recentRuns(tx: Db | Tx, limit: number): Promise<SyncRun[]> {
  return tx.select().from(syncRuns).orderBy(desc(syncRuns.startedAt)).limit(limit)
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

/** Keeps a page and notes where to go on, together: a killed run repeats at most the page it was reading. */
export async function storePage(
  tx: Tx,
  page: { runId: string; step: string; nextPage: number; rows: readonly ReadRow[] },
): Promise<void> {
  const staged = new Map<string, typeof syncStaging.$inferInsert>()
  for (const { kind, key, row } of page.rows)
    staged.set(`${kind} ${key}`, { runId: page.runId, kind, key, rowHash: rowHashOf(row), data: row })
  const rows = [...staged.values()]
  for (let at = 0; at < rows.length; at += 500)
    await tx
      .insert(syncStaging)
      .values(rows.slice(at, at + 500))
      .onConflictDoUpdate({
        target: [syncStaging.runId, syncStaging.kind, syncStaging.key],
        set: { rowHash: sql`excluded.row_hash`, data: sql`excluded.data` },
      })
  await tx
    .update(syncRuns)
    .set({ position: sql`${syncRuns.position} || ${JSON.stringify({ [page.step]: page.nextPage })}::jsonb` })
    .where(eq(syncRuns.id, page.runId))
}

export async function staged(tx: Db | Tx, runId: string, kind: string) {
  return tx
    .select({ key: syncStaging.key, hash: syncStaging.rowHash, data: syncStaging.data })
    .from(syncStaging)
    .where(and(eq(syncStaging.runId, runId), eq(syncStaging.kind, kind)))
    .orderBy(syncStaging.key)
}

/** Accounts of the run that the platform did not list among its roots. */
export async function stagedChildAccounts(tx: Db | Tx, runId: string): Promise<string[]> {
  const rows = await tx.execute<{ key: string }>(sql`select a.key from sync_staging a
    where a.run_id = ${runId} and a.kind = 'accounts' and not exists (
      select 1 from sync_staging r where r.run_id = a.run_id and r.kind = 'roots' and r.key = a.key)
    order by a.key`)
  return rows.map(({ key }) => key)
}

export async function clearStaging(tx: Tx, runId: string): Promise<void> {
  await tx.delete(syncStaging).where(eq(syncStaging.runId, runId))
}

export async function finishRun(
  tx: Tx,
  run: { id: string; state: 'published' | 'failed'; at: Date; report: SyncReport | null; error: string | null },
): Promise<void> {
  await tx
    .update(syncRuns)
    .set({ state: run.state, finishedAt: run.at, report: run.report, error: run.error })
    .where(eq(syncRuns.id, run.id))
}
