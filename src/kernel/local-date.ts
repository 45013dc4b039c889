import { DomainError } from './domain-error.ts'

/** A calendar date without a time zone, `YYYY-MM-DD`, from the year 1 on: the calendar has no year nought. Dates compare with `<` and `>` as text. */
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

/** The calendar date of an instant in UTC. */
export function dateOf(instant: Date): LocalDate {
  const day = Math.floor(instant.getTime() / msOfDay)
  if (latest?.day !== day) latest = { day, date: localDate(instant.toISOString().slice(0, 10)) }
  return latest.date
}

const msOfDay = 86_400_000
// Every request asks for its day, and nearly always for the one that was asked for before.
let latest: { readonly day: number; readonly date: LocalDate } | undefined

export function addDays(date: LocalDate, days: number): LocalDate {
  const at = new Date(`${date}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return dateOf(at)
}

/** Months later; the day is cut to the last day of the month (31 January + 1 month = 28 or 29 February). */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const first = new Date(Date.UTC(year, month - 1 + months, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  first.setUTCDate(Math.min(day, last))
  return dateOf(first)
}

/** Whole days from the first date to the second; negative when the second is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

export class InvalidDate extends DomainError {
  constructor(text: string) {
    super('invalid-date', `${JSON.stringify(text)} is not a calendar date of the form YYYY-MM-DD`, { text })
  }
}
