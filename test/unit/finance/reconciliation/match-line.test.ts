import { describe, expect, it } from 'vitest'
import type { Posting } from '../../../../src/domains/finance/reconciliation/billed.ts'
import { type CauseCode, causeCodes, causes } from '../../../../src/domains/finance/reconciliation/causes.ts'
import { matchFreight, matchLine, type OrderMoney } from '../../../../src/domains/finance/reconciliation/match-line.ts'
import type { MatchableLine, MatchableRight } from '../../../../src/domains/finance/reconciliation/sources.ts'
import type { LedgerAccount } from '../../../../src/domains/money/ledger/index.ts'
import { addDays, localDate } from '../../../../src/kernel/local-date.ts'
import { money } from '../../../../src/kernel/money.ts'

const placedOn = localDate('2026-06-15')

const licence: MatchableLine = {
  orderId: 'ord_1',
  orderNumber: 'SO-2026-000101',
  accountId: 'RESELLER',
  endCustomerAccountId: 'CUSTOMER',
  paymentMethod: 'card',
  paymentId: 'pay_1',
  purchaseOrderNumber: null,
  placedOn,
  currency: 'EUR',
  orderLineId: 'orl_1',
  lineNumber: 1,
  partNumber: 'PAINT-PRO',
  title: 'Paint Pro',
  obligation: 'licence',
  origin: 'platform',
  quantity: 5,
  netMinor: 10_000,
  taxMinor: 1_900,
  state: 'live',
  activationId: 'SO-2026-000101-L1',
  shipped: null,
}
const disc: MatchableLine = {
  ...licence,
  partNumber: 'KIT-PAINT',
  obligation: 'media',
  origin: 'store',
  quantity: 2,
  state: 'shipped',
  activationId: null,
  shipped: {
    shipmentId: 'shp_1',
    carrier: 'Post',
    trackingNumber: 'T1',
    shippedAt: new Date('2026-06-17T09:00:00Z'),
    quantity: 2,
  },
}
const right: MatchableRight = {
  activationId: 'SO-2026-000101-L1',
  accountId: 'CUSTOMER',
  quantity: 5,
  state: 'DEPLOYED',
  orderId: 'SO-2026-000101',
  orderLineNumber: '1',
}
const order: OrderMoney = {
  orderTotalMinor: 11_900,
  payment: {
    state: 'settled',
    amountMinor: 11_900,
    currency: 'EUR',
    orderId: 'ord_1',
    settledAt: new Date('2026-06-15T10:00:00Z'),
  },
  payoutId: 'po_1',
}
const credit = (account: LedgerAccount, minor: number, currency = 'EUR'): Posting => ({
  account,
  side: 'credit',
  money: money(minor, currency),
})
const debit = (account: LedgerAccount, minor: number): Posting => ({ ...credit(account, minor), side: 'debit' })
const posted = [credit('deferred-revenue-licence', 10_000), credit('tax-payable', 1_900)]

interface Case {
  readonly line?: Partial<MatchableLine>
  readonly base?: MatchableLine
  readonly postings?: readonly Posting[]
  readonly rights?: readonly MatchableRight[] | null
  readonly order?: Partial<OrderMoney>
  readonly daysLater?: number
}

function match({ base = licence, line = {}, postings = posted, rights, order: change = {}, daysLater = 0 }: Case) {
  return matchLine({
    line: { ...base, ...line },
    postings,
    rights: rights === undefined ? (base === disc ? [] : [right]) : rights,
    order: { ...order, ...change },
    today: addDays(placedOn, daysLater),
  })
}

it('the days in its sentences are written as everywhere', () => {
  expect(match({}).money.sentence).toBe('119.00 EUR paid by card on 15 Jun 2026, in payout po_1')
  expect(match({ base: disc }).parcel.sentence).toBe('Left on 17 Jun 2026 with Post, T1')
})

describe('a line that agrees has no cause, owner or next step', () => {
  const agreeing: readonly (readonly [string, Case])[] = [
    ['a licence paid by card, live and paid out', {}],
    ['one whose payout is still to come', { order: { payoutId: null }, daysLater: 14 }],
    [
      'one whose revenue was recognised',
      {
        postings: [...posted, debit('deferred-revenue-licence', 10_000), credit('revenue-licence', 10_000)],
      },
    ],
    [
      'one on a purchase order',
      {
        line: { paymentMethod: 'purchaseOrder', paymentId: null, purchaseOrderNumber: 'PO-7' },
        order: { payment: null, payoutId: null },
      },
    ],
    [
      'a free one, without postings',
      {
        line: { paymentMethod: 'free', paymentId: null, netMinor: 0, taxMinor: 0 },
        postings: [],
        order: { payment: null, payoutId: null, orderTotalMinor: 0 },
      },
    ],
    ['one on its way to the platform', { line: { state: 'pushing' }, rights: [], daysLater: 1 }],
    ['one whose confirmation is on its way', { line: { state: 'unclear' }, daysLater: 1 }],
    [
      'maintenance, which has no quantity and no account of its own',
      {
        line: { obligation: 'maintenance' },
        rights: [{ ...right, accountId: null, quantity: null }],
      },
    ],
    ['maintenance whose mirror was not asked', { line: { obligation: 'maintenance' }, rights: null }],
    ['a disc that was shipped', { base: disc }],
    ['a disc in production', { base: disc, line: { state: 'inProduction', shipped: null }, daysLater: 7 }],
    ['a disc that waits for its parcel', { base: disc, line: { state: 'made', shipped: null }, daysLater: 7 }],
    [
      'goods that wait for their parcel',
      {
        base: disc,
        line: { obligation: 'goods', state: 'awaitingShipment', shipped: null },
        daysLater: 3,
      },
    ],
  ]
  it.each(agreeing)('%s', (_, given) => {
    expect(match(given)).toMatchObject({ cause: null, owner: null, nextStep: null })
  })
})

describe('a difference has one cause, one owner and one next step [S78]', () => {
  const differing: readonly (readonly [CauseCode, string, Case])[] = [
    ['posting-missing', 'nothing in the ledger', { postings: [] }],
    ['posting-differs', 'another amount in the ledger', { postings: [credit('deferred-revenue-licence', 10_000)] }],
    [
      'posting-differs',
      'another currency in the ledger',
      {
        postings: [credit('deferred-revenue-licence', 10_000, 'USD'), credit('tax-payable', 1_900, 'USD')],
      },
    ],
    [
      'posting-differs',
      'a free line that was posted',
      {
        line: { paymentMethod: 'free', netMinor: 0, taxMinor: 0 },
      },
    ],
    [
      'posting-differs',
      'a posting that was reversed',
      {
        postings: [...posted, debit('deferred-revenue-licence', 10_000), debit('tax-payable', 1_900)],
      },
    ],
    ['payment-missing', 'no card payment', { order: { payment: null } }],
    [
      'payment-missing',
      'a card payment that did not settle',
      {
        order: { payment: { state: 'expired', amountMinor: 11_900, currency: 'EUR', orderId: null, settledAt: null } },
      },
    ],
    ['payment-differs', 'a payment of another amount', { order: { orderTotalMinor: 12_900 } }],
    ['payout-overdue', 'no payout after two weeks', { order: { payoutId: null }, daysLater: 15 }],
    ['push-failed', 'a refused push', { line: { state: 'failed' }, rights: [] }],
    ['push-overdue', 'no right after a day', { line: { state: 'unclear' }, rights: [], daysLater: 2 }],
    ['right-missing', 'live here only', { rights: [] }],
    ['right-on-wrong-account', 'the right of somebody else', { rights: [{ ...right, accountId: 'RESELLER' }] }],
    ['right-quantity-differs', 'too few', { rights: [{ ...right, quantity: 4 }] }],
    ['right-quantity-differs', 'created twice', { rights: [right, { ...right, activationId: 'again' }] }],
    ['right-withdrawn', 'withdrawn on the platform', { rights: [{ ...right, state: 'OBSOLETE' }] }],
    ['right-without-push', 'on the platform, refused here', { line: { state: 'failed' } }],
    ['right-without-push', 'on the platform, unconfirmed for days', { line: { state: 'unclear' }, daysLater: 2 }],
    ['right-not-ordered', 'a right for a disc', { base: disc, rights: [{ ...right, accountId: 'CUSTOMER' }] }],
    ['production-failed', 'a disc that could not be made', { base: disc, line: { state: 'failed', shipped: null } }],
    [
      'production-overdue',
      'not made in a week',
      {
        base: disc,
        line: { state: 'inProduction', shipped: null },
        daysLater: 8,
      },
    ],
    [
      'parcel-missing',
      'made and not shipped in a week',
      {
        base: disc,
        line: { state: 'made', shipped: null },
        daysLater: 8,
      },
    ],
    ['parcel-missing', 'shipped without a shipment', { base: disc, line: { shipped: null } }],
    ['parcel-quantity-differs', 'half of it shipped', { base: disc, line: { quantity: 4 } }],
  ]
  it.each(differing)('%s: %s', (cause, _, given) => {
    expect(match(given)).toMatchObject({ cause, owner: causes[cause].owner, nextStep: causes[cause].nextStep })
  })

  it('names the side that disagrees and leaves the others as they are', () => {
    expect(match({ rights: [] })).toMatchObject({
      money: { status: 'matched' },
      right: { status: 'missing', sentence: 'SO-2026-000101-L1 is live here, not on the platform' },
      parcel: { status: 'not-needed' },
    })
  })

  it('when several sides disagree, money comes first, and every side still says so', () => {
    const found = match({ postings: [], rights: [] })
    expect(found.cause).toBe('posting-missing')
    expect(found.right.status).toBe('missing')
  })

  it('freight has money and nothing else', () => {
    const freight = { freightMinor: 500, taxMinor: 95 }
    const facts = { line: licence, freight, order, today: placedOn }
    expect(matchFreight({ ...facts, postings: [] }).cause).toBe('posting-missing')
    expect(
      matchFreight({ ...facts, postings: [credit('deferred-revenue-freight', 500), credit('tax-payable', 95)] }),
    ).toMatchObject({ cause: null, right: { status: 'not-needed' }, parcel: { status: 'not-needed' } })
  })

  it('every cause says who does what next', () => {
    for (const code of causeCodes) expect(causes[code].nextStep).toMatch(/^[A-Z].{20,}\.$/)
  })
})
