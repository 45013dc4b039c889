import { and, desc, eq, lt, sql } from 'drizzle-orm'
import type { Db, Tx } from '../db/db.ts'
import { scheduleTicks } from '../queue/tables.ts'

/** False when this due time was taken before, by this process or another. */
export async function takeTick(db: Db, tick: { job: string; dueAt: Date; startedAt: Date }): Promise<boolean> {
  const rows = await db.insert(scheduleTicks).values(tick).onConflictDoNothing().returning({ job: scheduleTicks.job })
  return rows.length > 0
}

/** The latest due time that was taken; null before the first. */
export async function lastTick(db: Db, job: string): Promise<Date | null> {
  const [row] = await db
    .select({ dueAt: scheduleTicks.dueAt })
    .from(scheduleTicks)
    .where(eq(scheduleTicks.job, job))
    .orderBy(desc(scheduleTicks.dueAt))
    .limit(1)
  return row?.dueAt ?? null
}

/** Takes away due times from before, but never the latest of a schedule: from it missed ones are counted. */
export async function forgetOldTicks(tx: Tx, before: Date): Promise<void> {
  await tx
    .delete(scheduleTicks)
    .where(
      and(
        lt(scheduleTicks.dueAt, before),
        sql`exists (select 1 from schedule_ticks newer where newer.job = ${scheduleTicks.job} and newer.due_at > ${scheduleTicks.dueAt})`,
      ),
    )
}
