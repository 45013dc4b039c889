import { DomainError } from './domain-error.ts'

/** A calendar date without a time zone, `YYYY-MM-DD`, from the year 1 through 9999: the calendar has no year 0. Dates compare with `<` and `>` as text. */
export type LocalDate = string & { readonly localDate: unique symbol }

const shape = /^(\d{4})-(\d{2})-(\d{2})$/

export function isLocalDate(text: string): text is LocalDate {
  const match = shape.exec(text)
  if (!match) return false
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  return year > 0 && day > 0 && day <= daysIn(year, month)
}

const daysOfMonths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

// By table, not by `Date`: a sync checks millions of dates.
function daysIn(year: number, month: number): number {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return (daysOfMonths[month - 1] ?? 0) + (leap ? 1 : 0)
}

/** @throws {InvalidDate} when the text is not a date of the calendar */
export function localDate(text: string): LocalDate {
  if (!isLocalDate(text)) throw new InvalidDate(text)
  return text
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** As people are shown it: `30 Nov 2026`. By table, not by `Date`: each right of an account has such a sentence. */
export function writtenDate(date: LocalDate): string {
  const [year = '', month = '', day = ''] = date.split('-')
  return `${Number(day)} ${months[Number(month) - 1]} ${Number(year)}`
}

/** The first and the last day that a date can name. Arithmetic stops at them: a partner may send either. */
export const firstDay = '0001-01-01' as LocalDate
export const lastDay = '9999-12-31' as LocalDate

/** Whether a last good day means that there is none: platforms write "no end" as a day of the last year. */
export function isWithoutEnd(date: LocalDate): boolean {
  return date >= '9999-01-01'
}

/** The calendar date of an instant in UTC. */
export function dateOf(instant: Date): LocalDate {
  const day = Math.floor(instant.getTime() / msOfDay)
  if (latest?.day !== day) latest = { day, date: dateOfDay(day) }
  return latest.date
}

/** Of a number of days since 1 January 1970. */
function dateOfDay(day: number): LocalDate {
  if (day >= dayOf(lastDay)) return lastDay
  if (day <= dayOf(firstDay)) return firstDay
  return localDate(new Date(day * msOfDay).toISOString().slice(0, 10))
}

function dayOf(date: LocalDate): number {
  return Date.parse(`${date}T00:00:00Z`) / msOfDay
}

const msOfDay = 86_400_000
// Every request asks for its day, and nearly always for the one that was asked for before.
let latest: { readonly day: number; readonly date: LocalDate } | undefined

/** Days later, or earlier; beyond the calendar it is its first or its last day. */
export function addDays(date: LocalDate, days: number): LocalDate {
  return dateOfDay(dayOf(date) + days)
}

/**
 * Months later; the day is cut to the last day of the month (31 January + 1 month = 28 or 29 February). Beyond the
 * calendar it is its first or its last day.
 */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const at = year * 12 + month - 1 + months
  const [toYear, toMonth] = [Math.floor(at / 12), (((at % 12) + 12) % 12) + 1]
  if (toYear > 9999) return lastDay
  if (toYear < 1) return firstDay
  const two = (number: number) => String(number).padStart(2, '0')
  return localDate(`${String(toYear).padStart(4, '0')}-${two(toMonth)}-${two(Math.min(day, daysIn(toYear, toMonth)))}`)
}

/** Whole days from the first date to the second; negative when the second is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return dayOf(to) - dayOf(from)
}

export class InvalidDate extends DomainError {
  constructor(text: string) {
    super('invalid-date', `${JSON.stringify(text)} is not a calendar date of the form YYYY-MM-DD`, { text })
  }
}
