import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decidePrice, type PriceQuestion } from '../../../../src/domains/shop/pricing/price.ts'
import type { Buyer, CandidateList, QuantityStep } from '../../../../src/domains/shop/pricing/price-terms.ts'
import { quantitySentence } from '../../../../src/domains/shop/pricing/quantity-sentence.ts'
import { localDate } from '../../../../src/kernel/local-date.ts'

const on = localDate('2026-06-15')
const buyer: Buyer = { accountId: 'A', accountType: 'customer', partnerTier: null, currency: 'EUR', groups: [] }

/** [from, price] or [from, price, increment] */
type Steps = readonly (readonly [from: number, unitMinor: number, increment?: number])[]
const list = (id: string, audience: 'account' | 'everybody', steps: Steps, fallsBack = true): CandidateList => ({
  id,
  name: id,
  audience,
  audienceValue: audience === 'account' ? 'A' : '',
  currency: 'EUR',
  priority: 0,
  validFrom: null,
  validThrough: null,
  fallsBack,
  entries: steps.map(
    ([minQuantity, unitMinor, increment = 1]): QuantityStep => ({ minQuantity, increment, unitMinor }),
  ),
})
const ask = (lists: readonly CandidateList[], quantity: number | null): PriceQuestion => ({
  partNumber: 'P',
  category: 'base',
  buyer,
  on,
  rules: [],
  lists,
  quantity,
})
const answer = (lists: readonly CandidateList[], quantity: number | null) => {
  const price = decidePrice(ask(lists, quantity))
  return price.priced ? price.unitPriceMinor : price.nearest
}

describe('quantities', () => {
  const volume = [
    list('all', 'everybody', [
      [1, 100],
      [10, 90],
      [50, 80],
    ]),
  ]
  it.each([
    [1, 100],
    [2, 100],
    [9, 100],
    [10, 90],
    [11, 90],
    [49, 90],
    [50, 80],
    [51, 80],
  ])('a volume price begins at its break and not one piece earlier: %i pieces at %i', (quantity, unitMinor) => {
    expect(answer(volume, quantity)).toBe(unitMinor)
  })

  const minimum = [
    list('all', 'everybody', [
      [5, 100],
      [10, 90],
    ]),
  ]
  it.each([
    [4, [5]],
    [5, 100],
    [6, 100],
    [9, 100],
    [10, 90],
    [null, 100],
  ])('what is sold from five on is refused below, naming five: %j gives %j', (quantity, expected) => {
    expect(answer(minimum, quantity)).toEqual(expected)
  })

  const packs = [
    list('all', 'everybody', [
      [1, 100, 10],
      [50, 80, 25],
    ]),
  ]
  it.each([
    [9, [10]],
    [10, 100],
    [11, [10, 20]],
    [40, 100],
    [41, [40, 50]],
    [49, [40, 50]],
    [50, 80],
    [51, [50, 75]],
    [75, 80],
    [null, 100],
  ])(
    'what is sold in packs is refused between them, naming the packs next to it: %j gives %j',
    (quantity, expected) => {
      expect(answer(packs, quantity)).toEqual(expected)
    },
  )

  it('a break that its own increment never meets before the next one is not sold, and not named', () => {
    const lists = [
      list('all', 'everybody', [
        [1, 100],
        [5, 90, 50],
        [20, 80],
      ]),
    ]
    expect([4, 5, 19, 20].map((quantity) => answer(lists, quantity))).toEqual([100, [4, 20], [4, 20], 80])
  })

  it('below the minimum of a contract the wider list sells, unless the contract does not fall back', () => {
    const wide = list('all', 'everybody', [[1, 100]])
    expect(answer([wide, list('contract', 'account', [[5, 60]])], 4)).toBe(100)
    expect(answer([wide, list('contract', 'account', [[5, 60]])], 5)).toBe(60)
    expect(answer([wide, list('contract', 'account', [[5, 60]], false)], 4)).toEqual([5])
  })

  it('an increment of the winner is not got round by a wider list', () => {
    const lists = [list('all', 'everybody', [[1, 100]]), list('contract', 'account', [[5, 60, 5]])]
    expect([4, 5, 7, 10].map((quantity) => answer(lists, quantity))).toEqual([100, 60, [5, 10], 60])
    expect(decidePrice(ask(lists, 7))).toMatchObject({
      reason: 'QUANTITY_NOT_SOLD',
      losers: [
        { list: 'all', reason: 'WIDER_AUDIENCE' },
        { list: 'contract', reason: 'NOT_A_MULTIPLE' },
      ],
    })
  })

  it.each([
    [4, [5], 'Order at least 5.'],
    [1011, [1010, 1020], '1,011 cannot be ordered: order 1,010 or 1,020.'],
    [11, [10], '11 cannot be ordered: order at most 10.'],
    [11, [], '11 cannot be ordered.'],
  ])('%i pieces where %j are sold: %s', (quantity, nearest, sentence) => {
    expect(quantitySentence(quantity, nearest)).toBe(sentence)
  })

  const steps = fc.uniqueArray(
    fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1, max: 12 })),
    { selector: ([from]) => from, maxLength: 4 },
  )
  const lists = fc
    .array(fc.tuple(fc.constantFrom('account' as const, 'everybody' as const), steps, fc.boolean()), { maxLength: 4 })
    .map((all) => all.map(([audience, some, fallsBack], n) => list(`l${n}`, audience, some, fallsBack)))

  it('the least, the nearest and the breaks are those that trying every quantity finds, for any lists', () => {
    fc.assert(
      fc.property(lists, fc.integer({ min: 1, max: 60 }), (some, quantity) => {
        // Past the last step everything repeats within the product of two increments.
        const sold = Array.from({ length: 400 }, (_, n) => n + 1).filter((n) => decidePrice(ask(some, n)).priced)
        const least = decidePrice(ask(some, null))
        expect(least.priced ? least.trace.quantity : undefined).toBe(sold[0])
        const asked = decidePrice(ask(some, quantity))
        if (!asked.priced) {
          const near = [sold.filter((n) => n < quantity).at(-1), sold.find((n) => n > quantity)]
          expect(asked.nearest).toEqual(near.filter((n) => n !== undefined))
          return
        }
        const at = asked.breaks.filter(({ from }) => from <= quantity).at(-1)
        expect(at).toMatchObject({ unitPriceMinor: asked.unitPriceMinor })
        expect(quantity % (at?.increment ?? 0)).toBe(0)
      }),
    )
  })
})
