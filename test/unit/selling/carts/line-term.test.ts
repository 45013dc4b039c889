import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  coTermSuggestions,
  coTermTo,
  endsAsChosen,
  fullTerm,
  priceOfTerm,
  startOf,
  termColumns,
} from '../../../../src/domains/selling/carts/line-term.ts'
import { addDays, addMonths, daysBetween, localDate } from '../../../../src/kernel/local-date.ts'
import { money } from '../../../../src/kernel/money.ts'

const day = localDate

describe('where a term begins', () => {
  it.each([
    ['nothing to continue', null, '2026-06-15'],
    ['what ends later', '2026-09-30', '2026-10-01'],
    ['what ends today', '2026-06-15', '2026-06-16'],
    ['what ended yesterday: no day is paid for that is gone', '2026-06-14', '2026-06-15'],
    ['what ends on the day before a leap day', '2028-02-28', '2028-02-29'],
  ])('%s', (_, goodThrough, expected) => {
    expect(startOf({ today: day('2026-06-15'), goodThrough: goodThrough === null ? null : day(goodThrough) })).toBe(
      expected,
    )
  })
})

describe('a term that ends on a chosen day', () => {
  // Start, months, chosen day, whole terms, days beyond, days of their term.
  it.each([
    ['one whole year', '2026-06-15', 12, '2027-06-14', 1, 0, 0],
    ['a year less one day', '2026-06-15', 12, '2027-06-13', 0, 364, 365],
    ['one day', '2026-06-15', 12, '2026-06-15', 0, 1, 365],
    ['a year and a day', '2026-06-15', 12, '2027-06-15', 1, 1, 366],
    ['the 29th of February counts', '2027-07-01', 12, '2028-06-29', 0, 365, 366],
    ['from a leap day, a year', '2028-02-29', 12, '2029-02-27', 1, 0, 0],
    ['from a leap day to the next', '2028-02-29', 12, '2032-02-28', 4, 0, 0],
    ['months are as long as they are', '2026-02-01', 1, '2026-03-10', 1, 10, 31],
    ['from the 31st', '2026-01-31', 1, '2026-03-30', 2, 0, 0],
  ])('%s', (_, start, months, through, wholeTerms, daysUsed, daysInTerm) => {
    expect(coTermTo(day(start), months, day(through))).toEqual({
      startDate: start,
      through,
      wholeTerms,
      daysUsed,
      daysInTerm,
      coTerm: true,
    })
  })

  it('is none when it would end before it begins', () => {
    expect(coTermTo(day('2026-06-15'), 12, day('2026-06-14'))).toBeNull()
  })
})

describe('what a term costs', () => {
  it.each([
    // 89.00 a year, 184 of 365 days: 44.865..., half up to 44.87.
    ['the share of the days', 8_900, 1, '2027-01-01', '2027-07-03', 4_487],
    ['all pieces together before rounding', 8_900, 3, '2027-01-01', '2027-07-03', 13_460],
    ['a whole term as it is listed', 8_900, 3, '2027-01-01', '2027-12-31', 26_700],
    ['a leap year by its 366 days', 36_600, 1, '2028-01-01', '2028-01-10', 1_000],
    ['half a unit is the seller’s', 1, 1, '2028-01-01', '2028-07-01', 1],
    ['nothing costs nothing', 0, 5, '2027-01-01', '2027-07-03', 0],
  ])('%s', (_, unitMinor, quantity, start, through, expected) => {
    const term = coTermTo(day(start), 12, day(through))
    expect(term && priceOfTerm(money(unitMinor, 'EUR'), quantity, term)).toEqual(money(expected, 'EUR'))
  })
})

const anyDay = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays(day('2000-01-01'), days))
const anyMonths = fc.constantFrom(1, 3, 6, 12, 24, 36)

describe('for any start, length and end', () => {
  it('whole terms and days together are the days from start to end, both good', () => {
    fc.assert(
      fc.property(anyDay, anyMonths, fc.integer({ min: 0, max: 2_500 }), (start, months, days) => {
        const through = addDays(start, days)
        const term = coTermTo(start, months, through)
        if (!term) throw new Error('an end from the start on is possible')
        const whole = daysBetween(start, addMonths(start, months * term.wholeTerms))
        expect(whole + term.daysUsed).toBe(days + 1)
        expect(term.daysUsed === 0 ? 1 : term.daysInTerm).toBeGreaterThan(term.daysUsed === 0 ? 0 : term.daysUsed)
      }),
    )
  })

  it('a longer term never costs less, and a day never more than its share and one unit', () => {
    fc.assert(
      fc.property(
        anyDay,
        anyMonths,
        fc.integer({ min: 0, max: 2_000 }),
        fc.integer({ min: 0, max: 10_000_000 }),
        fc.integer({ min: 1, max: 500 }),
        (start, months, days, unitMinor, quantity) => {
          const cost = (end: number) => {
            const term = coTermTo(start, months, addDays(start, end))
            return term ? priceOfTerm(money(unitMinor, 'EUR'), quantity, term).minor : 0
          }
          const more = cost(days + 1) - cost(days)
          expect(more).toBeGreaterThanOrEqual(0)
          expect(more).toBeLessThanOrEqual((unitMinor * quantity) / 28 + 1)
        },
      ),
    )
  })

  it('an end that is the end of a full term costs exactly that term', () => {
    fc.assert(
      fc.property(anyDay, anyMonths, fc.integer({ min: 0, max: 1_000_000 }), (start, months, unitMinor) => {
        const full = fullTerm(start, months)
        const term = coTermTo(start, months, full.through)
        expect(term).toEqual({ ...full, coTerm: true })
        expect(term && priceOfTerm(money(unitMinor, 'EUR'), 7, term).minor).toBe(unitMinor * 7)
      }),
    )
  })
})

describe('an order freezes the term', () => {
  it('does not begin before the order, and then runs as long as it was sold', () => {
    const term = fullTerm(day('2026-06-15'), 12)
    expect(termColumns({ term, termMonths: 12 }, day('2026-06-17'))).toMatchObject({
      termStart: '2026-06-17',
      termThrough: '2027-06-16',
      wholeTerms: 1,
      daysUsed: 0,
      daysInTerm: 0,
    })
  })

  it('keeps the chosen end and the days that were paid', () => {
    const term = coTermTo(day('2026-06-15'), 12, day('2026-12-31'))
    expect(termColumns({ term, termMonths: 12 }, day('2026-06-17'))).toEqual({
      termStart: '2026-06-17',
      termThrough: '2026-12-31',
      wholeTerms: 0,
      daysUsed: 200,
      daysInTerm: 365,
    })
  })

  it('has none for what has none, or was quoted before terms were frozen', () => {
    const none = { termStart: null, termThrough: null, wholeTerms: null, daysUsed: null, daysInTerm: null }
    expect(termColumns({ term: null, termMonths: null }, day('2026-06-17'))).toEqual(none)
    expect(termColumns({ termMonths: 12 }, day('2026-06-17'))).toEqual(none)
  })

  it('knows a quote whose common end was changed since', () => {
    const term = coTermTo(day('2026-06-15'), 12, day('2026-12-31'))
    expect(endsAsChosen({ term }, day('2026-12-31'))).toBe(true)
    expect(endsAsChosen({ term }, day('2027-01-31'))).toBe(false)
    expect(endsAsChosen({ term }, null)).toBe(false)
    expect(endsAsChosen({ term: fullTerm(day('2026-06-15'), 12) }, null)).toBe(true)
    expect(endsAsChosen({ term: null }, day('2026-12-31'))).toBe(true)
  })
})

it('the days on which lines would end by themselves are offered as common end, from the one that all can reach', () => {
  const line = (start: string) => ({ term: fullTerm(day(start), 12), item: { termMonths: 12 } })
  const thing = { term: null, item: { termMonths: null } }
  expect(coTermSuggestions([line('2026-07-01'), line('2027-02-01'), thing, line('2026-07-01')])).toEqual([
    '2027-06-30',
    '2028-01-31',
  ])
  expect(coTermSuggestions([line('2026-07-01'), line('2028-01-01')])).toEqual(['2028-12-31'])
  expect(coTermSuggestions([thing])).toEqual([])
})
