import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type CartRequest,
  isNewsWithoutConsent,
  refuseRise,
  riseOf,
  shownNow,
} from '../../../../src/domains/selling/carts/consent.ts'
import { decidePrice } from '../../../../src/domains/shop/pricing/price.ts'
import { localDate } from '../../../../src/kernel/local-date.ts'
import { anItem } from '../../../support/shop-facts.ts'

/** What the pricing says to everybody about one piece. */
function priceOf(unitMinor: number, currency: string): CartRequest['price'] {
  const decision = decidePrice({
    partNumber: 'PAINT-2',
    category: 'base',
    quantity: 1,
    buyer: { accountId: 'ACME', accountType: 'customer', partnerTier: null, currency, groups: [] },
    on: localDate('2026-06-15'),
    lists: [
      {
        id: 'std',
        name: 'List price',
        audience: 'everybody',
        audienceValue: '',
        currency,
        priority: 0,
        validFrom: null,
        validThrough: null,
        fallsBack: true,
        entries: [{ minQuantity: 1, increment: 1, unitMinor }],
      },
    ],
    rules: [],
  })
  return decision.priced ? decision : null
}
type Money = readonly [minor: number, currency: string]
const request = (shown: Money | null, now: Money | null, id = 'line-1'): CartRequest => ({
  id,
  partNumber: 'PAINT-2',
  quantity: 3,
  targetActivationId: '',
  downloadDeclined: false,
  item: anItem(),
  price: now && priceOf(...now),
  maxQuantity: 999,
  term: null,
  netMinor: now && now[0] * 3,
  openedByGrants: [],
  base: null,
  problem: null,
  shownUnitMinor: shown ? shown[0] : null,
  shownCurrency: shown ? shown[1] : null,
})

describe('a price of today beside the one that its buyer was last shown', () => {
  it.each([
    // shown, now, asks for consent, noted without consent
    ['never shown', null, [900, 'EUR'], false, true],
    ['as shown', [900, 'EUR'], [900, 'EUR'], false, false],
    ['one cent more', [900, 'EUR'], [901, 'EUR'], true, false],
    ['one cent less', [900, 'EUR'], [899, 'EUR'], false, true],
    ['free of charge now', [900, 'EUR'], [0, 'EUR'], false, true],
    ['free of charge until now', [0, 'EUR'], [1, 'EUR'], true, false],
    ['free of charge as before', [0, 'EUR'], [0, 'EUR'], false, false],
    ['a greater number of another currency is no rise', [900, 'EUR'], [9_000, 'JPY'], false, true],
    ['a smaller number of another currency is shown first', [900, 'EUR'], [9, 'KWD'], false, true],
    ['the number that was shown, of another currency', [900, 'EUR'], [900, 'USD'], false, true],
    ['no price any more', [900, 'EUR'], null, false, false],
    ['no price and never shown', null, null, false, false],
  ] as const)('%s', (_, shown, now, needsConsent, isNews) => {
    const requested = request(shown, now)
    expect(riseOf(requested)).toEqual(
      needsConsent
        ? { lineId: 'line-1', partNumber: 'PAINT-2', shownMinor: shown?.[0], nowMinor: now?.[0], currency: now?.[1] }
        : null,
    )
    expect(isNewsWithoutConsent(requested)).toBe(isNews)
    expect(shownNow(requested)).toEqual(now ? [{ lineId: 'line-1', unitMinor: now[0], currency: now[1] }] : [])
  })

  it('a rise is refused with every line that has one, and nothing else is refused', () => {
    const lines = [
      request([900, 'EUR'], [901, 'EUR'], 'a'),
      request([900, 'EUR'], [800, 'EUR'], 'b'),
      request([10, 'EUR'], [900, 'EUR'], 'c'),
      request([10, 'USD'], [900, 'EUR'], 'd'),
    ]
    expect(() => refuseRise(lines)).toThrow(
      expect.objectContaining({
        code: 'price-changed',
        facts: {
          priceRises: [
            { lineId: 'a', partNumber: 'PAINT-2', shownMinor: 900, nowMinor: 901, currency: 'EUR' },
            { lineId: 'c', partNumber: 'PAINT-2', shownMinor: 10, nowMinor: 900, currency: 'EUR' },
          ],
        },
      }),
    )
    expect(() => refuseRise(lines.slice(0, 1))).toThrow(expect.objectContaining({ code: 'price-changed' }))
    expect(refuseRise(lines.filter(({ id }) => id === 'b' || id === 'd'))).toBeUndefined()
    expect(refuseRise([])).toBeUndefined()
  })

  it('a price is as shown, noted, or asked about, and what was noted or accepted is as shown', () => {
    const money = fc.option(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.constantFrom('EUR', 'USD')))
    fc.assert(
      fc.property(money, money, (shown, now) => {
        const requested = request(shown, now)
        const asShown = now === null || (shown !== null && shown[0] === now[0] && shown[1] === now[1])
        const states = [asShown, isNewsWithoutConsent(requested), riseOf(requested) !== null]
        expect(states.filter(Boolean)).toHaveLength(1)
        const [after] = shownNow(requested)
        if (!after) return
        const later = { ...requested, shownUnitMinor: after.unitMinor, shownCurrency: after.currency }
        expect([riseOf(later), isNewsWithoutConsent(later)]).toEqual([null, false])
      }),
    )
  })
})
