import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changeOf, percentOf } from '../../../../src/domains/shop/pricing/price-changes.ts'
import type { PriceList } from '../../../../src/domains/shop/pricing/price-terms.ts'
import { localDate } from '../../../../src/kernel/local-date.ts'

const terms: PriceList = {
  id: 'std',
  name: 'List price',
  audience: 'everybody',
  audienceValue: '',
  currency: 'EUR',
  priority: 0,
  validFrom: null,
  validThrough: null,
  fallsBack: true,
}
type Step = readonly [partNumber: string, from: number, unitMinor: number, increment?: number]
const file = (steps: readonly Step[], some: Partial<PriceList> = {}) => ({
  terms: { ...terms, ...some },
  entries: steps.map(([partNumber, minQuantity, unitMinor, increment = 1]) => ({
    partNumber,
    minQuantity,
    unitMinor,
    increment,
  })),
})
const unchanged = {
  terms: [],
  isNew: false,
  dearer: 0,
  cheaper: 0,
  added: 0,
  gone: 0,
  otherIncrement: 0,
  same: 0,
  lowestPercent: null,
  highestPercent: null,
  changes: [],
}
const change = (partNumber: string, minQuantity: number, beforeMinor: number | null, nowMinor: number | null) => ({
  partNumber,
  minQuantity,
  beforeMinor,
  nowMinor,
})

describe('what becomes of a price list when another takes its place', () => {
  it.each([
    ['nothing', [['P', 1, 900]], [['P', 1, 900]], { same: 1 }],
    [
      'nothing, in another order',
      [
        ['P', 1, 9],
        ['Q', 1, 8],
      ],
      [
        ['Q', 1, 8],
        ['P', 1, 9],
      ],
      { same: 2 },
    ],
    [
      'a rise',
      [['P', 1, 1000]],
      [['P', 1, 1100]],
      { dearer: 1, lowestPercent: 10, highestPercent: 10, changes: [change('P', 1, 1000, 1100)] },
    ],
    [
      'a drop',
      [['P', 1, 1000]],
      [['P', 1, 900]],
      { cheaper: 1, lowestPercent: -10, highestPercent: -10, changes: [change('P', 1, 1000, 900)] },
    ],
    [
      'free of charge now',
      [['P', 1, 1000]],
      [['P', 1, 0]],
      { cheaper: 1, lowestPercent: -100, highestPercent: -100, changes: [change('P', 1, 1000, 0)] },
    ],
    [
      'free of charge until now: a rise without a percentage',
      [['P', 1, 0]],
      [['P', 1, 1000]],
      { dearer: 1, changes: [change('P', 1, 0, 1000)] },
    ],
    ['an entry that is new', [], [['P', 1, 900]], { added: 1, changes: [change('P', 1, null, 900)] }],
    ['an entry that is gone', [['P', 1, 900]], [], { gone: 1, changes: [change('P', 1, 900, null)] }],
    [
      'a step that begins later: one gone, one new',
      [['P', 10, 90]],
      [['P', 12, 90]],
      { added: 1, gone: 1, changes: [change('P', 12, null, 90), change('P', 10, 90, null)] },
    ],
    ['an increment alone', [['P', 5, 90]], [['P', 5, 90, 5]], { otherIncrement: 1 }],
    [
      'an increment and a price: the price counts',
      [['P', 5, 90]],
      [['P', 5, 99, 5]],
      { dearer: 1, lowestPercent: 10, highestPercent: 10, changes: [change('P', 5, 90, 99)] },
    ],
    [
      'part numbers that differ in capitals are two',
      [['p', 1, 9]],
      [['P', 1, 9]],
      { added: 1, gone: 1, changes: [change('P', 1, null, 9), change('p', 1, 9, null)] },
    ],
    // Joined without a border, P1 from 1 and P from 11 would be one.
    [
      'a digit of the part number is none of the quantity',
      [['P1', 1, 9]],
      [['P', 11, 9]],
      { added: 1, gone: 1, changes: [change('P', 11, null, 9), change('P1', 1, 9, null)] },
    ],
    [
      'all at once: the greatest drop and rise, changed before new before gone',
      [
        ['A', 1, 1000],
        ['B', 1, 1000],
        ['C', 1, 1000],
        ['D', 1, 5],
        ['E', 1, 1],
        ['F', 2, 7],
      ],
      [
        ['G', 1, 3],
        ['C', 1, 500],
        ['B', 1, 1250],
        ['A', 1, 1100],
        ['D', 1, 5],
        ['F', 2, 7, 2],
      ],
      {
        dearer: 2,
        cheaper: 1,
        added: 1,
        gone: 1,
        otherIncrement: 1,
        same: 1,
        lowestPercent: -50,
        highestPercent: 25,
        changes: [
          change('C', 1, 1000, 500),
          change('B', 1, 1000, 1250),
          change('A', 1, 1000, 1100),
          change('G', 1, null, 3),
          change('E', 1, 1, null),
        ],
      },
    ],
  ] satisfies [string, Step[], Step[], object][])('%s', (_, before, now, expected) => {
    expect(changeOf(file(before), file(now))).toEqual({ ...unchanged, ...expected })
  })

  it('a list that is new has all its terms and entries as new', () => {
    expect(
      changeOf(
        null,
        file([
          ['P', 1, 900],
          ['P', 10, 800],
        ]),
      ),
    ).toEqual({
      ...unchanged,
      isNew: true,
      terms: ['name', 'audience', 'audienceValue', 'currency', 'priority', 'validFrom', 'validThrough', 'fallsBack'],
      added: 2,
      changes: [change('P', 1, null, 900), change('P', 10, null, 800)],
    })
    expect(changeOf(null, file([]))).toMatchObject({ isNew: true, added: 0, changes: [] })
  })

  it('amounts of two currencies are not compared: all is gone, all is new', () => {
    expect(
      changeOf(
        file([['P', 1, 900]]),
        file(
          [
            ['P', 1, 950],
            ['Q', 1, 5],
          ],
          { currency: 'USD' },
        ),
      ),
    ).toEqual({
      ...unchanged,
      terms: ['currency'],
      added: 2,
      gone: 1,
      changes: [change('P', 1, null, 950), change('Q', 1, null, 5), change('P', 1, 900, null)],
    })
  })

  it.each([
    ['name', { name: 'Prices' }],
    ['audience', { audience: 'accountType' }],
    ['audienceValue', { audienceValue: 'customer' }],
    ['priority', { priority: 1 }],
    ['validFrom', { validFrom: localDate('2026-06-15') }],
    ['validThrough', { validThrough: localDate('2026-06-15') }],
    ['fallsBack', { fallsBack: false }],
  ] as const)('names the term that is another: %s', (term, some) => {
    const entries: Step[] = [['P', 1, 900]]
    expect(changeOf(file(entries), file(entries, some))).toEqual({ ...unchanged, terms: [term], same: 1 })
  })

  it.each([
    [1000, 1001, 0.1],
    [10_000, 10_004, 0],
    [10_000, 10_005, 0.1],
    [300, 400, 33.3],
    [300, 200, -33.3],
    [1, 1_000, 99_900],
    [900, 900, 0],
    [1000, 0, -100],
    [0, 1000, null],
    [0, 0, null],
  ])('the percentage from %i to %i is %s', (before, now, percent) => {
    expect(percentOf(before, now)).toBe(percent)
  })

  const anyFile = fc
    .uniqueArray(
      fc.tuple(
        fc.constantFrom('P', 'Q', 'R'),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 0, max: 5 }),
        fc.integer({ min: 1, max: 2 }),
      ),
      { selector: ([partNumber, from]) => `${partNumber} ${from}` },
    )
    .chain((steps) => fc.constantFrom('EUR', 'USD').map((currency) => file(steps, { currency })))

  it('every entry is counted once on each side, and the way back is the mirror image', () => {
    fc.assert(
      fc.property(anyFile, anyFile, (before, now) => {
        const there = changeOf(before, now)
        const back = changeOf(now, before)
        const kept = there.dearer + there.cheaper + there.otherIncrement + there.same
        expect(kept + there.added).toBe(now.entries.length)
        expect(kept + there.gone).toBe(before.entries.length)
        expect(there.changes).toHaveLength(there.dearer + there.cheaper + there.added + there.gone)
        expect([back.dearer, back.cheaper, back.added, back.gone, back.same]).toEqual([
          there.cheaper,
          there.dearer,
          there.gone,
          there.added,
          there.same,
        ])
      }),
    )
  })
})
