import { validateDetailed } from 'node-cron'

export { latestDue } from './due-times.ts'

/** Something to be done again and again, with its due times. */
export interface Schedule {
  /** Kept in the database with each due time, so it never changes. */
  readonly name: string
  /** Five fields: minute, hour, day of month, month, day of week; `due-times.ts` says what a change of the clocks does. */
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
  // Nothing of the store is due by the second.
  if (schedule.cron.trim().split(/\s+/).length !== 5) throw new InvalidSchedule(schedule.name, 'give five fields')
  try {
    new Intl.DateTimeFormat('en', { timeZone: schedule.timeZone })
  } catch {
    throw new InvalidSchedule(schedule.name, `${JSON.stringify(schedule.timeZone)} is not a time zone`)
  }
  return Object.freeze(schedule)
}

export class InvalidSchedule extends Error {
  constructor(name: string, reason: string) {
    super(`The schedule ${name} is not valid: ${reason}`)
    this.name = 'InvalidSchedule'
  }
}
