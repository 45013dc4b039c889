import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { HeldRight } from '../../../../src/domains/entitlements/rights/index.ts'
import { type ActionFacts, actionsOf, noActions } from '../../../../src/domains/selling/products/line-actions.ts'
import type { Item, Viewer } from '../../../../src/domains/shop/catalog/index.ts'
import { decidePrice, type PriceDecision } from '../../../../src/domains/shop/pricing/price.ts'
import { localDate } from '../../../../src/kernel/local-date.ts'
import { aGrant, anItem, aRight, aViewer } from '../../../support/shop-facts.ts'

const line = aRight({ quantity: 25 })
const granted = aRight({ productVersion: '3', partNumber: null, grantedBy: aGrant })
const inherited = aRight({ ownerAccountId: 'ACME-HOLDING', quantity: 25 })

const kit = anItem({
  partNumber: 'KIT',
  category: 'media',
  obligation: 'media',
  partnerProductId: 'ESD-1',
  requiresAnyOf: ['Paint@2'],
})
const seats = anItem({ partNumber: 'SEAT', category: 'seat', addsToLine: true, requiresAnyOf: ['Paint@2'] })
const addOn = anItem({ partNumber: 'FILTER', category: 'addon', productName: 'Filter', requiresAnyOf: ['Paint'] })
const upgrade = anItem({
  partNumber: 'PAINT-3-UPG',
  category: 'upgrade',
  productVersion: '3',
  requiresAnyOf: ['Paint@2', 'offered: Paint@3'],
})
const subscription = anItem({ termMonths: 12 })
const maintenance = anItem({
  partNumber: 'MNT',
  category: 'maintenance',
  obligation: 'maintenance',
  termMonths: 12,
  requiresAnyOf: ['Paint@2'],
})
const book = anItem({ partNumber: 'BOOK', category: 'book', obligation: 'goods' })

/** What the pricing says: 9.00 EUR each, from a quantity on. */
const priceFrom = (partNumber: string, minQuantity = 1) =>
  decidePrice({
    partNumber,
    category: 'base',
    quantity: null,
    buyer: { accountId: 'ACME', accountType: 'customer', partnerTier: null, currency: 'EUR', groups: [] },
    on: localDate('2026-06-15'),
    lists: [
      {
        id: 'std',
        name: 'List price',
        audience: 'everybody',
        audienceValue: '',
        currency: 'EUR',
        priority: 0,
        validFrom: null,
        validThrough: null,
        fallsBack: true,
        entries: [{ minQuantity, increment: 1, unitMinor: 900 }],
      },
    ],
    rules: [],
  })

/** What is offered for a line, by part number; empty groups are left out. */
function offeredFor(
  held: HeldRight,
  items: readonly Item[],
  some: { brought?: readonly HeldRight[]; viewer?: Partial<Viewer>; left?: number; from?: number } = {},
) {
  const { brought = [], viewer = {}, left = 5, from = 1 } = some
  const facts: ActionFacts = {
    viewer: aViewer({ held: [held, ...brought], ...viewer }),
    items,
    prices: new Map(items.map(({ partNumber }) => [partNumber, priceFrom(partNumber, from)])),
    left: new Map(items.map(({ partNumber }) => [partNumber, left])),
  }
  const { notRenewed, ...groups } = actionsOf(held, brought, facts)
  const found = Object.entries(groups).flatMap(([name, choices]) =>
    choices.length === 0 ? [] : [[name, choices.map(({ partNumber }) => partNumber)]],
  )
  return { ...Object.fromEntries(found), ...(notRenewed === null ? {} : { notRenewed }) }
}

const offerOf3 = { ...aGrant, activationId: 'act-1', productName: 'Paint', productVersion: '3' }

describe('what can be bought for a line', () => {
  it.each([
    ['a kit of what it opens', offeredFor(line, [kit]), { media: ['KIT'] }],
    [
      'a kit of what its chain brings',
      offeredFor(line, [anItem({ ...kit, requiresAnyOf: ['Paint@3'] })], { brought: [granted] }),
      { media: ['KIT'] },
    ],
    ['no kit of something else', offeredFor(line, [anItem({ ...kit, requiresAnyOf: ['Paint@1'] })]), {}],
    [
      'no kit that every account may have: it belongs to no line',
      offeredFor(line, [anItem({ ...kit, requiresAnyOf: [] })]),
      {},
    ],
    ['no kit without a title of the portal', offeredFor(line, [{ ...kit, partnerProductId: null }]), {}],
    ['a kit while the last may be ordered', offeredFor(line, [kit], { left: 1 }), { media: ['KIT'] }],
    ['no kit when the limit is reached', offeredFor(line, [kit], { left: 0 }), {}],
    [
      'a kit while the least that is sold may be ordered',
      offeredFor(line, [kit], { left: 3, from: 3 }),
      { media: ['KIT'] },
    ],
    ['no kit of which fewer may be ordered than are sold', offeredFor(line, [kit], { left: 2, from: 3 }), {}],
    ['a kit for an inherited line', offeredFor(inherited, [kit]), { media: ['KIT'] }],
    ['seats of its product and version', offeredFor(line, [seats]), { seats: ['SEAT'] }],
    ['no seats of another version', offeredFor(line, [{ ...seats, productVersion: '3' }], { brought: [granted] }), {}],
    ['no seats for an inherited line', offeredFor(inherited, [seats]), {}],
    ['an add-on that can belong to it', offeredFor(line, [addOn]), { components: ['FILTER'] }],
    [
      'an add-on that a chain opens',
      offeredFor(line, [anItem({ ...addOn, requiresAnyOf: ['Paint@3'] })], { brought: [granted] }),
      { components: ['FILTER'] },
    ],
    ['an add-on for an inherited line', offeredFor(inherited, [addOn]), { components: ['FILTER'] }],
    [
      'no add-on for an inherited line beside an own one',
      offeredFor(inherited, [addOn], { viewer: { held: [inherited, aRight({ activationId: 'act-2' })] } }),
      {},
    ],
    ['no add-on of another product', offeredFor(line, [anItem({ ...addOn, requiresAnyOf: ['Brush'] })]), {}],
    ['an upgrade of what it is', offeredFor(line, [upgrade]), { upgrades: ['PAINT-3-UPG'] }],
    ['no upgrade from another version', offeredFor(aRight({ productVersion: '1' }), [upgrade]), {}],
    [
      'no upgrade to what it is',
      offeredFor(aRight({ productVersion: '3' }), [anItem({ ...upgrade, requiresAnyOf: ['Paint'] })]),
      {},
    ],
    ['no upgrade to what its chain brings free of charge', offeredFor(line, [upgrade], { brought: [granted] }), {}],
    [
      'an upgrade that a chain offers for it',
      offeredFor(line, [anItem({ ...upgrade, requiresAnyOf: ['offered: Paint@3'] })], {
        viewer: { offered: [offerOf3] },
      }),
      { upgrades: ['PAINT-3-UPG'] },
    ],
    [
      'no upgrade that a chain offers for another line',
      offeredFor(line, [anItem({ ...upgrade, requiresAnyOf: ['offered: Paint@3'] })], {
        viewer: { offered: [{ ...offerOf3, activationId: 'act-2' }] },
      }),
      {},
    ],
    [
      'no upgrade to a version that a chain does not offer',
      offeredFor(line, [anItem({ ...upgrade, requiresAnyOf: ['offered: Paint@4'] })], {
        viewer: { offered: [{ ...offerOf3, productVersion: '4' }] },
      }),
      {},
    ],
    [
      'no upgrade to another product of the version that a chain offers',
      offeredFor(line, [anItem({ ...upgrade, requiresAnyOf: [] })], {
        viewer: { offered: [{ ...offerOf3, productName: 'Brush' }] },
      }),
      {},
    ],
    [
      'the subscription that it is',
      offeredFor({ ...line, expirationDate: localDate('2026-09-30') }, [subscription]),
      { renewals: ['PAINT-2'] },
    ],
    ['maintenance of what it is', offeredFor(line, [maintenance]), { renewals: ['MNT'] }],
    [
      'no renewal of a permanent line, and why',
      offeredFor(line, [subscription]),
      { notRenewed: 'It has no end, so there is nothing to renew.' },
    ],
    [
      'no maintenance after maintenance without an end, and why',
      offeredFor({ ...line, maintenanceThrough: localDate('9999-12-31') }, [maintenance]),
      { notRenewed: 'Its maintenance has no end, so there is nothing to renew.' },
    ],
    [
      'no renewal of another part number, and nothing to explain',
      offeredFor(line, [anItem({ ...subscription, partNumber: 'X' })]),
      {},
    ],
    ['no renewal of an inherited line, and nothing to explain', offeredFor(inherited, [subscription, maintenance]), {}],
    ['nothing that has nothing to do with it', offeredFor(line, [book, anItem()]), {}],
    [
      'all at once',
      offeredFor(line, [book, kit, seats, addOn, upgrade, maintenance]),
      { media: ['KIT'], seats: ['SEAT'], components: ['FILTER'], upgrades: ['PAINT-3-UPG'], renewals: ['MNT'] },
    ],
  ])('%s', (_, offered, expected) => {
    expect(offered).toEqual(expected)
  })

  it('whoever buys for a customer adds to the customer’s lines, not to its own', () => {
    const forNova = { accountId: 'PIXEL', rightsOf: 'NOVA' }
    expect(offeredFor(aRight({ ownerAccountId: 'NOVA' }), [seats, maintenance], { viewer: forNova })).toEqual({
      seats: ['SEAT'],
      renewals: ['MNT'],
    })
    expect(offeredFor(aRight({ ownerAccountId: 'PIXEL' }), [seats, maintenance], { viewer: forNova })).toEqual({})
  })

  const everything = [kit, seats, addOn, upgrade, maintenance, subscription]
  it('nothing that has no price, or whose price is not known', () => {
    const facts = { viewer: aViewer({ held: [line] }), items: everything, left: new Map() }
    expect(actionsOf(line, [], { ...facts, prices: new Map() })).toEqual(noActions)
    const none: PriceDecision = { priced: false, reason: 'NO_PRICE', losers: [], nearest: [] }
    const prices = new Map(everything.map(({ partNumber }) => [partNumber, none]))
    expect(actionsOf(line, [], { ...facts, prices })).toEqual(noActions)
  })

  it('no kit of which it is not known how many may be ordered', () => {
    const facts = { viewer: aViewer({ held: [line] }), items: [kit], left: new Map() }
    expect(actionsOf(line, [], { ...facts, prices: new Map([['KIT', priceFrom('KIT')]]) })).toEqual(noActions)
  })

  it('each with the least that is sold and its price', () => {
    const facts = { viewer: aViewer({ held: [line] }), items: [seats], left: new Map() }
    expect(actionsOf(line, [], { ...facts, prices: new Map([['SEAT', priceFrom('SEAT', 5)]]) }).seats).toEqual([
      {
        partNumber: 'SEAT',
        title: 'Paint 2',
        productVersion: '2',
        quantity: 5,
        unitPriceMinor: 900,
        listPriceMinor: 900,
        currency: 'EUR',
        priceSentence: expect.stringContaining('9.00 EUR'),
      },
    ])
  })

  it.each([
    // quantity of the line, the least that is sold, last good day: quantity and days of the renewal
    ['all that the line has', 25, 1, '2026-09-30', 25, '2026-10-01', '2027-09-30'],
    ['the least that is sold where the line has fewer', 2, 10, '2026-09-30', 10, '2026-10-01', '2027-09-30'],
    ['from tomorrow on the last day', 1, 1, '2026-06-15', 1, '2026-06-16', '2027-06-15'],
    ['from today where it has lapsed', 1, 1, '2026-01-31', 1, '2026-06-15', '2027-06-14'],
    ['from today where there was none', 1, 1, null, 1, '2026-06-15', '2027-06-14'],
  ] as const)('a renewal is %s', (_, has, least, end, quantity, startDate, through) => {
    const held = aRight({ quantity: has, maintenanceThrough: end && localDate(end) })
    const facts = { viewer: aViewer({ held: [held] }), items: [maintenance], left: new Map() }
    const [renewal] = actionsOf(held, [], { ...facts, prices: new Map([['MNT', priceFrom('MNT', least)]]) }).renewals
    expect(renewal).toMatchObject({ partNumber: 'MNT', quantity, startDate, through })
  })

  it('what is not priced is never offered, and an inherited line is neither renewed nor raised', () => {
    fc.assert(
      fc.property(fc.subarray(everything), fc.subarray(everything), fc.boolean(), (items, priced, isOwn) => {
        const held = isOwn ? line : inherited
        const prices = new Map(priced.map(({ partNumber }) => [partNumber, priceFrom(partNumber)]))
        const left = new Map(items.map(({ partNumber }) => [partNumber, 5]))
        const { notRenewed, ...groups } = actionsOf(held, [], {
          viewer: aViewer({ held: [held] }),
          items,
          prices,
          left,
        })
        const offered = Object.values(groups).flatMap((choices) => choices.map(({ partNumber }) => partNumber))
        for (const partNumber of offered) expect(prices.has(partNumber)).toBe(true)
        if (!isOwn) expect([groups.seats, groups.renewals, notRenewed]).toEqual([[], [], null])
      }),
    )
  })
})
