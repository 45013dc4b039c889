import { array, assert, constantFrom, date, integer, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exceededBy, periodStart, spendingPeriods, usesOf } from '../../../../src/domains/selling/approvals/spending.ts'
import { addDays, dateOf, localDate } from '../../../../src/kernel/local-date.ts'

const anyDay = date({ min: new Date('2020-01-01'), max: new Date('2035-12-31'), noInvalidDate: true }).map(dateOf)

describe('a calendar period', () => {
  it.each([
    ['day', '2026-11-22', '2026-11-22'],
    ['week', '2026-11-22', '2026-11-16'],
    ['week', '2026-11-23', '2026-11-23'],
    ['week', '2027-01-01', '2026-12-28'],
    ['month', '2026-02-28', '2026-02-01'],
    ['quarter', '2026-03-31', '2026-01-01'],
    ['quarter', '2026-11-22', '2026-10-01'],
    ['year', '2026-12-31', '2026-01-01'],
  ] as const)('%s that %s is in begins on %s', (period, day, start) => {
    expect(periodStart(period, localDate(day))).toBe(start)
  })

  it('holds every day between its first and any later one of it, and its first day begins it', () => {
    assert(
      property(anyDay, constantFrom(...spendingPeriods), (day, period) => {
        const start = periodStart(period, day)
        expect(start <= day).toBe(true)
        expect(periodStart(period, start)).toBe(start)
        for (let between = start; between <= day; between = addDays(between, 7))
          expect(periodStart(period, between)).toBe(start)
        expect(periodStart(period, addDays(start, -1)) < start).toBe(true)
      }),
    )
  })
})

describe('a spending limit', () => {
  it('is never passed by orders that were each let through, over random orders and periods', () => {
    const orders = array(record({ daysLater: integer({ min: 0, max: 40 }), minor: integer({ min: 0, max: 5000 }) }), {
      maxLength: 40,
    })
    assert(
      property(
        anyDay,
        constantFrom(...spendingPeriods),
        integer({ min: 0, max: 10_000 }),
        orders,
        (first, period, limitMinor, wanted) => {
          const limit = { period, limitMinor, currency: 'EUR' }
          const placed: { on: typeof first; minor: number; currency: string }[] = []
          let day = first
          for (const { daysLater, minor } of wanted) {
            day = addDays(day, daysLater)
            const [use] = usesOf([limit], placed, day)
            const over = exceededBy({ totalMinor: minor, currency: 'EUR' }, use ? [use] : [])
            // The slow, obvious way: add up what has the same beginning.
            const spent = placed
              .filter(({ on }) => periodStart(period, on) === periodStart(period, day))
              .reduce((sum, order) => sum + order.minor, 0)
            expect(use?.spentMinor).toBe(spent)
            expect(over.length > 0).toBe(minor > 0 && spent + minor > limitMinor)
            if (over.length === 0) placed.push({ on: day, minor, currency: 'EUR' })
          }
          const totals = new Map<string, number>()
          for (const { on, minor } of placed) {
            const key = periodStart(period, on)
            totals.set(key, (totals.get(key) ?? 0) + minor)
          }
          expect([...totals.values()].every((total) => total <= limitMinor)).toBe(true)
        },
      ),
    )
  })

  it('of nought lets nothing through that costs something, and no limit lets everything through', () => {
    const none = usesOf([], [], localDate('2026-11-22'))
    const nought = usesOf([{ period: 'month', limitMinor: 0, currency: 'EUR' }], [], localDate('2026-11-22'))
    expect(exceededBy({ totalMinor: 1, currency: 'EUR' }, none)).toEqual([])
    expect(exceededBy({ totalMinor: 1, currency: 'EUR' }, nought)).toHaveLength(1)
    expect(exceededBy({ totalMinor: 0, currency: 'EUR' }, nought)).toEqual([])
  })

  it('that was lowered below what is spent leaves nought, not less', () => {
    const spent = [{ on: localDate('2026-11-20'), minor: 500, currency: 'EUR' }]
    const [use] = usesOf([{ period: 'month', limitMinor: 100, currency: 'EUR' }], spent, localDate('2026-11-22'))
    expect([use?.spentMinor, use?.leftMinor]).toEqual([500, 0])
  })
})
