import { and, asc, eq, gt, type SQL, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { keyText, missingFrom, removeWhere } from '../../../platform/db/mirror-publish.ts'
import { type MirrorShape, quoted } from '../../../platform/db/mirror-table.ts'
import { mirrors } from './sync-mirrors.ts'
import { heldRemovals } from './tables.ts'

export type HeldRemoval = typeof heldRemovals.$inferSelect

/** A full run looks at everything afresh, so what earlier ones held and nobody decided is forgotten. */
export async function supersedeHeld(tx: Tx): Promise<void> {
  await tx.delete(heldRemovals).where(eq(heldRemovals.state, 'held'))
}

/** What this run has read is there after all, and must not be removed by somebody who decides later. */
export async function forgetReappeared(tx: Tx, kind: string, shape: MirrorShape): Promise<void> {
  await tx.execute(sql`delete from held_removals h using ${sql.raw(quoted(shape.staged))} s
    where h.kind = ${kind} and h.state = 'held' and h.key = ${keyText(shape, 's')}`)
}

/** Notes the rows that a run missed and did not remove. How many they are. */
export async function holdMissing(
  tx: Tx,
  held: {
    readonly runId: string
    readonly kind: string
    readonly shape: MirrorShape
    readonly keep: SQL
    readonly groups: readonly string[]
  },
): Promise<number> {
  const { runId, kind, shape } = held
  const done = await tx.execute(sql`insert into held_removals (run_id, kind, key, label, state)
    select ${runId}, ${kind}, ${keyText(shape, 'm')}, m.${sql.raw(quoted(shape.label))}, 'held'
    from ${missingFrom(shape, held.keep, held.groups)}
    on conflict do nothing`)
  return done.count
}

/** Removes what a run held, as far as it is still there. Answers how many rows went, by kind. */
export async function removeHeld(tx: Tx, runId: string, at: Date): Promise<Record<string, number>> {
  const removed: Record<string, number> = {}
  for (const { kind, shape } of mirrors) {
    const count = await removeWhere(
      tx,
      shape,
      sql`${keyText(shape, 'm')} in (select h.key from held_removals h
        where h.run_id = ${runId} and h.kind = ${kind} and h.state = 'held')`,
      at,
    )
    if (count > 0) removed[kind] = count
  }
  return removed
}

export async function decideHeld(
  tx: Tx,
  decision: { readonly runId: string; readonly state: 'applied' | 'rejected'; readonly by: string; readonly at: Date },
): Promise<number> {
  const rows = await tx
    .update(heldRemovals)
    .set({ state: decision.state, decidedBy: decision.by, decidedAt: decision.at })
    .where(and(eq(heldRemovals.runId, decision.runId), eq(heldRemovals.state, 'held')))
  return rows.count
}

/** A page of what a run held, by kind and key. */
export async function heldOf(
  tx: Db | Tx,
  runId: string,
  page: { readonly after: readonly [kind: string, key: string] | undefined; readonly limit: number },
): Promise<HeldRemoval[]> {
  const { after, limit } = page
  return tx
    .select()
    .from(heldRemovals)
    .where(
      and(
        eq(heldRemovals.runId, runId),
        after && gt(sql`(${heldRemovals.kind}, ${heldRemovals.key})`, sql`(${after[0]}, ${after[1]})`),
      ),
    )
    .orderBy(asc(heldRemovals.kind), asc(heldRemovals.key))
    .limit(limit)
}

export interface HeldCount {
  readonly kind: string
  readonly state: HeldRemoval['state']
  readonly count: number
}

export async function heldCounts(tx: Db | Tx, runId: string): Promise<HeldCount[]> {
  return tx
    .select({ kind: heldRemovals.kind, state: heldRemovals.state, count: sql<number>`count(*)::int` })
    .from(heldRemovals)
    .where(eq(heldRemovals.runId, runId))
    .groupBy(heldRemovals.kind, heldRemovals.state)
    .orderBy(heldRemovals.kind)
}
