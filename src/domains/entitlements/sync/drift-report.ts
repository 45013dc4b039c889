import { and, asc, desc, eq, lt, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { type AlarmDeps, raiseAlarm } from '../../people/notifications/index.ts'
import { driftReports, driftRows } from './drift-tables.ts'
import type { KindDrift } from './record-drift.ts'

export type DriftReport = typeof driftReports.$inferSelect
export type DriftRow = typeof driftRows.$inferSelect

/** A quarter of a year: long enough to see whether the watermarks lose something again and again. */
const reportsKeptDays = 92
const dayMs = 24 * 3_600_000

/** Opens the report of a full run, whose rows are noted while it is published. */
export async function openDriftReport(tx: Tx, runId: string, at: Date): Promise<void> {
  await tx.delete(driftReports).where(lt(driftReports.comparedAt, new Date(at.getTime() - reportsKeptDays * dayMs)))
  await tx.insert(driftReports).values({ runId, comparedAt: at, compared: 0, found: 0, counts: [] })
}

export async function closeDriftReport(tx: Tx, runId: string, kinds: readonly KindDrift[]): Promise<void> {
  const counts = kinds.flatMap((kind) => kind.counts)
  await tx
    .update(driftReports)
    .set({
      counts,
      compared: kinds.reduce((sum, kind) => sum + kind.compared, 0),
      found: counts.reduce((sum, { count }) => sum + count, 0),
    })
    .where(eq(driftReports.runId, runId))
}

/** What the last published full run found; null before the first. */
export async function latestDrift(tx: Db | Tx): Promise<DriftReport | null> {
  const [report] = await tx.select().from(driftReports).orderBy(desc(driftReports.comparedAt)).limit(1)
  return report ?? null
}

export async function driftOf(tx: Db | Tx, runId: string): Promise<DriftReport | null> {
  const [report] = await tx.select().from(driftReports).where(eq(driftReports.runId, runId))
  return report ?? null
}

/** The rows that were kept of a run, by kind and key, from one on. */
export async function driftRowsOf(
  tx: Db | Tx,
  runId: string,
  page: { readonly after: readonly [kind: string, key: string] | undefined; readonly limit: number },
): Promise<DriftRow[]> {
  const { after, limit } = page
  return tx
    .select()
    .from(driftRows)
    .where(
      and(
        eq(driftRows.runId, runId),
        after && sql`(${driftRows.kind}, ${driftRows.key}) > (${after[0]}::text, ${after[1]}::text)`,
      ),
    )
    .orderBy(asc(driftRows.kind), asc(driftRows.key))
    .limit(limit)
}

/** Drift beyond both figures is no chance: something loses changes, and somebody has to look. */
export const driftLimits = { count: 10, share: 0.01 }

/** Whether so much drift is worth an alarm. Removals that the guard held have an alarm of their own and do not count. */
export function isAlarming(
  figures: { readonly found: number; readonly held: number; readonly compared: number },
  limits: typeof driftLimits = driftLimits,
): boolean {
  const missed = figures.found - figures.held
  return missed > limits.count && missed > figures.compared * limits.share
}

/** Tells the operators once of a run that found more than chance explains. */
export async function alarmDrift(
  tx: Tx,
  deps: AlarmDeps,
  given: { readonly runId: string; readonly held: number; readonly at: Date },
): Promise<void> {
  const { runId, held, at } = given
  const report = await driftOf(tx, runId)
  if (!report || !isAlarming({ ...report, held })) return
  await raiseAlarm(tx, deps, {
    alarm: 'drift',
    about: runId,
    detail: `${report.found} of ${report.compared} rows differed between store and platform although no incremental sync had been told of them. The run has brought the store to what the platform has.`,
    adminPath: '/admin/finance/drift',
    dedupeKey: `drift:${runId}`,
    at,
  })
}
