import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  addMonths,
  dateOf,
  daysBetween,
  firstDay,
  isLocalDate,
  isWithoutEnd,
  lastDay,
  localDate,
  writtenDate,
} from '../../../src/kernel/local-date.ts'

/** Slow and obvious: a date of the calendar is what comes back when it is read and written again. */
function comesBack(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text && !text.startsWith('0000')
}

const digits = (length: number, most: number) =>
  fc.integer({ min: 0, max: most }).map((number) => String(number).padStart(length, '0'))

describe('dates of the calendar', () => {
  it('are told from other texts as reading and writing them tells', () => {
    const texts = fc.oneof(
      fc.tuple(digits(4, 9999), digits(2, 13), digits(2, 32)).map((parts) => parts.join('-')),
      fc.constantFrom('2000-02-29', '1900-02-29', '2028-02-29', '2027-02-29', '0000-01-01', '2027-12-31', '2027-1-1'),
      fc.string(),
    )
    fc.assert(
      fc.property(texts, (text) => {
        expect(isLocalDate(text)).toBe(comesBack(text))
      }),
      { numRuns: 2000 },
    )
  })
})

const anyDate = fc
  .tuple(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 31 }))
  .map(([year, month, day]) =>
    [String(year).padStart(4, '0'), ...[month, day].map((n) => String(n).padStart(2, '0'))].join('-'),
  )
  .filter(isLocalDate)
const oddDate = fc.constantFrom(
  '0001-01-01',
  '0050-03-31',
  '0099-12-31',
  '1900-02-28',
  '1969-12-31',
  '1970-01-01',
  '2028-02-29',
  '9998-12-31',
  '9999-01-01',
  '9999-12-30',
  '9999-12-31',
)
const date = fc.oneof(anyDate, oddDate).map(localDate)
const steps = fc.oneof(fc.integer({ min: -4_000_000, max: 4_000_000 }), fc.integer({ min: -400, max: 400 }))

/** Slow and obvious: one day at a time, by the table of months. */
function nextDay(text: string): string {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number)
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const most = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0
  const [y, m, d] = day < most ? [year, month, day + 1] : month < 12 ? [year, month + 1, 1] : [year + 1, 1, 1]
  return [String(y).padStart(4, '0'), String(m).padStart(2, '0'), String(d).padStart(2, '0')].join('-')
}

describe('reckoning with any date of the calendar', () => {
  it('is a date of the calendar, moves the right way, and stops at the first and the last day', () => {
    fc.assert(
      fc.property(date, steps, (from, step) => {
        for (const to of [addDays(from, step), addMonths(from, step)]) {
          expect(isLocalDate(to)).toBe(true)
          expect(step < 0 ? to <= from : to >= from).toBe(true)
        }
        const to = addDays(from, step)
        if (to !== firstDay && to !== lastDay) expect(daysBetween(from, to)).toBe(step)
        expect(writtenDate(to)).toMatch(/^\d{1,2} [A-Z][a-z]{2} \d{1,4}$/)
      }),
      { numRuns: 3000 },
    )
  })

  it('a day later is the next line of the calendar', () => {
    fc.assert(
      fc.property(date, (from) => {
        expect(addDays(from, 1)).toBe(from === lastDay ? lastDay : nextDay(from))
        if (from !== lastDay) expect(addDays(localDate(nextDay(from)), -1)).toBe(from)
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    ['0050-01-31', 1, '0050-02-28'],
    ['0099-12-15', 1, '0100-01-15'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2028-02-29', 48, '2032-02-29'],
    ['2026-01-31', 1, '2026-02-28'],
    ['9999-11-30', 1, '9999-12-30'],
    ['9999-12-01', 1, '9999-12-31'],
    ['0001-01-15', -1, '0001-01-01'],
  ])('%s and %i months is %s', (from, months, to) => {
    expect(addMonths(localDate(from), months)).toBe(to)
  })

  it('an instant outside of the calendar has its first or its last day', () => {
    expect(dateOf(new Date('+010000-06-01T00:00:00Z'))).toBe('9999-12-31')
    expect(dateOf(new Date('-000001-06-01T00:00:00Z'))).toBe('0001-01-01')
    expect([isWithoutEnd(lastDay), isWithoutEnd(localDate('9998-12-31'))]).toEqual([true, false])
  })
})
