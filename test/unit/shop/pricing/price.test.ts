import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decidePrice, type PriceQuestion } from '../../../../src/domains/shop/pricing/price.ts'
import {
  type Buyer,
  type CandidateList,
  type DiscountRule,
  openLists,
} from '../../../../src/domains/shop/pricing/price-terms.ts'
import { localDate } from '../../../../src/kernel/local-date.ts'
import { basisPointsOf, money } from '../../../../src/kernel/money.ts'

const on = localDate('2026-06-15')
const gold: Buyer = { accountId: 'R1', accountType: 'reseller', partnerTier: 'gold', currency: 'EUR', groups: [] }

const list = (some: Partial<CandidateList> & { unit?: number } = {}): CandidateList => ({
  id: 'std',
  name: 'List price',
  audience: 'everybody',
  audienceValue: '',
  currency: 'EUR',
  priority: 0,
  validFrom: null,
  validThrough: null,
  fallsBack: true,
  entries: [{ minQuantity: 1, increment: 1, unitMinor: some.unit ?? 100_000 }],
  ...some,
})
const rule = (some: Partial<DiscountRule> = {}): DiscountRule => ({
  id: 'gold-30',
  name: 'Gold partner discount',
  audience: 'partnerTier',
  audienceValue: 'gold',
  category: null,
  basisPoints: 3000,
  validFrom: null,
  validThrough: null,
  ...some,
})
const ask = (some: Partial<PriceQuestion> = {}): PriceQuestion => ({
  partNumber: 'P-1',
  category: 'base',
  quantity: 1,
  buyer: gold,
  on,
  lists: [list()],
  rules: [],
  ...some,
})
const priceOf = (some: Partial<PriceQuestion>) => {
  const price = decidePrice(ask(some))
  return price.priced ? price.unitPriceMinor : price.reason
}

const account = list({ id: 'a', name: 'Contract', audience: 'account', audienceValue: 'R1', unit: 4 })
const tier = list({ id: 'b', audience: 'partnerTier', audienceValue: 'gold', unit: 3 })
const type = list({ id: 'c', audience: 'accountType', audienceValue: 'reseller', unit: 2 })

describe('decidePrice', () => {
  it.each([
    ['account before tier, type and everybody, even when it is dearer', [list({ unit: 1 }), type, tier, account], 4],
    ['tier before type and everybody', [list({ unit: 1 }), type, tier], 3],
    ['type before everybody', [list({ unit: 1 }), type], 2],
    [
      'the higher priority among equals',
      [type, list({ ...type, id: 'a', priority: 1, entries: [{ minQuantity: 1, increment: 1, unitMinor: 9 }] })],
      9,
    ],
    [
      'the earlier id when all else is equal',
      [list({ ...type, id: 'z', entries: [{ minQuantity: 1, increment: 1, unitMinor: 9 }] }), type],
      2,
    ],
    ['nothing of another currency', [list({ currency: 'USD' })], 'NO_PRICE'],
    ['nothing that starts tomorrow', [list({ validFrom: localDate('2026-06-16') })], 'NO_PRICE'],
    ['a list on its first and on its last day', [list({ validFrom: on, validThrough: on, unit: 7 })], 7],
    ['nothing that ended yesterday', [list({ validThrough: localDate('2026-06-14') })], 'NO_PRICE'],
    ['the wider list when the narrower falls back', [list({ ...account, entries: [] }), list({ unit: 1 })], 1],
    [
      'no wider list when the narrower does not',
      [list({ ...account, entries: [], fallsBack: false }), list({ unit: 1 })],
      'NO_PRICE',
    ],
    ['free of charge as a price', [list({ unit: 0 })], 0],
  ])('takes %s', (_, lists, expected) => {
    expect(priceOf({ lists })).toBe(expected)
    expect(priceOf({ lists: [...lists].reverse() })).toBe(expected)
  })

  it('the highest quantity step that fits counts, and the list price stays that of one', () => {
    const lists = [
      list({
        entries: [
          { minQuantity: 1, increment: 1, unitMinor: 1000 },
          { minQuantity: 10, increment: 1, unitMinor: 900 },
        ],
      }),
    ]
    expect(priceOf({ lists, quantity: 9 })).toBe(1000)
    const ten = decidePrice(ask({ lists, quantity: 10 }))
    expect(ten).toMatchObject({ unitPriceMinor: 900, listPriceMinor: 1000 })
    expect(ten.priced && ten.sentence).toBe('List price from 10: 9.00 EUR instead of 10.00 EUR each')
  })

  it('the same part number has two prices for two account types [S45]', () => {
    const lists = [list(), list({ id: 'edu', audience: 'accountType', audienceValue: 'customer', unit: 80_000 })]
    expect(priceOf({ lists })).toBe(100_000)
    expect(priceOf({ lists, buyer: { ...gold, accountType: 'customer', partnerTier: null } })).toBe(80_000)
  })

  it('an account of type reseller gets its discount without a code, and the sentence names the rule [S44]', () => {
    const rules = [
      rule({
        id: 'reseller-20',
        name: 'Reseller discount',
        audience: 'accountType',
        audienceValue: 'reseller',
        basisPoints: 2000,
      }),
    ]
    const price = decidePrice(ask({ rules }))
    expect(price).toMatchObject({
      unitPriceMinor: 80_000,
      sentence: 'Reseller discount 20 %: 800.00 EUR instead of 1,000.00 EUR each',
      trace: { rule: { id: 'reseller-20', basisPoints: 2000 } },
    })
    expect(priceOf({ rules, buyer: { ...gold, accountType: 'customer', partnerTier: null } })).toBe(100_000)
  })

  it('the best rule that applies counts, alone, and ties go to the earlier id', () => {
    const rules = [
      rule({ id: 'small', basisPoints: 1000 }),
      rule({ id: 'z' }),
      rule({ id: 'y' }),
      rule({ id: 'other-tier', audienceValue: 'silver', basisPoints: 9000 }),
      rule({ id: 'other-category', category: 'media', basisPoints: 9000 }),
      rule({ id: 'over', validThrough: localDate('2026-06-14'), basisPoints: 9000 }),
    ]
    const price = decidePrice(ask({ rules }))
    expect(price).toMatchObject({ unitPriceMinor: 70_000, trace: { rule: { id: 'y' } } })
  })

  it.each([
    [{ rules: [rule()] }, 'Gold partner discount 30 %: 700.00 EUR instead of 1,000.00 EUR each'],
    [{}, '1,000.00 EUR each'],
    [
      { lists: [list(), { ...account, entries: [{ minQuantity: 1, increment: 1, unitMinor: 80_000 }] }] },
      'Contract: 800.00 EUR instead of 1,000.00 EUR each',
    ],
    [
      { lists: [list(), { ...account, entries: [{ minQuantity: 1, increment: 1, unitMinor: 120_000 }] }] },
      'Contract: 1,200.00 EUR each',
    ],
    [
      {
        lists: [list(), { ...account, entries: [{ minQuantity: 1, increment: 1, unitMinor: 80_000 }] }],
        rules: [rule({ basisPoints: 1250 })],
      },
      'Contract at 800.00 EUR, Gold partner discount 12.5 %: 700.00 EUR instead of 1,000.00 EUR each',
    ],
  ])('says the price as a whole sentence (%#)', (some, sentence) => {
    expect(decidePrice(ask(some))).toMatchObject({ sentence })
  })
})

const audienceArb = fc.constantFrom(
  ...([
    ['account', 'R1'],
    ['account', 'R2'],
    ['group', 'alpha'],
    ['group', 'beta'],
    ['group', 'gamma'],
    ['partnerTier', 'gold'],
    ['partnerTier', 'silver'],
    ['accountType', 'reseller'],
    ['accountType', 'customer'],
    ['everybody', ''],
  ] as const),
)
const dayArb = fc.constantFrom(null, localDate('2026-06-14'), on, localDate('2026-06-16'))
const listArb = fc
  .record({
    audience: audienceArb,
    currency: fc.constantFrom('EUR', 'USD', 'JPY'),
    priority: fc.integer({ min: 0, max: 2 }),
    validFrom: dayArb,
    validThrough: dayArb,
    fallsBack: fc.boolean(),
    entries: fc.uniqueArray(
      fc.record({
        minQuantity: fc.integer({ min: 1, max: 5 }),
        increment: fc.integer({ min: 1, max: 4 }),
        unitMinor: fc.integer({ min: 0, max: 10 ** 9 }),
      }),
      { selector: ({ minQuantity }) => minQuantity, maxLength: 3 },
    ),
  })
  .map(({ audience: [audience, audienceValue], ...rest }) => list({ ...rest, audience, audienceValue }))
const listsArb = fc
  .array(listArb, { maxLength: 8 })
  .map((all) => all.map((one, index) => ({ ...one, id: `l${index}` })))
const rulesArb = fc
  .array(fc.record({ audience: audienceArb, basisPoints: fc.integer({ min: 0, max: 10_000 }) }), { maxLength: 4 })
  .map((all) =>
    all.map(({ audience: [audience, audienceValue], basisPoints }, index) =>
      rule({ id: `r${index}`, audience, audienceValue, basisPoints }),
    ),
  )
const buyerArb = fc.record({
  accountId: fc.constantFrom('R1', 'R2', 'C1'),
  accountType: fc.constantFrom('reseller', 'customer'),
  partnerTier: fc.constantFrom(null, 'gold', 'silver'),
  currency: fc.constantFrom('EUR', 'JPY'),
  groups: fc.subarray(['alpha', 'beta', 'delta']),
})
const questionArb = fc.record({
  partNumber: fc.constant('P-1'),
  category: fc.constant('base'),
  quantity: fc.integer({ min: 1, max: 6 }),
  buyer: buyerArb,
  on: fc.constant(on),
  lists: listsArb,
  rules: rulesArb,
})

const namesBuyer = (terms: { audience: string; audienceValue: string }, buyer: Buyer) =>
  terms.audience === 'everybody' ||
  (terms.audience === 'group' && buyer.groups.includes(terms.audienceValue)) ||
  terms.audienceValue ===
    { account: buyer.accountId, partnerTier: buyer.partnerTier, accountType: buyer.accountType }[terms.audience]

describe('decidePrice, for any lists, rules and buyers', () => {
  it('an account only ever gets prices from lists and rules that name it, in its own currency', () => {
    fc.assert(
      fc.property(questionArb, (question) => {
        const price = decidePrice(question)
        if (!price.priced) return
        const from = question.lists.find(({ id }) => id === price.trace.winner.list)
        expect(from && namesBuyer(from, question.buyer) && from.currency).toBe(question.buyer.currency)
        const by = question.rules.find(({ id }) => id === price.trace.rule?.id)
        if (by) expect(namesBuyer(by, question.buyer)).toBe(true)
      }),
    )
  })

  it('no rule ever raises a price, and the trace alone suffices to work it out again', () => {
    fc.assert(
      fc.property(questionArb, (question) => {
        const price = decidePrice(question)
        if (!price.priced) return
        const { winner, rule: applied, currency } = JSON.parse(JSON.stringify(price.trace))
        const off = applied ? basisPointsOf(money(winner.unitMinor, currency), applied.basisPoints).minor : 0
        expect(price.unitPriceMinor).toBe(winner.unitMinor - off)
        expect(price.unitPriceMinor).toBeGreaterThanOrEqual(0)
        expect(price.unitPriceMinor).toBeLessThanOrEqual(winner.unitMinor)
        expect(price.trace.steps.at(-1)?.unitMinor).toBe(price.unitPriceMinor)
      }),
    )
  })

  it('there is one winner, each other list is a loser with its reason, and their order does not matter', () => {
    fc.assert(
      fc.property(questionArb, (question) => {
        const price = decidePrice(question)
        const again = decidePrice({
          ...question,
          lists: [...question.lists].reverse(),
          rules: [...question.rules].reverse(),
        })
        expect(again).toEqual(price)
        const losers = price.priced ? price.trace.losers : price.losers
        const named = [...losers.map((loser) => loser.list), ...(price.priced ? [price.trace.winner.list] : [])]
        expect(named.sort()).toEqual(question.lists.map(({ id }) => id).sort())
      }),
    )
  })

  it('the least that is sold has a price exactly when an open list has an entry, which is what listings filter by', () => {
    fc.assert(
      fc.property(questionArb, (question) => {
        const least = { ...question, quantity: null }
        const open = openLists(least.lists, least.buyer, least.on)
        expect(decidePrice(least).priced).toBe(open.some(({ entries }) => entries.length > 0))
      }),
    )
  })
})
