import { schedule as startTask } from 'node-cron'
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
 * Runs each schedule at its due times, in one process of all that share the database: a due time belongs to whoever
 * inserts it. Due times that passed while no process ran are caught up once, by the latest of them.
 */
export async function startSchedules(deps: ScheduleDeps, schedules: readonly Schedule[]): Promise<Schedules> {
  const running = new Set<Promise<unknown>>()
  const track = (work: Promise<unknown>): void => {
    running.add(work)
    void work.finally(() => running.delete(work))
  }
  const tasks = schedules.map((schedule) => {
    const tick = ({ date }: { readonly date: Date }) => track(runTick(deps, schedule, date))
    const task = startTask(schedule.cron, tick, {
      name: schedule.name,
      timezone: schedule.timeZone,
      logger: quiet(deps.log, schedule.name),
    })
    // Heard once for each due time that a sleeping machine or a held-up process let pass; they are caught up by one run.
    task.on('execution:missed', () => track(catchUp(deps, schedule)))
    return task
  })
  for (const schedule of schedules) track(catchUp(deps, schedule))
  return {
    stop: async () => {
      await Promise.all(tasks.map((task) => task.destroy()))
      await Promise.allSettled(running)
    },
  }
}

/** Runs the latest due time that passed while no process ran. True when there was one and this process took it. */
export async function catchUp(deps: ScheduleDeps, schedule: Schedule): Promise<boolean> {
  const now = deps.clock.now()
  try {
    const last = await lastTick(deps.db, schedule.name)
    const due = latestDue(schedule, last ?? new Date(0), now)
    if (due === null) return false
    if (last !== null) return await runTick(deps, schedule, due)
    // A schedule that this database never saw has missed nothing; missed due times are counted from here.
    await takeTick(deps.db, { job: schedule.name, dueAt: due, startedAt: now })
    return false
  } catch (error) {
    deps.log.error({ schedule: schedule.name, err: error }, 'missed due times could not be looked up')
    return false
  }
}

/** Runs one due time unless somebody took it before. True when this process took it. Failures are logged, not thrown. */
export async function runTick(deps: ScheduleDeps, schedule: Schedule, date: Date): Promise<boolean> {
  const { db, clock, log } = deps
  // Every process must write the same due time.
  const dueAt = new Date(Math.floor(date.getTime() / 1000) * 1000)
  try {
    if (!(await takeTick(db, { job: schedule.name, dueAt, startedAt: clock.now() }))) return false
    await schedule.run()
    log.info({ schedule: schedule.name, dueAt }, 'schedule ran')
  } catch (error) {
    log.error({ schedule: schedule.name, dueAt, err: error }, 'schedule failed; it runs again at its next due time')
  }
  return true
}

function quiet(log: Log, schedule: string) {
  const at = (level: 'debug' | 'warn' | 'error') => (message: string | Error) =>
    log[level]({ schedule }, String(message))
  return { info: at('debug'), debug: at('debug'), warn: at('warn'), error: at('error') }
}
