import { setMaxListeners } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { eq, lt, notInArray, sql } from 'drizzle-orm'
import type PgBoss from 'pg-boss'
import { z } from 'zod'
import type { Clock } from '../../kernel/clock.ts'
import { cutText } from '../../kernel/cut-text.ts'
import { newId } from '../../kernel/ids.ts'
import { PartnerFailure } from '../../kernel/partner-failure.ts'
import type { Db } from '../db/db.ts'
import type { Log } from '../log/log.ts'
import { type JobDefinition, type Lane, lanes } from './jobs.ts'
import { queueClaims, queueWorkers } from './tables.ts'

export interface JobHandler {
  readonly job: JobDefinition<object>
  readonly run: (payload: object, stopping: AbortSignal) => Promise<void>
  /** Says of what the job was about that it is not tried again, before it becomes a dead letter. May run twice. */
  readonly givenUp?: (payload: object, cause: string) => Promise<void>
}

/**
 * Binds what to do to a job; the payload is parsed before the function sees it. Long work looks at `stopping` wherever it
 * may let go, and throws: the job goes back to the queue as it was, and that is no failure.
 */
export function handle<Payload extends object>(
  job: JobDefinition<Payload>,
  run: (payload: Payload, stopping: AbortSignal) => Promise<void>,
  { givenUp }: { readonly givenUp?: (payload: Payload, cause: string) => Promise<void> } = {},
): JobHandler {
  return {
    job,
    run: async (payload, stopping) => run(job.payload.parse(payload), stopping),
    ...(givenUp ? { givenUp: async (payload, cause) => givenUp(job.payload.parse(payload), cause) } : {}),
  }
}

export interface Worker {
  start(): void
  /**
   * Tells the running jobs to let go, and waits for them at most five seconds. What did not end goes back to the queue and
   * is run again by the next worker.
   */
  stop(): Promise<void>
  /** Works everything that is due, and what that enqueues, until nothing is left. For tests and commands. */
  drain(options?: { readonly includeDelayed?: boolean }): Promise<number>
}

export interface WorkerOptions {
  readonly boss: PgBoss
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly handlers: readonly JobHandler[]
  /** A worker that was not seen for so long is dead, and its jobs go back to the queue. */
  readonly lostAfterSeconds: number
}

const slots: Record<Lane, number> = { short: 6, long: 1 }
const pollMs = 300
const stopWithinMs = 5_000
const envelope = z.object({ job: z.string(), payload: z.record(z.string(), z.unknown()) })

interface Claimed {
  readonly id: string
  readonly data: object
  readonly retryCount: number
  readonly retryLimit: number
}

/**
 * Takes jobs from pg-boss and runs their handlers. Our own loop instead of `boss.work`, because that one completes a
 * batch as a whole, has no way to drain, and returns the jobs of a killed process only when they expire.
 */
export function createWorker({ boss, db, clock, log, handlers, lostAfterSeconds }: WorkerOptions): Worker {
  const workerId = newId('wrk')
  const byName = new Map(handlers.map((handler) => [handler.job.name, handler]))
  const running = new Map<string, Promise<void>>()
  const stopped = new AbortController()
  // A nap that a job ends early sleeps on beside the next one; with short jobs more than ten do, which Node warns of.
  setMaxListeners(0, stopped.signal)
  let loops: Promise<void>[] = []
  let gone = false

  async function claim(lane: Lane, count: number, includeDelayed: boolean): Promise<Claimed[]> {
    const jobs = await boss.fetch<object>(lane, {
      batchSize: count,
      includeMetadata: true,
      ignoreStartAfter: includeDelayed,
    })
    if (jobs.length > 0)
      await db
        .insert(queueClaims)
        .values(jobs.map(({ id }) => ({ jobId: id, queue: lane, workerId })))
        .onConflictDoUpdate({ target: queueClaims.jobId, set: { workerId } })
    return jobs
  }

  async function work(lane: Lane, claimed: Claimed): Promise<void> {
    const parsed = envelope.safeParse(claimed.data)
    const name = parsed.success ? parsed.data.job : 'unknown'
    try {
      const handler = byName.get(name)
      if (!parsed.success || !handler) throw new Error(`no handler for job ${JSON.stringify(name)}`)
      await handler.run(parsed.data.payload, stopped.signal)
      if (gone) return
      await boss.complete(lane, claimed.id)
    } catch (error) {
      if (stopped.signal.aborted) {
        // Whatever it met, nobody can tell it from the stopping; what is broken fails again at the next try.
        log.info({ job: name, jobId: claimed.id }, 'job was stopped and goes back to the queue')
        return
      }
      // What a partner refused for good will not get better by itself: it waits for a person at once.
      const refused = error instanceof PartnerFailure && error.judgement === 'final'
      if (refused) await db.execute(sql`update pgboss.job set retry_limit = retry_count where id = ${claimed.id}::uuid`)
      const last = refused || claimed.retryCount >= claimed.retryLimit
      const level = last ? 'error' : 'warn'
      log[level](
        { job: name, jobId: claimed.id, attempt: claimed.retryCount + 1, err: error },
        last ? 'job is a dead letter' : 'job failed, will be tried again',
      )
      if (last && parsed.success) await giveUp(parsed.data, error)
      await boss.fail(lane, claimed.id, causeOf(error))
    } finally {
      // What a stopping worker has is given back as a whole.
      if (!stopped.signal.aborted) await db.delete(queueClaims).where(eq(queueClaims.jobId, claimed.id))
    }
  }

  // What cannot be noted now must not keep the job from becoming a dead letter, where people look for it.
  async function giveUp({ job, payload }: z.infer<typeof envelope>, error: unknown): Promise<void> {
    const cause = error instanceof Error ? cutText(error.message, 2000) : 'unknown failure'
    await byName
      .get(job)
      ?.givenUp?.(payload, cause)
      .catch((failure: unknown) => void complain(log, failure))
  }

  /** Ends early, and without a word, when the worker stops. */
  async function nap(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: stopped.signal }).catch(() => {})
  }

  async function loop(lane: Lane): Promise<void> {
    while (!stopped.signal.aborted) {
      const mine = [...running.keys()].filter((key) => key.startsWith(`${lane}:`))
      const free = slots[lane] - mine.length
      const jobs = free > 0 ? await claim(lane, free, false).catch((error) => complain(log, error)) : []
      if (stopped.signal.aborted) return
      for (const job of jobs) {
        const key = `${lane}:${job.id}`
        const done = work(lane, job)
          .catch((error) => void complain(log, error))
          .finally(() => running.delete(key))
        running.set(key, done)
      }
      if (jobs.length < free) await nap(pollMs)
      else if (free === 0) await Promise.race([...mine.map((key) => running.get(key)), nap(pollMs)])
    }
  }

  async function beat(): Promise<void> {
    while (!stopped.signal.aborted) {
      await heartbeat().catch((error) => complain(log, error))
      await nap((lostAfterSeconds * 1000) / 4)
    }
  }

  async function heartbeat(): Promise<void> {
    const seenAt = clock.now()
    await db
      .insert(queueWorkers)
      .values({ workerId, seenAt })
      .onConflictDoUpdate({ target: queueWorkers.workerId, set: { seenAt } })
    await returnLostJobs(db, new Date(seenAt.getTime() - lostAfterSeconds * 1000), lostAfterSeconds)
  }

  return {
    start: () => {
      loops = [...lanes.map(loop), beat()]
    },
    stop: async () => {
      stopped.abort(new WorkStopped())
      await Promise.race([
        Promise.allSettled([...loops, ...running.values()]),
        pause(stopWithinMs, undefined, { ref: false }),
      ])
      // Its jobs may be another worker's from here on.
      gone = true
      await db.delete(queueWorkers).where(eq(queueWorkers.workerId, workerId))
      await returnLostJobs(db, new Date(clock.now().getTime() - lostAfterSeconds * 1000), lostAfterSeconds)
    },
    drain: async ({ includeDelayed = false } = {}) => {
      let count = 0
      await db.insert(queueWorkers).values({ workerId, seenAt: clock.now() }).onConflictDoNothing()
      for (;;) {
        const batch: Promise<void>[] = []
        for (const lane of lanes)
          for (const job of await claim(lane, slots[lane], includeDelayed)) batch.push(work(lane, job))
        if (batch.length === 0) return count
        await Promise.all(batch)
        count += batch.length
      }
    },
  }
}

/** Why a job that was told to stop ends early. */
class WorkStopped extends Error {
  constructor() {
    super('The worker stops; the job is run again by the next one.')
    this.name = 'WorkStopped'
  }
}

async function returnLostJobs(db: Db, seenBefore: Date, lostAfterSeconds: number): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.delete(queueWorkers).where(lt(queueWorkers.seenAt, seenBefore))
    const lost = await tx
      .delete(queueClaims)
      .where(notInArray(queueClaims.workerId, tx.select({ id: queueWorkers.workerId }).from(queueWorkers)))
      .returning({ jobId: queueClaims.jobId, queue: queueClaims.queue })
    // A worker that died between taking a job and noting it left an active job that nobody claims.
    await tx.execute(sql`update pgboss.job set state = 'retry', started_on = null, start_after = now()
      where state = 'active' and name in ('short', 'long')
        and started_on < now() - ${lostAfterSeconds}::float * interval '1 second'
        and not exists (select 1 from queue_claims where job_id = id)`)
    if (lost.length === 0) return
    const ids = sql.join(
      lost.map(({ jobId }) => sql`${jobId}::uuid`),
      sql`, `,
    )
    await tx.execute(
      sql`update pgboss.job set state = 'retry', started_on = null, start_after = now() where state = 'active' and id in (${ids})`,
    )
  })
}

function complain(log: Log, error: unknown): [] {
  log.error({ err: error }, 'the queue could not be read')
  return []
}

/** What is kept of a failure for the dead-letter page: kind and sentence, no payload, no stack. */
function causeOf(error: unknown): object {
  if (error instanceof PartnerFailure)
    return { message: error.message, partner: error.partner, judgement: error.judgement }
  return { message: error instanceof Error ? cutText(error.message, 2000) : 'unknown failure' }
}
