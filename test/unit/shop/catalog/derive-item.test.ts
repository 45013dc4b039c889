import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PlatformOffer } from '../../../../src/domains/entitlements/rights/index.ts'
import { anyOf, deriveItem, type ItemOverride } from '../../../../src/domains/shop/catalog/derive-item.ts'
import { localDate } from '../../../../src/kernel/local-date.ts'

const paint = {
  name: 'Paint',
  version: '3',
  kind: 'product',
  description: 'A program to paint with.',
  state: 'DEPLOYED',
  productLine: 'Graphics',
  attributes: {},
} as const
type Product = NonNullable<PlatformOffer['product']>
const offer = (some: Partial<PlatformOffer> = {}, product: Partial<Product> = {}): PlatformOffer => ({
  partNumber: 'PAINT-3',
  description: 'Paint 3 licence',
  product: { ...paint, ...product },
  relatedFrom: [],
  chainedFrom: [],
  ...some,
})
const says = (storeCategory: string) => ({ attributes: { storeCategory } })
const override = (some: Partial<ItemOverride> = {}): ItemOverride => ({
  partNumber: 'PAINT-3',
  title: null,
  category: null,
  soldTo: null,
  requiresAnyOf: null,
  termMonths: null,
  addsToLine: null,
  maxQuantity: null,
  requiresAllOf: null,
  requiresNoneOf: null,
  partnerTiers: null,
  onlyAccounts: null,
  notAccounts: null,
  visibleFrom: null,
  visibleThrough: null,
  maxPerAccount: null,
  perAccountDays: null,
  ...some,
})
const from = (relation: string, version = '2', name = 'Paint') => ({ name, version, relation })
const chain = (grants: 'update' | 'upgrade' | 'hidden', version: string | null = '2', name = 'Paint') => ({
  name,
  version,
  grants,
})

describe('the category of an item of the platform', () => {
  const all = [from('UPSELL_TO'), from('UPGRADE_TO'), from('HAS_MAINTENANCE')]
  it.each([
    [
      'the override before all else',
      offer({ relatedFrom: all }, { kind: 'maintenance', ...says('book') }),
      override({ category: 'service' }),
      'service',
    ],
    ['the override’s category before its seats', offer(), override({ category: 'addon', addsToLine: true }), 'addon'],
    [
      'seats by the override',
      offer({ relatedFrom: all }, { kind: 'maintenance', ...says('book') }),
      override({ addsToLine: true }),
      'seat',
    ],
    [
      'an override that rules seats out says nothing about the category',
      offer({}, says('book')),
      override({ addsToLine: false }),
      'book',
    ],
    [
      'a maintenance product before its attribute',
      offer({}, { kind: 'maintenance', ...says('base') }),
      undefined,
      'maintenance',
    ],
    ['the attribute before relations', offer({ relatedFrom: all }, says('base')), undefined, 'base'],
    ['a relation of maintenance before one of upgrades', offer({ relatedFrom: all }), undefined, 'maintenance'],
    ['a relation of upgrades before one of add-ons', offer({ relatedFrom: all.slice(0, 2) }), undefined, 'upgrade'],
    ['a relation of add-ons', offer({ relatedFrom: all.slice(0, 1) }), undefined, 'addon'],
    [
      'an attribute that is no category is passed over',
      offer({ relatedFrom: all.slice(0, 1) }, says('Add-on')),
      undefined,
      'addon',
    ],
  ] as const)('%s', (_, of, said, category) => {
    const row = deriveItem(of, said)
    expect(row.category).toBe(category)
    expect(row.unsellableReason ?? '').not.toContain('category')
  })

  it.each([
    ['nothing says it', offer()],
    ['the attribute is empty', offer({}, says(''))],
    ['the attribute is no category', offer({}, says('Base'))],
    ['a suite does not say it', offer({}, { kind: 'suite' })],
    ['a relation of another kind does not say it', offer({ relatedFrom: [from('UPSELL_FROM')] })],
    ['a chain does not say it', offer({ chainedFrom: [chain('upgrade')] })],
  ])('there is none, and it cannot be sold, where %s', (_, of) => {
    expect(deriveItem(of, undefined)).toMatchObject({ category: 'base', unsellableReason: 'has no category' })
  })
})

describe('the requirement of an item of the platform', () => {
  const upgrade = override({ category: 'upgrade' })
  it.each([
    // requires any of, requirement from
    [
      'a base product asks for nothing',
      offer({ relatedFrom: [from('UPGRADE_TO')] }),
      override({ category: 'base' }),
      [],
      null,
    ],
    [
      'an upgrade asks for what leads to it',
      offer({ relatedFrom: [from('UPGRADE_TO'), from('UPGRADE_TO', '1')] }),
      undefined,
      ['Paint@1', 'Paint@2'],
      'UPGRADE_TO',
    ],
    [
      'an add-on asks for what it belongs to, and not for what is upgraded to it',
      offer({ relatedFrom: [from('UPSELL_TO', '4', 'Brush'), from('UPGRADE_TO')] }),
      override({ category: 'addon' }),
      ['Brush@4'],
      'UPSELL_TO',
    ],
    [
      'maintenance asks for what it covers',
      offer({ relatedFrom: [from('HAS_MAINTENANCE')] }, { kind: 'maintenance' }),
      undefined,
      ['Paint@2'],
      'HAS_MAINTENANCE',
    ],
    [
      'a relation that is there twice asks once',
      offer({ relatedFrom: [from('UPGRADE_TO'), from('UPGRADE_TO')] }),
      undefined,
      ['Paint@2'],
      'UPGRADE_TO',
    ],
    [
      'seats ask for their own product and version',
      offer(),
      override({ addsToLine: true }),
      ['Paint@3'],
      'SAME_PRODUCT',
    ],
    [
      'the override’s own products',
      offer({ relatedFrom: [from('UPGRADE_TO')] }),
      override({ requiresAnyOf: ['Paint', 'Brush'] }),
      ['Brush', 'Paint'],
      'STORE_RULE',
    ],
    [
      'an override without products opens it to all',
      offer({ relatedFrom: [from('UPGRADE_TO')] }),
      override({ requiresAnyOf: [] }),
      [],
      null,
    ],
    [
      'an override of seats',
      offer(),
      override({ addsToLine: true, requiresAnyOf: ['Paint'] }),
      ['Paint'],
      'STORE_RULE',
    ],
    [
      'all of some products are one of them as well',
      offer({}, says('base')),
      override({ requiresAllOf: ['Paint', 'Brush'] }),
      ['Brush', 'Paint'],
      'STORE_RULE',
    ],
    [
      'all of some products beside what a relation asks for',
      offer({ relatedFrom: [from('UPGRADE_TO')] }),
      override({ requiresAllOf: ['Brush'] }),
      ['Paint@2'],
      'UPGRADE_TO',
    ],
    ['all of no products', offer({}, says('base')), override({ requiresAllOf: [] }), [], null],
    [
      'a chain that offers an upgrade takes the place of its relation',
      offer({ relatedFrom: [from('UPGRADE_TO')], chainedFrom: [chain('upgrade')] }),
      undefined,
      ['offered: Paint@3'],
      'PRODUCT_CHAIN',
    ],
    [
      'a chain from all versions takes the place of all relations',
      offer({ relatedFrom: [from('UPGRADE_TO'), from('UPGRADE_TO', '1')], chainedFrom: [chain('upgrade', null)] }),
      undefined,
      ['offered: Paint@3'],
      'PRODUCT_CHAIN',
    ],
    [
      'relations from other versions stay beside a chain',
      offer({ relatedFrom: [from('UPGRADE_TO'), from('UPGRADE_TO', '1')], chainedFrom: [chain('upgrade')] }),
      undefined,
      ['Paint@1', 'offered: Paint@3'],
      'UPGRADE_TO',
    ],
    [
      'relations from other products stay beside a chain',
      offer({ relatedFrom: [from('UPGRADE_TO', '2', 'Brush')], chainedFrom: [chain('upgrade')] }),
      undefined,
      ['Brush@2', 'offered: Paint@3'],
      'UPGRADE_TO',
    ],
    [
      'a chain that grants the product offers nothing at a price',
      offer({ relatedFrom: [from('UPGRADE_TO'), from('UPGRADE_TO', '1')], chainedFrom: [chain('update')] }),
      undefined,
      ['Paint@1'],
      'UPGRADE_TO',
    ],
    [
      'an upgrade that chains alone lead to',
      offer({ chainedFrom: [chain('upgrade'), chain('upgrade', '1')] }),
      upgrade,
      ['offered: Paint@3'],
      'PRODUCT_CHAIN',
    ],
    [
      'chains do not touch an add-on',
      offer({ relatedFrom: [from('UPSELL_TO')], chainedFrom: [chain('upgrade')] }),
      undefined,
      ['Paint@2'],
      'UPSELL_TO',
    ],
    [
      'chains do not touch maintenance',
      offer({ relatedFrom: [from('HAS_MAINTENANCE')], chainedFrom: [chain('upgrade')] }),
      undefined,
      ['Paint@2'],
      'HAS_MAINTENANCE',
    ],
  ] as const)('%s', (_, of, said, requiresAnyOf, requirementFrom) => {
    expect(deriveItem(of, said)).toMatchObject({ requiresAnyOf, requirementFrom, unsellableReason: null })
  })
})

describe('why an item of the platform cannot be sold', () => {
  const nobody = (relation: string) => `no product on the platform has a relation ${relation} to Paint 3`
  it.each([
    [
      'it has no product, whatever else is said',
      { ...offer(), product: null },
      override({ category: 'seat' }),
      'the platform maps it to no product that it has',
    ],
    [
      'its product is a draft',
      offer({}, { state: 'DRAFT', ...says('base') }),
      undefined,
      'Paint 3 is DRAFT on the platform, not DEPLOYED',
    ],
    [
      'its product is obsolete, before the want of a category is told',
      offer({}, { state: 'OBSOLETE' }),
      undefined,
      'Paint 3 is OBSOLETE on the platform, not DEPLOYED',
    ],
    ['no relation leads to an upgrade', offer({}, says('upgrade')), undefined, nobody('UPGRADE_TO')],
    ['no relation leads to an add-on', offer({}, says('addon')), undefined, nobody('UPSELL_TO')],
    ['no relation leads to maintenance', offer({}, { kind: 'maintenance' }), undefined, nobody('HAS_MAINTENANCE')],
    [
      'a relation of another kind does not open it',
      offer({ relatedFrom: [from('UPSELL_TO')] }, says('upgrade')),
      undefined,
      nobody('UPGRADE_TO'),
    ],
    [
      'chains that grant its product took the place of all relations',
      offer({ relatedFrom: [from('UPGRADE_TO')], chainedFrom: [chain('update')] }),
      undefined,
      'the product chains to Paint 3 offer it to nobody',
    ],
    [
      'chains are no reason for an add-on',
      offer({ chainedFrom: [chain('update')] }, says('addon')),
      undefined,
      nobody('UPSELL_TO'),
    ],
    [
      'chains are no reason for maintenance',
      offer({ chainedFrom: [chain('update')] }, { kind: 'maintenance' }),
      undefined,
      nobody('HAS_MAINTENANCE'),
    ],
  ] as const)('%s', (_, of, said, reason) => {
    expect(deriveItem(of, said).unsellableReason).toBe(reason)
  })
})

describe('all else of an item of the platform', () => {
  it.each([
    ['the override’s title', offer(), override({ title: 'Paint, third edition' }), 'Paint, third edition'],
    ['the part number’s description', offer(), override(), 'Paint 3 licence'],
    ['product and version without a description', offer({ description: '' }), undefined, 'Paint 3'],
    ['the part number without a product', { ...offer({ description: '' }), product: null }, undefined, 'PAINT-3'],
  ])('its title is %s', (_, of, said, title) => {
    expect(deriveItem(of, said).title).toBe(title)
  })

  it.each([
    ['maintenance by the year', offer({}, { kind: 'maintenance' }), undefined, 12],
    ['maintenance as the override says', offer({}, { kind: 'maintenance' }), override({ termMonths: 36 }), 36],
    ['a subscription as the override says', offer({}, says('base')), override({ termMonths: 1 }), 1],
    ['what is permanent has none', offer({}, says('base')), override(), null],
  ])('its term: %s', (_, of, said, termMonths) => {
    expect(deriveItem(of, said).termMonths).toBe(termMonths)
  })

  it.each([
    ['a seat adds to a line', offer(), override({ category: 'seat' }), true],
    ['a seat by the product’s word', offer({}, says('seat')), undefined, true],
    ['a seat as a right of its own', offer(), override({ category: 'seat', addsToLine: false }), false],
    ['a base product', offer({}, says('base')), undefined, false],
  ])('whether it adds to a line: %s', (_, of, said, addsToLine) => {
    expect(deriveItem(of, said).addsToLine).toBe(addsToLine)
  })

  it('is a licence unless its product is maintenance, and says what is owed', () => {
    expect(deriveItem(offer({}, { kind: 'maintenance' }), undefined).obligation).toBe('maintenance')
    expect(deriveItem(offer({}, { kind: 'suite', ...says('base') }), undefined).obligation).toBe('licence')
    expect(deriveItem(offer({ relatedFrom: [from('HAS_MAINTENANCE')] }), undefined)).toMatchObject({
      category: 'maintenance',
      obligation: 'licence',
    })
  })

  it('without an override anybody but a vendor may buy it, by the store’s defaults', () => {
    const { rowHash, ...row } = deriveItem(offer({}, says('base')), undefined)
    expect(rowHash).toMatch(/^[\w-]{43}$/)
    expect(row).toEqual({
      partNumber: 'PAINT-3',
      origin: 'platform',
      title: 'Paint 3 licence',
      description: 'A program to paint with.',
      category: 'base',
      obligation: 'licence',
      productName: 'Paint',
      productVersion: '3',
      productLine: 'Graphics',
      soldTo: ['customer', 'reseller', 'distributor', 'internal'],
      requiresAnyOf: [],
      requirementFrom: null,
      requiresAllOf: [],
      requiresNoneOf: [],
      partnerTiers: [],
      onlyAccounts: [],
      notAccounts: [],
      visibleFrom: null,
      visibleThrough: null,
      maxPerAccount: null,
      perAccountDays: null,
      termMonths: null,
      addsToLine: false,
      maxQuantity: 999,
      partnerProductId: null,
      withdrawnAt: null,
      unsellableReason: null,
    })
  })

  it('the override’s rules are taken as they are, products in order', () => {
    const rules = {
      soldTo: ['vendor'],
      partnerTiers: ['silver', 'gold'],
      onlyAccounts: ['NOVA', 'ACME'],
      notAccounts: ['PIXEL'],
      visibleFrom: localDate('2026-01-01'),
      visibleThrough: localDate('2026-12-31'),
      maxPerAccount: 5,
      perAccountDays: 30,
      maxQuantity: 2,
    }
    const said = override({ ...rules, requiresAllOf: ['Paint', 'Brush'], requiresNoneOf: ['Sketch', 'Ink@1'] })
    expect(deriveItem(offer({}, says('base')), said)).toMatchObject({
      ...rules,
      requiresAllOf: ['Brush', 'Paint'],
      requiresNoneOf: ['Ink@1', 'Sketch'],
    })
    expect(deriveItem(offer({}, says('base')), override({ soldTo: [] })).soldTo).toEqual([])
  })

  it('a product that the mirror does not know leaves what it would say empty', () => {
    expect(deriveItem({ ...offer(), product: null }, undefined)).toMatchObject({
      description: '',
      obligation: 'licence',
      productName: null,
      productVersion: null,
      productLine: null,
      requiresAnyOf: [],
    })
  })
})

it('who has to hold all of some products holds one of them', () => {
  expect(anyOf([], null)).toEqual([])
  expect(anyOf([], ['B', 'A'])).toEqual(['A', 'B'])
  expect(anyOf(['D', 'C'], ['B', 'A'])).toEqual(['C', 'D'])
  expect(anyOf(['D', 'C'], undefined)).toEqual(['C', 'D'])
})

const anyOffer = fc
  .record({
    related: fc.array(
      fc.constantFrom(from('UPGRADE_TO'), from('UPGRADE_TO', '1'), from('UPSELL_TO'), from('HAS_MAINTENANCE')),
      { maxLength: 4 },
    ),
    chains: fc.array(fc.constantFrom(chain('upgrade'), chain('update'), chain('upgrade', null), chain('update', '1')), {
      maxLength: 3,
    }),
    storeCategory: fc.constantFrom('', 'base', 'upgrade', 'addon', 'seat', 'maintenance'),
    kind: fc.constantFrom('product' as const, 'maintenance' as const),
  })
  .map(({ related, chains, storeCategory, kind }) =>
    offer({ relatedFrom: related, chainedFrom: chains }, { kind, ...says(storeCategory) }),
  )

describe('for any relations and chains', () => {
  it('what the platform opens by a relation is never open to all while it can be sold', () => {
    fc.assert(
      fc.property(anyOffer, (of) => {
        const row = deriveItem(of, undefined)
        if (row.unsellableReason !== null || row.category === 'base') return
        expect(row.requiresAnyOf).not.toEqual([])
        expect(row.requirementFrom).not.toBeNull()
      }),
    )
  })

  it('the order in which relations and chains are read changes nothing, not even the hash', () => {
    fc.assert(
      fc.property(anyOffer, (of) => {
        const reversed = {
          ...of,
          relatedFrom: [...of.relatedFrom].reverse(),
          chainedFrom: [...of.chainedFrom].reverse(),
        }
        expect(deriveItem(reversed, undefined)).toEqual(deriveItem(of, undefined))
      }),
    )
  })

  it('another word of the store or the platform is another hash', () => {
    const { rowHash } = deriveItem(offer({}, says('base')), undefined)
    for (const said of [override({ title: 'X' }), override({ maxPerAccount: 1 }), override({ notAccounts: ['ACME'] })])
      expect(deriveItem(offer({}, says('base')), said).rowHash).not.toBe(rowHash)
    expect(deriveItem(offer({}, says('base')), override()).rowHash).toBe(rowHash)
  })
})
