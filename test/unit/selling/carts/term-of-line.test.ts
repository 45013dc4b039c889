import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  goodThroughOf,
  renews,
  type TermQuestion,
  termOfLine,
  whyNotRenewed,
} from '../../../../src/domains/selling/carts/term-of-line.ts'
import { addDays, localDate } from '../../../../src/kernel/local-date.ts'
import { aGrant, anItem, aRight } from '../../../support/shop-facts.ts'

const on = localDate('2026-06-15')
const subscription = anItem({ termMonths: 12 })
const maintenance = anItem({
  partNumber: 'PAINT-MNT',
  category: 'maintenance',
  obligation: 'maintenance',
  requiresAnyOf: ['Paint@2', 'Brush'],
  termMonths: 12,
})
const ending = (end: string) => aRight({ expirationDate: localDate(end) })
const maintained = (through: string) => aRight({ maintenanceThrough: localDate(through) })
const ask = (some: Partial<TermQuestion>): TermQuestion => ({
  item: subscription,
  named: some.line !== undefined,
  line: undefined,
  on,
  coTermThrough: null,
  ...some,
})
const day = (text: string) => localDate(text)

describe('the term of a line', () => {
  it.each([
    ['a new subscription from today', ask({}), '2026-06-15', '2027-06-14'],
    ['a subscription of one month', ask({ item: { ...subscription, termMonths: 1 } }), '2026-06-15', '2026-07-14'],
    [
      'a renewal before the end goes on where the line ends',
      ask({ line: ending('2026-09-30') }),
      '2026-10-01',
      '2027-09-30',
    ],
    ['a renewal on the last day goes on tomorrow', ask({ line: ending('2026-06-15') }), '2026-06-16', '2027-06-15'],
    ['a renewal after the end begins today', ask({ line: ending('2026-06-14') }), '2026-06-15', '2027-06-14'],
    ['a renewal on the eve of a leap day', ask({ line: ending('2028-02-28') }), '2028-02-29', '2029-02-27'],
    [
      'the first maintenance of a line begins today',
      ask({ item: maintenance, line: aRight() }),
      '2026-06-15',
      '2027-06-14',
    ],
    [
      'maintenance goes on where it ends',
      ask({ item: maintenance, line: maintained('2026-12-31') }),
      '2027-01-01',
      '2027-12-31',
    ],
    [
      'maintenance that lapsed begins today: no day is paid for that is gone',
      ask({ item: maintenance, line: maintained('2024-12-31') }),
      '2026-06-15',
      '2027-06-14',
    ],
    [
      'maintenance follows its own end and not that of the line',
      ask({ item: maintenance, line: { ...maintained('2026-06-30'), expirationDate: day('2029-01-01') } }),
      '2026-07-01',
      '2027-06-30',
    ],
    ['maintenance without a named line begins today', ask({ item: maintenance }), '2026-06-15', '2027-06-14'],
  ] as const)('%s', (_, question, startDate, through) => {
    expect(termOfLine(question)).toEqual({
      term: { startDate, through, wholeTerms: 1, daysUsed: 0, daysInTerm: 0, coTerm: false },
      problem: null,
    })
  })

  it.each([
    ['the rest of a year', ask({ coTermThrough: day('2026-12-31') }), '2026-06-15', [0, 200, 365]],
    ['one day, the one on which it begins', ask({ coTermThrough: on }), '2026-06-15', [0, 1, 365]],
    ['a whole term', ask({ coTermThrough: day('2027-06-14') }), '2026-06-15', [1, 0, 0]],
    ['a whole term and a day of a leap year', ask({ coTermThrough: day('2027-06-15') }), '2026-06-15', [1, 1, 366]],
    [
      'what is renewed, from where it ends',
      ask({ line: ending('2026-09-30'), coTermThrough: day('2026-10-01') }),
      '2026-10-01',
      [0, 1, 365],
    ],
    [
      'maintenance',
      ask({ item: maintenance, line: maintained('2026-12-31'), coTermThrough: day('2028-12-31') }),
      '2027-01-01',
      [2, 0, 0],
    ],
  ] as const)('ends on the chosen day: %s', (_, question, startDate, [wholeTerms, daysUsed, daysInTerm]) => {
    expect(termOfLine(question)).toEqual({
      term: { startDate, through: question.coTermThrough, wholeTerms, daysUsed, daysInTerm, coTerm: true },
      problem: null,
    })
  })

  it.each([
    ['a permanent right', anItem()],
    ['a thing', anItem({ category: 'book', obligation: 'goods' })],
    ['seats', anItem({ category: 'seat', addsToLine: true })],
    ['seats, although the item has months', anItem({ category: 'seat', addsToLine: true, termMonths: 12 })],
  ])('%s has none, whatever is named or chosen', (_, item) => {
    for (const line of [undefined, aRight(), ending('2026-09-30')])
      for (const coTermThrough of [null, day('2020-01-01'), day('2030-01-01')])
        for (const named of [true, false])
          expect(termOfLine({ item, named, line, on, coTermThrough })).toEqual({ term: null, problem: null })
  })

  it.each([
    ['a line that the account does not own', ask({ named: true })],
    ['a line of another part number', ask({ line: { ...ending('2026-09-30'), partNumber: 'BRUSH-1' } })],
    ['a line that nobody bought', ask({ line: { ...ending('2026-09-30'), partNumber: null } })],
    ['a line without an end', ask({ line: aRight() })],
    ['a line whose end is a day of the last year', ask({ line: ending('9999-12-31') })],
    ['a product that a chain grants', ask({ line: { ...ending('2026-09-30'), grantedBy: aGrant } })],
    [
      'maintenance of a product that it does not cover',
      ask({ item: maintenance, line: aRight({ productVersion: '1' }) }),
    ],
    ['maintenance that has no end', ask({ item: maintenance, line: maintained('9999-12-31') })],
    ['maintenance of a product that a chain grants', ask({ item: maintenance, line: aRight({ grantedBy: aGrant }) })],
  ] as const)('nothing is renewed by naming %s', (_, question) => {
    for (const coTermThrough of [null, day('2030-01-01')])
      expect(termOfLine({ ...question, coTermThrough })).toMatchObject({
        term: null,
        problem: { code: 'line-not-eligible' },
      })
  })

  it('a common end before the beginning is refused with both days', () => {
    expect(termOfLine(ask({ line: ending('2026-09-30'), coTermThrough: day('2026-09-30') }))).toEqual({
      term: null,
      problem: {
        code: 'co-term-not-possible',
        sentence:
          'This begins on 1 Oct 2026, so it cannot end with the rest on 30 Sep 2026: choose a later common end.',
      },
    })
    expect(termOfLine(ask({ coTermThrough: day('2026-06-14') })).problem?.code).toBe('co-term-not-possible')
  })
})

const noEnd = 'It has no end, so there is nothing to renew.'
const noEndOfMaintenance = 'Its maintenance has no end, so there is nothing to renew.'

describe('whether an item continues a line, and why not', () => {
  it.each([
    ['a subscription of the line’s part number', subscription, ending('2026-09-30'), true, null],
    ['a subscription that ends on the last day before "no end"', subscription, ending('9998-12-31'), true, null],
    ['a subscription that ends on the first day of "no end"', subscription, ending('9999-01-01'), false, noEnd],
    ['a permanent line', subscription, aRight(), false, noEnd],
    ['another part number', subscription, { ...ending('2026-09-30'), partNumber: 'X' }, false, null],
    ['another part number without an end', subscription, aRight({ partNumber: 'X' }), false, null],
    ['what a chain grants', subscription, { ...aRight(), grantedBy: aGrant }, false, null],
    ['an item without a term', anItem(), aRight(), false, null],
    ['seats', anItem({ addsToLine: true, termMonths: 12 }), aRight(), false, null],
    ['maintenance by product and version', maintenance, aRight(), true, null],
    ['maintenance by product alone', maintenance, aRight({ productName: 'Brush', productVersion: '9' }), true, null],
    ['maintenance of another version', maintenance, aRight({ productVersion: '3' }), false, null],
    ['maintenance that lapsed', maintenance, maintained('2020-01-01'), true, null],
    ['maintenance without an end', maintenance, maintained('9999-12-31'), false, noEndOfMaintenance],
    [
      'maintenance without an end of another product',
      maintenance,
      { ...maintained('9999-12-31'), productVersion: '1' },
      false,
      null,
    ],
    [
      'maintenance of what a chain grants',
      maintenance,
      { ...maintained('9999-12-31'), grantedBy: aGrant },
      false,
      null,
    ],
    ['maintenance asks for no part number', maintenance, aRight({ partNumber: null }), true, null],
    ['maintenance that covers nothing', anItem({ ...maintenance, requiresAnyOf: [] }), aRight(), false, null],
  ] as const)('%s', (_, item, line, continues, why) => {
    expect(renews(item, line)).toBe(continues)
    expect(whyNotRenewed(item, line)).toBe(why)
  })

  it('the end that counts is that of the maintenance for maintenance, and that of the line for all else', () => {
    const line = { ...maintained('2026-12-31'), expirationDate: day('2027-03-31') }
    expect(goodThroughOf(maintenance, line)).toBe('2026-12-31')
    expect(goodThroughOf(subscription, line)).toBe('2027-03-31')
    expect([goodThroughOf(maintenance, aRight()), goodThroughOf(subscription, aRight())]).toEqual([null, null])
  })
})

const anyDay = fc.integer({ min: 0, max: 5_000 }).map((days) => addDays(day('2020-01-01'), days))
const anyLine = fc
  .record({
    productVersion: fc.constantFrom('1', '2'),
    partNumber: fc.constantFrom('PAINT-2', 'X', null),
    expirationDate: fc.option(fc.oneof(anyDay, fc.constant(day('9999-12-31')))),
    maintenanceThrough: fc.option(fc.oneof(anyDay, fc.constant(day('9999-12-31')))),
    grantedBy: fc.constantFrom(null, null, aGrant),
  })
  .map(aRight)
const anyItem = fc.constantFrom(subscription, maintenance, anItem(), anItem({ addsToLine: true, termMonths: 6 }))

describe('for any line, item and day', () => {
  it('a named line has a term exactly when the item continues it, and a reason never beside a renewal', () => {
    fc.assert(
      fc.property(anyItem, anyLine, anyDay, (item, line, today) => {
        const { term, problem } = termOfLine({ item, named: true, line, on: today, coTermThrough: null })
        const hasTerm = item.termMonths !== null && !item.addsToLine
        expect(term !== null).toBe(renews(item, line))
        expect(problem !== null).toBe(hasTerm && !renews(item, line))
        if (renews(item, line)) expect(whyNotRenewed(item, line)).toBeNull()
      }),
    )
  })

  it('a term begins today or later, follows the line without a gap, and ends on the chosen day', () => {
    fc.assert(
      fc.property(anyItem, anyLine, anyDay, fc.option(anyDay), (item, line, today, coTermThrough) => {
        const { term } = termOfLine({ item, named: true, line, on: today, coTermThrough })
        if (!term) return
        const end = goodThroughOf(item, line)
        expect(term.startDate).toBe(end === null || end < today ? today : addDays(end, 1))
        expect(term.through >= term.startDate).toBe(true)
        if (coTermThrough !== null) expect(term.through).toBe(coTermThrough)
      }),
    )
  })
})
