import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  AmountTooLarge,
  basisPointsOf,
  exponentOf,
  formatMoney,
  money,
  mostMinor,
  times,
} from '../../../src/kernel/money.ts'

const amount = fc.integer({ min: -mostMinor, max: mostMinor })
const basisPoints = fc.integer({ min: 0, max: 10_000 })

/** By whole numbers of any size: the nearest one, and of two the higher. */
function shareOf(minor: number, points: number): bigint {
  const exact = BigInt(minor) * BigInt(points)
  const above = ((exact % 10_000n) + 10_000n) % 10_000n
  const floor = (exact - above) / 10_000n
  return above >= 5_000n ? floor + 1n : floor
}

describe('an amount', () => {
  it('is written in English as the language data of the machine has it', () => {
    fc.assert(
      fc.property(
        fc.oneof(amount, fc.integer({ min: -200_000, max: 200_000 })),
        fc.constantFrom('EUR', 'JPY', 'KWD'),
        (minor, currency) => {
          const digits = exponentOf(currency)
          const format = new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
          expect(formatMoney(money(minor, currency))).toBe(`${format.format(minor / 10 ** digits)} ${currency}`)
        },
      ),
      {
        numRuns: 1_000,
        examples: [
          [0, 'EUR'],
          [-1, 'EUR'],
          [99_999, 'EUR'],
          [100_000, 'EUR'],
          [mostMinor, 'KWD'],
          [-mostMinor, 'JPY'],
        ],
      },
    )
  })

  it('times a count is what whole numbers of any size say, or is refused', () => {
    fc.assert(
      fc.property(amount, fc.integer({ min: 0, max: 2 ** 31 }), (minor, count) => {
        const exact = BigInt(minor) * BigInt(count)
        const fits = exact <= BigInt(mostMinor) && exact >= -BigInt(mostMinor)
        if (fits) expect(BigInt(times(money(minor, 'EUR'), count).minor)).toBe(exact)
        else expect(() => times(money(minor, 'EUR'), count)).toThrow(AmountTooLarge)
      }),
      {
        numRuns: 2_000,
        examples: [
          [mostMinor, 1],
          [mostMinor, 2],
          [1, 2 ** 31],
          [3_002_399_751_580_331, 3],
          [-mostMinor, 1],
        ],
      },
    )
  })

  it('has a share in basis points that is exact to the minor unit, however large it is', () => {
    fc.assert(
      fc.property(amount, basisPoints, (minor, points) => {
        expect(BigInt(basisPointsOf(money(minor, 'EUR'), points).minor)).toBe(shareOf(minor, points))
      }),
      {
        numRuns: 5_000,
        examples: [
          [mostMinor, 9_999],
          [999_999_999_999_999, 1],
          [-5, 1_000],
          [5, 1_000],
          [450_359_962_737_049, 10_000],
        ],
      },
    )
  })
})
