import fc from 'fast-check'
import { expect, it } from 'vitest'
import { coTermTo, fullTerm } from '../../../../src/domains/selling/carts/line-term.ts'
import { netOf, type PricedRequest } from '../../../../src/domains/selling/carts/price-lines.ts'
import { addDays, type LocalDate, localDate } from '../../../../src/kernel/local-date.ts'
import { mostMinor } from '../../../../src/kernel/money.ts'

const start: LocalDate = localDate('2026-01-15')

const priceOf = (unitPriceMinor: number): NonNullable<PricedRequest['price']> => ({
  priced: true,
  listPriceMinor: unitPriceMinor,
  unitPriceMinor,
  currency: 'EUR',
  sentence: '',
  breaks: [],
  trace: {
    partNumber: 'P',
    quantity: 1,
    currency: 'EUR',
    on: start,
    losers: [],
    rule: null,
    otherRules: [],
    steps: [],
    winner: {
      list: 'L',
      name: 'L',
      audience: 'everybody',
      audienceValue: '',
      priority: 0,
      minQuantity: 1,
      increment: 1,
      unitMinor: unitPriceMinor,
    },
  },
})

it('a price times a quantity and a term is exact, or there is no amount; never a wrong one', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: mostMinor }),
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.option(fc.tuple(fc.constantFrom(1, 12, 36), fc.option(fc.integer({ min: 0, max: 4_000 })))),
      (unit, quantity, chosen) => {
        const [months = 12, days = null] = chosen ?? []
        const term =
          chosen === null
            ? null
            : days === null
              ? fullTerm(start, months)
              : coTermTo(start, months, addDays(start, days))
        const net = netOf({ quantity }, { price: priceOf(unit), term })
        const ofOneTerm = BigInt(unit) * BigInt(quantity)
        const whole = ofOneTerm * BigInt(term?.wholeTerms ?? 1)
        if (net === null) {
          // Less than one more term beyond the bound is the least that is refused.
          expect(whole + (term && term.daysUsed > 0 ? ofOneTerm : 0n) > BigInt(mostMinor)).toBe(true)
          return
        }
        expect(net).toBeLessThanOrEqual(mostMinor)
        const share = BigInt(net) - whole
        const part = term && term.daysUsed > 0 ? (ofOneTerm * BigInt(term.daysUsed)) / BigInt(term.daysInTerm) : 0n
        expect(share - part === 0n || share - part === 1n).toBe(true)
      },
    ),
    {
      numRuns: 3_000,
      examples: [
        [mostMinor, 1, null],
        [mostMinor, 2, null],
        [9_007_199_254_741, 1_000, null],
      ],
    },
  )
})
