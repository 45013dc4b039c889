import { setMaxListeners } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '../../kernel/clock.ts'
import type { Db } from '../db/db.ts'
import type { Log } from '../log/log.ts'
import { latestDue, type Schedule } from './schedule.ts'
import { lastTick, takeTick } from './ticks.ts'

export interface ScheduleDeps {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
}

export interface Schedules {
  /** Starts nothing more and lets what runs end. */
  stop(): Promise<void>
}

/**
 * Runs each schedule at its due times, in one process of all that share the database: a due time belongs to the process
 * that inserts it. Due times that passed while no process ran, or while the machine slept or the database was away, are
 * caught up once, by the latest of them.
 */
export async function startSchedules(deps: ScheduleDeps, schedules: readonly Schedule[]): Promise<Schedules> {
  const stopping = new AbortController()
  // Each schedule waits at the signal; from eleven on Node.js would warn of a leak that is none.
  setMaxListeners(Math.max(10, schedules.length), stopping.signal)
  const running = new Set<Promise<unknown>>()
  const track = (work: Promise<unknown>): void => {
    running.add(work)
    void work.finally(() => running.delete(work))
  }
  for (const schedule of schedules) track(keepLooking(deps, schedule, { track, signal: stopping.signal }))
  return {
    stop: async () => {
      stopping.abort()
      // What is looked up at this moment may begin one run more.
      while (running.size > 0) await Promise.allSettled(running)
    },
  }
}

/**
 * Looks at each full minute for a due time since the last look. The library's own timers are not used: they know no change
 * of the clocks, and node-cron/node-cron#509 tells of timers that stop for good at one.
 */
async function keepLooking(
  deps: ScheduleDeps,
  schedule: Schedule,
  { track, signal }: { readonly track: (work: Promise<unknown>) => void; readonly signal: AbortSignal },
): Promise<void> {
  let lookedAt: Date | null = null
  while (!signal.aborted) {
    const now = deps.clock.now()
    try {
      const due: Date | null =
        lookedAt === null ? await missed(deps, schedule, now) : latestDue(schedule, lookedAt, now)
      if (due !== null && (await take(deps, schedule, due))) track(run(deps, schedule, due))
      lookedAt = now
    } catch (error) {
      // The due time is looked for again from the last look that went well.
      deps.log.error({ schedule: schedule.name, err: error }, 'due times could not be looked up')
    }
    const stepMs = bySeconds(schedule) ? 1000 : 60_000
    const waitMs = stepMs - (deps.clock.now().getTime() % stepMs)
    await pause(waitMs, undefined, { signal }).catch(() => undefined)
  }
}

function bySeconds({ cron }: Schedule): boolean {
  return cron.trim().split(/\s+/).length > 5
}

/** Runs the latest due time that passed while no process ran. True when there was one and this process took it. */
export async function catchUp(deps: ScheduleDeps, schedule: Schedule): Promise<boolean> {
  try {
    const due = await missed(deps, schedule, deps.clock.now())
    return due !== null && (await runTick(deps, schedule, due))
  } catch (error) {
    deps.log.error({ schedule: schedule.name, err: error }, 'missed due times could not be looked up')
    return false
  }
}

async function missed({ db }: ScheduleDeps, schedule: Schedule, now: Date): Promise<Date | null> {
  const last = await lastTick(db, schedule.name)
  const due = latestDue(schedule, last ?? new Date(0), now)
  if (due === null || last !== null) return due
  // A schedule that this database never saw has missed nothing; missed due times are counted from here.
  await takeTick(db, { job: schedule.name, dueAt: due, startedAt: now })
  return null
}

/**
 * Runs one due time unless it was taken before. True when this process took it. A run that fails is logged, not thrown.
 * @throws when the database cannot be asked; nothing has run then
 */
export async function runTick(deps: ScheduleDeps, schedule: Schedule, date: Date): Promise<boolean> {
  if (!(await take(deps, schedule, date))) return false
  await run(deps, schedule, date)
  return true
}

async function take({ db, clock }: ScheduleDeps, schedule: Schedule, date: Date): Promise<boolean> {
  return takeTick(db, { job: schedule.name, dueAt: wholeSeconds(date), startedAt: clock.now() })
}

async function run({ log }: ScheduleDeps, schedule: Schedule, date: Date): Promise<void> {
  const told = { schedule: schedule.name, dueAt: wholeSeconds(date) }
  try {
    await schedule.run()
    log.info(told, 'schedule ran')
  } catch (error) {
    log.error({ ...told, err: error }, 'schedule failed; it runs again at its next due time')
  }
}

/** Every process must write the same due time. */
function wholeSeconds(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000)
}
