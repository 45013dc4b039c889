import { createTask, validateDetailed } from 'node-cron'

/** When something is to be done, again and again, and what. */
export interface Schedule {
  /** Kept in the database with each due time; the same for ever. */
  readonly name: string
  /** Five fields: minute, hour, day of month, month, day of week. */
  readonly cron: string
  /** IANA name, such as `Europe/Dublin`. */
  readonly timeZone: string
  /** Calls one use case. A process that dies under it does not repeat it before the next due time: enqueue what must not be lost. */
  readonly run: () => Promise<void>
}

/** @throws {InvalidSchedule} when the expression or the time zone cannot be understood */
export function defineSchedule(schedule: Schedule): Schedule {
  const { valid, errors } = validateDetailed(schedule.cron)
  if (!valid)
    throw new InvalidSchedule(schedule.name, errors.map(({ field, message }) => `${field}: ${message}`).join('; '))
  // With seconds, a due time would not be a whole minute, which the search for missed ones steps by.
  if (schedule.cron.trim().split(/\s+/).length !== 5) throw new InvalidSchedule(schedule.name, 'give five fields')
  try {
    new Intl.DateTimeFormat('en', { timeZone: schedule.timeZone })
  } catch {
    throw new InvalidSchedule(schedule.name, `${JSON.stringify(schedule.timeZone)} is not a time zone`)
  }
  return Object.freeze(schedule)
}

const minuteMs = 60_000

/** How far back a missed due time is looked for: a month, and some days, so that a monthly one is found. */
const lookBackMinutes = 40 * 24 * 60

/** The latest due time after `after` and at or before `until`; null when there is none within the last forty days. */
export function latestDue(schedule: Schedule, after: Date, until: Date): Date | null {
  const task = createTask(schedule.cron, () => {}, { timezone: schedule.timeZone })
  try {
    let minute = Math.floor(until.getTime() / minuteMs)
    const first = Math.max(Math.floor(after.getTime() / minuteMs) + 1, minute - lookBackMinutes)
    for (; minute >= first; minute -= 1) {
      const at = new Date(minute * minuteMs)
      if (task.match(at)) return at
    }
    return null
  } finally {
    task.destroy()
  }
}

export class InvalidSchedule extends Error {
  constructor(name: string, reason: string) {
    super(`The schedule ${name} is not valid: ${reason}`)
    this.name = 'InvalidSchedule'
  }
}
