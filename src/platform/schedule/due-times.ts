import { createTask, parse } from 'node-cron'
import { type ClocksOfDay, clocksAbout, instantOver, instantsShowing, type ShownTime, shownAt } from './zone-time.ts'

/** An expression with the zone whose clocks it means. */
export interface DueTimes {
  readonly cron: string
  readonly timeZone: string
}

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/** How far back a missed due time is looked for: a month, and some days, so that a monthly one is found. */
const lookBackMs = 40 * dayMs

/**
 * The latest due time after `after` and at or before `until`; null when there is none within the last forty days.
 *
 * An expression that names hours is due by the clocks on the wall: once for each time of each day that it names. A time
 * that comes twice is due when it comes first; one that the clocks leave out is due when they go over it, and all that one
 * step leaves out are due once. An expression for every hour is due whenever the clocks show its minutes, so that its
 * spacing stays. A day that a zone leaves out altogether is no day.
 */
export function latestDue(times: DueTimes, after: Date, until: Date): Date | null {
  const { timeZone } = times
  const [from, to] = [Math.max(after.getTime(), until.getTime() - lookBackMs), until.getTime()]
  const isDueDay = dueDaysOf(times.cron)
  try {
    const timesOfDay = timesOfDayIn(times.cron)
    const firstDay = dayOf(shownAt(from, timeZone)) - dayMs
    let latest: number | null = null
    for (let day = dayOf(shownAt(to, timeZone)) + dayMs; day >= firstDay; day -= dayMs) {
      const found = isDueDay(day) ? latestOfDay({ day, timeZone, ...timesOfDay }, to) : null
      // Clocks that go back over midnight let a day go on after the next has begun: one day more is looked at.
      if (latest !== null) return within(Math.max(latest, found ?? latest), from)
      latest = found
    }
    return latest === null ? null : within(latest, from)
  } finally {
    isDueDay.end()
  }
}

function within(due: number, from: number): Date | null {
  return due > from ? new Date(due) : null
}

interface TimesOfDay {
  /** In milliseconds since the day's midnight, in order. */
  readonly offsets: readonly number[]
  readonly everyHour: boolean
}

function timesOfDayIn(cron: string): TimesOfDay {
  const { second, minute, hour } = parse(cron)
  const offsets = hour.flatMap((h) => minute.flatMap((m) => second.map((s) => ((h * 60 + m) * 60 + s) * 1000)))
  return { offsets: offsets.sort((a, b) => a - b), everyHour: new Set(hour).size === 24 }
}

function latestOfDay(
  day: TimesOfDay & { readonly day: ShownTime; readonly timeZone: string },
  to: number,
): number | null {
  const clocks = clocksAbout(day.day, day.timeZone)
  if (clocks.before === clocks.after) {
    const last = day.offsets.findLast((offset) => day.day + offset - clocks.before <= to)
    return last === undefined ? null : day.day + last - clocks.before
  }
  const instants = day.offsets.flatMap((offset) => dueAt(day.day + offset, clocks, day))
  return instants.reduce<number | null>(
    (latest, each) => (each <= to && each > (latest ?? Number.NEGATIVE_INFINITY) ? each : latest),
    null,
  )
}

function dueAt(
  time: ShownTime,
  clocks: ClocksOfDay,
  { timeZone, everyHour }: { readonly timeZone: string; readonly everyHour: boolean },
): readonly number[] {
  const instants = instantsShowing(time, clocks, timeZone)
  if (everyHour) return instants
  const [first] = instants
  if (first !== undefined) return [first]
  const over = instantOver(time, clocks, timeZone)
  return over === null ? [] : [over]
}

/** Whether the expression names a day. To be ended after use, because the library keeps what it made until then. */
function dueDaysOf(cron: string): ((day: ShownTime) => boolean) & { readonly end: () => void } {
  // Asked in UTC, where every time of every day comes once.
  const task = createTask(cron, () => {}, { timezone: 'UTC' })
  const [first = 0] = timesOfDayIn(cron).offsets
  return Object.assign((day: ShownTime) => task.match(new Date(day + first)), { end: () => void task.destroy() })
}

function dayOf(time: ShownTime): ShownTime {
  return Math.floor(time / dayMs) * dayMs
}
