import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CandidateList } from '../../../../src/domains/shop/pricing/price-terms.ts'
import { byRank, fittingLists, stepAt, whyBeaten } from '../../../../src/domains/shop/pricing/rank-lists.ts'

type Steps = readonly (readonly [from: number, unitMinor: number])[]
const list = (id: string, some: Partial<CandidateList> = {}, steps: Steps = [[1, 100]]): CandidateList => ({
  id,
  name: id,
  audience: 'everybody',
  audienceValue: '',
  currency: 'EUR',
  priority: 0,
  validFrom: null,
  validThrough: null,
  fallsBack: true,
  ...some,
  entries: steps.map(([minQuantity, unitMinor]) => ({ minQuantity, increment: 1, unitMinor })),
})

describe('the step of a list that a quantity reaches', () => {
  const volume = list('volume', {}, [
    [50, 80],
    [5, 100],
    [10, 90],
  ])
  it.each([
    ['none below the first', volume, 4, undefined],
    ['the first at its minimum', volume, 5, 100],
    ['the first until the second', volume, 9, 100],
    ['the second at its minimum', volume, 10, 90],
    ['the last, however many', volume, 1_000_000, 80],
    ['none of a list without entries', list('empty', {}, []), 1, undefined],
    ['free of charge is a step', list('free', {}, [[1, 0]]), 1, 0],
    [
      'the dearer one when it is higher',
      list('dearer', {}, [
        [1, 10],
        [2, 20],
      ]),
      2,
      20,
    ],
  ] as const)('%s', (_, from, quantity, unitMinor) => {
    expect(stepAt(from, quantity)?.unitMinor).toBe(unitMinor)
    expect(stepAt({ ...from, entries: [...from.entries].reverse() }, quantity)?.unitMinor).toBe(unitMinor)
  })
})

const account = { audience: 'account', audienceValue: 'ACME' } as const
const group = { audience: 'group', audienceValue: 'alpha' } as const
const tier = { audience: 'partnerTier', audienceValue: 'gold' } as const
const type = { audience: 'accountType', audienceValue: 'customer' } as const

describe('the rank of price lists', () => {
  it.each([
    // winner, loser, why the loser lost
    ['an account before a group', list('z', account), list('a', { ...group, priority: 9 }), 'WIDER_AUDIENCE'],
    ['a group before a tier', list('z', group), list('a', { ...tier, priority: 9 }), 'WIDER_AUDIENCE'],
    ['a tier before an account type', list('z', tier), list('a', { ...type, priority: 9 }), 'WIDER_AUDIENCE'],
    ['an account type before everybody', list('z', type), list('a', { priority: 9 }), 'WIDER_AUDIENCE'],
    ['an account before everybody', list('z', account), list('a', {}, [[3, 1]]), 'WIDER_AUDIENCE'],
    [
      'the dearer narrow list before the cheaper wide one',
      list('z', account, [[1, 900]]),
      list('a', {}, [[1, 1]]),
      'WIDER_AUDIENCE',
    ],
    [
      'two groups by priority',
      list('z', { ...group, priority: 1 }),
      list('a', { ...group, audienceValue: 'beta' }),
      'LOWER_PRIORITY',
    ],
    [
      'the higher priority before the higher step',
      list('z', { priority: 1 }),
      list('a', {}, [[3, 1]]),
      'LOWER_PRIORITY',
    ],
    ['a priority of nothing before one below it', list('z'), list('a', { priority: -1 }), 'LOWER_PRIORITY'],
    [
      'the higher step before the earlier id',
      list('z', {}, [[3, 100]]),
      list('a', {}, [[2, 1]]),
      'SMALLER_QUANTITY_STEP',
    ],
    ['the earlier id when all else is equal', list('a', {}, [[1, 900]]), list('b', {}, [[1, 1]]), 'LATER_ID'],
    ['capitals before small letters, whatever the language', list('B'), list('a'), 'LATER_ID'],
    ['digits as text', list('10'), list('9'), 'LATER_ID'],
  ] as const)('%s', (_, winner, loser, reason) => {
    for (const lists of [
      [winner, loser],
      [loser, winner],
    ]) {
      const ranked = fittingLists(lists, 3)
      expect(ranked.map((one) => one.list.id)).toEqual([winner.id, loser.id])
      const [first, second] = ranked
      expect(first && second && whyBeaten(first, second)).toBe(reason)
    }
  })

  it('a list whose first step is not reached takes no part, however narrow it is', () => {
    const ranked = fittingLists([list('a', account, [[10, 1]]), list('b', type, []), list('c')], 9)
    expect(ranked).toEqual([{ list: list('c'), entry: { minQuantity: 1, increment: 1, unitMinor: 100 } }])
  })

  const anyFitting = fc
    .record({
      id: fc.constantFrom('a', 'B', '9', '10'),
      audience: fc.constantFrom('account', 'group', 'partnerTier', 'accountType', 'everybody'),
      priority: fc.integer({ min: -1, max: 1 }),
      from: fc.integer({ min: 1, max: 2 }),
    })
    .map(({ id, audience, priority, from }) => ({
      list: list(id, { audience, priority }),
      entry: { minQuantity: from, increment: 1, unitMinor: 100 },
    }))

  it('is a total order: two lists differ in it unless they are of one id, and no three go round', () => {
    fc.assert(
      fc.property(anyFitting, anyFitting, anyFitting, (a, b, c) => {
        expect(Math.sign(byRank(a, b)) + Math.sign(byRank(b, a))).toBe(0)
        if (a.list.id !== b.list.id) expect(byRank(a, b)).not.toBe(0)
        if (byRank(a, b) <= 0 && byRank(b, c) <= 0) expect(byRank(a, c)).toBeLessThanOrEqual(0)
      }),
    )
  })
})
