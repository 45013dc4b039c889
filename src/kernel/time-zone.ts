import { dateOf, type LocalDate, localDate } from './local-date.ts'

/** A name of the IANA time zone database that this machine knows, such as `Europe/Berlin`. */
export function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text })
    return true
  } catch {
    return false
  }
}

/** A calendar date and a time of day as a clock on the wall of the zone has them. */
export interface WallClock {
  readonly date: LocalDate
  /** `14:05` */
  readonly time: string
  /** The zone as people of it write it at that time of the year: `CET`, `UTC`, or `GMT+5:30` where there is no short name. */
  readonly zone: string
}

/** @param timeZone a name that `isTimeZone` knows */
export function wallClock(instant: Date, timeZone: string): WallClock {
  if (timeZone === 'UTC') return { date: dateOf(instant), time: instant.toISOString().slice(11, 16), zone: 'UTC' }
  const { inEurope, inAmerica } = formatsOf(timeZone)
  const parts = Object.fromEntries(inEurope.formatToParts(instant).map(({ type, value }) => [type, value]))
  const year = (parts['year'] ?? '').padStart(4, '0')
  return {
    date: localDate(`${year}-${parts['month']}-${parts['day']}`),
    time: `${parts['hour']}:${parts['minute']}`,
    zone: shortName(inEurope, instant) ?? shortName(inAmerica, instant) ?? parts['timeZoneName'] ?? timeZone,
  }
}

interface Formats {
  readonly inEurope: Intl.DateTimeFormat
  readonly inAmerica: Intl.DateTimeFormat
}

// Making a format takes a hundred times as long as using it.
const formats = new Map<string, Formats>()

function formatsOf(timeZone: string): Formats {
  const known = formats.get(timeZone)
  if (known) return known
  const options = {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  } as const
  const made = {
    inEurope: new Intl.DateTimeFormat('en-GB', options),
    inAmerica: new Intl.DateTimeFormat('en-US', options),
  }
  formats.set(timeZone, made)
  return made
}

/** Each language knows the short names of its own part of the world; a difference to GMT is none. */
function shortName(format: Intl.DateTimeFormat, instant: Date): string | undefined {
  const name = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value
  return name === undefined || /^GMT[+-]/.test(name) ? undefined : name
}
