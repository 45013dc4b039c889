/**
 * A day's time as the clocks of a zone show it, kept as the instant at which clocks of UTC show the same. Two instants
 * can show one time (clocks go back), and a time can be shown by none (clocks go forward).
 */
export type ShownTime = number

const dayMs = 24 * 3_600_000

const formats = new Map<string, Intl.DateTimeFormat>()

/** What the clocks of a zone show at an instant, in milliseconds. */
export function shownAt(instant: number, timeZone: string): ShownTime {
  let format = formats.get(timeZone)
  if (format === undefined) {
    const fields = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const
    const options = { ...fields, second: '2-digit', hourCycle: 'h23', timeZone } as const
    format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', options)
    formats.set(timeZone, format)
  }
  const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  const ms = ((instant % 1000) + 1000) % 1000
  return Date.UTC(year, month - 1, day, hour, minute, second) + ms
}

/** How far the clocks of a zone are before UTC at an instant. */
function offsetAt(instant: number, timeZone: string): number {
  return shownAt(instant, timeZone) - instant
}

/** One step of a zone's clocks, or none, about a day: from one offset to another. */
export interface ClocksOfDay {
  readonly before: number
  readonly after: number
}

/** The offsets before and after a day. No zone has changed twice within two days since clocks follow UTC. */
export function clocksAbout(day: ShownTime, timeZone: string): ClocksOfDay {
  return { before: offsetAt(day - dayMs, timeZone), after: offsetAt(day + 2 * dayMs, timeZone) }
}

/** The instants at which the clocks show a time: one, two in order, or none. */
export function instantsShowing(time: ShownTime, { before, after }: ClocksOfDay, timeZone: string): number[] {
  if (before === after) return [time - before]
  return [...new Set([time - Math.max(before, after), time - Math.min(before, after)])].filter(
    (instant) => shownAt(instant, timeZone) === time,
  )
}

/**
 * The instant at which the clocks of a day go over a time that they never show, in whole seconds: the first after it, or,
 * where that is another day already, the minute before. Null when the zone leaves out the whole day.
 */
export function instantOver(time: ShownTime, { before, after }: ClocksOfDay, timeZone: string): number | null {
  let [low, high] = [time - after, time - before]
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000
    if (shownAt(middle, timeZone) > time) high = middle
    else low = middle
  }
  const isSameDay = (instant: number) => Math.floor(shownAt(instant, timeZone) / dayMs) === Math.floor(time / dayMs)
  return [high, high - 60_000].find(isSameDay) ?? null
}
