import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { HeldRight } from '../../../../src/domains/entitlements/rights/index.ts'
import { asksForRights, type RuledItem, visibilityOf } from '../../../../src/domains/shop/catalog/visibility.ts'
import { localDate } from '../../../../src/kernel/local-date.ts'

const item = (some: Partial<RuledItem> = {}): RuledItem => ({
  withdrawnAt: null,
  unsellableReason: null,
  category: 'base',
  soldTo: ['customer', 'reseller'],
  requiresAnyOf: [],
  requirementFrom: null,
  addsToLine: false,
  productName: 'Paint',
  productVersion: '2',
  requiresAllOf: [],
  requiresNoneOf: [],
  partnerTiers: [],
  onlyAccounts: [],
  notAccounts: [],
  visibleFrom: null,
  visibleThrough: null,
  ...some,
})
const right = (some: Partial<HeldRight> = {}): HeldRight => ({
  activationId: 'act-1',
  entitlementId: 'ent-1',
  ownerAccountId: 'ACME',
  productName: 'Paint',
  productVersion: '2',
  partNumber: null,
  quantity: 1,
  startDate: null,
  expirationDate: localDate('2026-12-31'),
  orderId: 'SO-7',
  orderLineNumber: '2',
  maintenanceThrough: null,
  grantedBy: null,
  ...some,
})
const customer = {
  accountId: 'ACME',
  accountType: 'customer',
  partnerTier: null,
  rightsOf: 'ACME',
  offered: [],
  undelivered: [],
  on: localDate('2026-06-15'),
}
const needsPaint = { requiresAnyOf: ['Paint@2'], requirementFrom: 'UPSELL_TO' as const }

describe('visibilityOf', () => {
  it.each([
    ['WITHDRAWN', item({ withdrawnAt: new Date('2026-01-01T00:00:00Z'), unsellableReason: 'x' }), []],
    ['UNSELLABLE', item({ unsellableReason: 'Paint 2 is DRAFT on the platform, not DEPLOYED' }), []],
    ['NOT_FOR_SALE', item({ category: 'update' }), []],
    ['WRONG_ACCOUNT_TYPE', item({ soldTo: ['reseller'] }), []],
    ['NOT_ENTITLED', item(needsPaint), []],
    ['NOT_ENTITLED', item(needsPaint), [right({ productVersion: '1' })]],
    ['NO_LINE_TO_ADD_TO', item({ addsToLine: true }), [right({ productVersion: '1' })]],
    ['NO_LINE_TO_ADD_TO', item({ addsToLine: true, productName: null }), [right()]],
    ['NOT_YET_FOR_SALE', item({ visibleFrom: localDate('2026-06-16') }), []],
    ['NO_LONGER_FOR_SALE', item({ visibleThrough: localDate('2026-06-14') }), []],
    ['WRONG_PARTNER_TIER', item({ partnerTiers: ['gold'] }), []],
    ['NOT_FOR_THIS_ACCOUNT', item({ onlyAccounts: ['NOVA'] }), []],
    ['NOT_FOR_THIS_ACCOUNT', item({ notAccounts: ['ACME'] }), []],
    ['NOT_ENTITLED_TO_ALL', item({ requiresAllOf: ['Paint', 'Brush'] }), [right()]],
    ['RULED_OUT_BY_RIGHT', item({ requiresNoneOf: ['Brush', 'Paint@2'] }), [right()]],
  ] as const)('hides an item with reason %s, and the trace ends with that rule', (reason, hidden, held) => {
    const answer = visibilityOf(hidden, customer, held)
    expect(answer).toMatchObject({ visible: false, reason })
    if (!answer.visible) expect(answer.trace.at(-1)).toMatchObject({ rule: reason, passed: false })
  })

  it.each([
    ['an item that asks for nothing', item(), []],
    ['an item that asks for a product by name', item({ requiresAnyOf: ['Paint'] }), [right({ productVersion: '9' })]],
    ['an item that asks for one version', item(needsPaint), [right()]],
    ['a seat beside its own line', item({ addsToLine: true }), [right()]],
    ['an item on its first day', item({ visibleFrom: localDate('2026-06-15') }), []],
    ['an item on its last day', item({ visibleThrough: localDate('2026-06-15') }), []],
    ['an item for named accounts', item({ onlyAccounts: ['NOVA', 'ACME'] }), []],
    ['an item that is kept from others', item({ notAccounts: ['NOVA'] }), []],
    [
      'an item that asks for two products',
      item({ requiresAllOf: ['Paint', 'Brush@1'] }),
      [right(), right({ productName: 'Brush', productVersion: '1' })],
    ],
    ['an item that other rights rule out', item({ requiresNoneOf: ['Brush'] }), [right()]],
  ])('shows %s to who holds what it asks for', (_, shown, held) => {
    expect(visibilityOf(shown, customer, held).visible).toBe(true)
  })

  it('what a right opened is traced to its order line or to the grant that named it [S7]', () => {
    const bought = visibilityOf(item(needsPaint), customer, [right()])
    expect(bought).toMatchObject({
      visible: true,
      because: [{}, { right: { activationId: 'act-1', product: 'Paint@2', orderId: 'SO-7', orderLineNumber: '2' } }],
    })
    const granted = visibilityOf(item(needsPaint), customer, [right({ orderId: null, orderLineNumber: null })])
    expect(JSON.stringify(granted)).toContain('granted as entitlement ent-1')
  })

  it('the trace names the parent account of an inherited line and the relation that led to the item', () => {
    const answer = visibilityOf(item(needsPaint), customer, [right({ ownerAccountId: 'ACME-GROUP' })])
    const text = JSON.stringify(answer)
    expect(answer).toMatchObject({ because: [{}, { right: { inheritedFrom: 'ACME-GROUP' } }] })
    expect(text).toContain('inherited from account ACME-GROUP')
    expect(text).toContain('UPSELL_TO')
  })

  it('a step that passed names nobody else and nothing that is not held, because the account may read it', () => {
    const shown = item({
      onlyAccounts: ['ACME', 'RIVAL'],
      partnerTiers: ['gold', 'platinum'],
      soldTo: ['customer', 'internal'],
      requiresAllOf: ['Paint'],
      requiresNoneOf: ['Secret'],
      requiresAnyOf: ['Paint', 'Hidden'],
    })
    const answer = visibilityOf(shown, { ...customer, partnerTier: 'gold' }, [right()])
    expect(answer.visible).toBe(true)
    expect(JSON.stringify(answer)).not.toMatch(/RIVAL|platinum|internal|Secret|Hidden/)
  })

  it('an offer of a chain meets "one of", "all of" and "none of" like a right', () => {
    const offer = { productName: 'Paint', productVersion: '3', chainId: 'c', validator: 'maintenance' as const }
    const offered = [
      { ...offer, activationId: 'act-1', since: localDate('2026-01-01'), sentence: 'Paint 3 is offered' },
    ]
    const looker = { ...customer, offered }
    const entry = ['offered: Paint@3']
    expect(visibilityOf(item({ requiresAnyOf: entry }), looker, []).visible).toBe(true)
    expect(visibilityOf(item({ requiresAllOf: entry }), looker, []).visible).toBe(true)
    expect(visibilityOf(item({ requiresNoneOf: entry }), looker, [])).toMatchObject({ reason: 'RULED_OUT_BY_RIGHT' })
  })
})

describe('asksForRights', () => {
  const products = fc.subarray(['Paint', 'Paint@2', 'Brush', 'offered: Paint@2'])
  const names = fc.oneof({ arbitrary: fc.constant<string[]>([]), weight: 4 }, products)
  const anyItem = fc
    .record({
      requiresAnyOf: names,
      requiresAllOf: names,
      requiresNoneOf: names,
      addsToLine: fc.boolean(),
      category: fc.constantFrom('base', 'update'),
      soldTo: fc.subarray(['customer', 'reseller']),
    })
    .map((some) => item(some))
  const held = fc.array(
    fc
      .record({ productName: fc.constantFrom('Paint', 'Brush'), productVersion: fc.constantFrom('1', '2') })
      .map((some) => right(some)),
    { maxLength: 3 },
  )

  it('says no only where every account with whatever rights gets the same answer', () => {
    fc.assert(
      fc.property(anyItem, held, (some, rights) => {
        fc.pre(!asksForRights(some))
        expect(visibilityOf(some, customer, rights)).toEqual(visibilityOf(some, customer, []))
      }),
    )
  })

  it('says yes to an item that asks for a product in any way', () => {
    const ways = [{ requiresAnyOf: ['Paint'] }, { requiresAllOf: ['Paint'] }, { requiresNoneOf: ['Paint'] }]
    for (const way of [...ways, { addsToLine: true }]) expect(asksForRights(item(way))).toBe(true)
  })
})
