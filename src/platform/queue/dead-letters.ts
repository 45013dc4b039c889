import { sql } from 'drizzle-orm'
import type PgBoss from 'pg-boss'
import { z } from 'zod'
import type { Db, Tx } from '../db/db.ts'
import { jsonObject } from '../http/request/json-object.ts'
import { type JobDefinition, lanes } from './jobs.ts'

export const deadLetterSchema = z.object({
  jobId: z.string(),
  job: z.string(),
  /** The payload holds ids only, never personal data or secrets. */
  payload: jsonObject,
  cause: z.string(),
  attempts: z.number().int(),
  failedAt: z.iso.datetime(),
})
export type DeadLetter = z.infer<typeof deadLetterSchema>

const rowSchema = z.object({
  id: z.string(),
  data: z.object({ job: z.string(), payload: z.record(z.string(), z.unknown()) }),
  output: z.object({ message: z.string() }).nullable().catch(null),
  retry_count: z.number(),
  completed_on: z.coerce.date(),
})

/** Jobs that failed for good, newest first, at most 200. */
export async function deadLetters(db: Db): Promise<DeadLetter[]> {
  const rows = await db.execute(
    sql`select id, data, output, retry_count, completed_on from pgboss.job where state = 'failed' order by completed_on desc limit 200`,
  )
  return rows.map((raw) => {
    const row = rowSchema.parse(raw)
    return {
      jobId: row.id,
      job: row.data.job,
      payload: row.data.payload,
      cause: row.output?.message ?? 'no cause was recorded',
      attempts: row.retry_count + 1,
      failedAt: row.completed_on.toISOString(),
    }
  })
}

/** Puts a dead letter back on the queue; false when there is none of that id. May run twice. */
export async function replayDeadLetter(db: Db, boss: PgBoss, jobId: string): Promise<boolean> {
  for (const lane of lanes) {
    const found = await db.execute(
      sql`select 1 from pgboss.job where id = ${jobId}::uuid and name = ${lane} and state = 'failed'`,
    )
    if (found.length === 0) continue
    await boss.retry(lane, jobId)
    await db.execute(sql`update pgboss.job set start_after = now() where id = ${jobId}::uuid and state = 'retry'`)
    return true
  }
  return false
}

/** How much waits, runs and has failed, for the health page and the metrics. */
export async function queueDepth(db: Db): Promise<{ waiting: number; running: number; dead: number }> {
  const [row] = await db.execute(sql`select
    count(*) filter (where state in ('created', 'retry'))::int as waiting,
    count(*) filter (where state = 'active')::int as running,
    count(*) filter (where state = 'failed')::int as dead from pgboss.job`)
  return z.object({ waiting: z.number(), running: z.number(), dead: z.number() }).parse(row)
}

/**
 * How the work on these things stands, by their id in the payload: `waits` while a job is there to be run, `dead` where the
 * jobs that are left failed for good, `done` where none did. What is missing has no job any more.
 */
export async function workOn(
  tx: Db | Tx,
  job: Pick<JobDefinition<object>, 'name' | 'lane'>,
  { field, ids }: { readonly field: string; readonly ids: readonly string[] },
): Promise<Map<string, 'waits' | 'dead' | 'done'>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.execute<{ id: string; waits: boolean; dead: boolean }>(sql`
    select data -> 'payload' ->> ${field}::text as id, bool_or(state in ('created', 'retry', 'active')) as waits,
      bool_or(state = 'failed') as dead
    from pgboss.job
    where name = ${job.lane} and data ->> 'job' = ${job.name}
      and data -> 'payload' ->> ${field}::text in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))
    group by 1`)
  return new Map(rows.map(({ id, waits, dead }) => [id, waits ? 'waits' : dead ? 'dead' : 'done']))
}
