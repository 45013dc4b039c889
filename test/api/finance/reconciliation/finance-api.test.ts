import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { postEntry } from '../../../../src/domains/money/ledger/index.ts'
import { localDate } from '../../../../src/kernel/local-date.ts'
import { money } from '../../../../src/kernel/money.ts'
import { type StripeWorld, stripeWorld } from '../../../adapters/payment/stripe-world.ts'
import { movableClock } from '../../../support/movable-clock.ts'
import { type TestDatabase, testDatabase } from '../../../support/test-database.ts'
import { financeApp, writeOrder } from './books.ts'

let database: TestDatabase
let world: StripeWorld
let app: ReturnType<typeof financeApp>

const get = async (url: string) => {
  const answer = await app.asStaff('readOnly').inject(url)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json()
}

beforeAll(async () => {
  database = await testDatabase(4)
  world = await stripeWorld()
  const clock = movableClock('2026-06-15T18:00:00Z')
  app = financeApp({ db: database.db, clock, cards: world.processor })
  const { db } = database
  await writeOrder(db, {
    number: 'SO-2026-000101',
    lines: [{ partNumber: 'P', netMinor: 1_000, taxMinor: 190, right: null }],
  })
  await writeOrder(db, {
    number: 'SO-2026-000102',
    method: 'purchaseOrder',
    placedOn: localDate('2026-05-10'),
    lines: [{ partNumber: 'P', netMinor: 2_000 }],
  })
  const { orderId } = await writeOrder(db, {
    number: 'SO-2026-000103',
    method: 'purchaseOrder',
    placedOn: localDate('2026-01-10'),
    lines: [{ partNumber: 'P', netMinor: 3_000 }],
  })
  await db.transaction((tx) =>
    postEntry(tx, {
      entryId: 'jen_invoice-paid:1',
      occurredOn: localDate('2026-02-10'),
      reference: { kind: 'order', id: orderId },
      description: 'Invoice paid',
      postedAt: new Date('2026-02-10T10:00:00Z'),
      lines: [
        { account: 'bank', side: 'debit', money: money(2_600, 'EUR') },
        { account: 'accounts-receivable', side: 'credit', money: money(2_600, 'EUR') },
      ],
    }),
  )
})
afterAll(async () => {
  await app.close()
  await world.close()
  await database.drop()
})

describe('the match over HTTP', () => {
  it('is started by finance only, and its days must be days in order', async () => {
    const start = (payload: object) => ({ method: 'POST' as const, url: '/api/admin/finance/match-runs', payload })
    const june = { from: '2026-06-01', through: '2026-06-15' }
    expect((await app.asMember().inject(start(june))).statusCode).toBe(403)
    expect((await app.asStaff('operations').inject(start(june))).statusCode).toBe(403)
    const finance = app.asStaff('finance')
    const badDay = await finance.inject(start({ ...june, through: '2026-06-31' }))
    expect([badDay.statusCode, badDay.json().errors[0].pointer]).toEqual([400, '#/through'])
    expect((await finance.inject(start({ from: '2026-06-15', through: '2026-06-01' }))).statusCode).toBe(400)
    const run = await finance.inject(start(june))
    expect([run.statusCode, run.json().differenceCount]).toEqual([201, 1])
    expect(await get('/api/admin/finance/match-runs/latest')).toEqual(run.json())
    const rows = await get(`/api/admin/finance/match-runs/${run.json().id}/rows?cause=right-missing`)
    expect(rows).toMatchObject({ items: [{ orderNumber: 'SO-2026-000101', owner: 'operations' }], nextCursor: null })
    expect((await finance.inject('/api/admin/finance/match-runs/mtr_none/rows')).statusCode).toBe(404)
    const wrongCause = await finance.inject(`/api/admin/finance/match-runs/${run.json().id}/rows?cause=bad-luck`)
    expect(wrongCause.statusCode).toBe(400)
  })
})

describe('the figures of today', () => {
  it('each name the query that lists their rows', async () => {
    await app.asStaff('finance').inject({
      method: 'POST',
      url: '/api/admin/finance/match-runs',
      payload: { from: '2026-06-01', through: '2026-06-15' },
    })
    const today = await get('/api/admin/finance/today')
    expect(today).toMatchObject({
      day: '2026-06-15',
      cashInTransit: [{ currency: 'EUR', minor: 1_190 }],
      openInvoices: [
        { bucket: '31-60 days', currency: 'EUR', minor: 2_000, orders: 1 },
        { bucket: 'over 90 days', currency: 'EUR', minor: 400, orders: 1 },
      ],
      unmatched: [{ cause: 'right-missing', count: 1, facts: null }],
      revenue: [{ obligation: 'licence', currency: 'EUR', deferredMinor: 6_000, earnedMinor: 0 }],
    })
    const clearing = await get(today.cashInTransit[0].rows)
    expect(clearing.items).toMatchObject([{ account: 'card-clearing', side: 'debit', minor: 1_190 }])
    const invoices = await get(today.openInvoices[0].rows)
    expect(invoices.items.map((row: { minor: number }) => row.minor)).toEqual([2_000])
    const differences = await get(today.unmatched[0].rows)
    expect(differences.items).toHaveLength(1)
    const deferred = await get(today.revenue[0].deferredRows)
    expect(deferred.items.reduce((sum: number, row: { minor: number }) => sum + row.minor, 0)).toBe(6_000)
  })
})

describe('the ledger over HTTP', () => {
  it('pages the journal of a range of days and gives the balances at the end of one', async () => {
    const may = await get('/api/admin/finance/ledger?from=2026-05-01&through=2026-05-31&limit=1')
    expect(may.items).toMatchObject([{ occurredOn: '2026-05-10', glCode: '1100', currency: 'EUR' }])
    const rest = await get(`/api/admin/finance/ledger?from=2026-05-01&through=2026-05-31&cursor=${may.nextCursor}`)
    expect(rest.items).toMatchObject([{ account: 'deferred-revenue-licence', minor: 2_000 }])
    const { items } = await get('/api/admin/finance/balances?through=2026-02-28')
    expect(items).toMatchObject([
      { account: 'bank', balanceMinor: 2_600 },
      { account: 'accounts-receivable', balanceMinor: 400 },
      { account: 'deferred-revenue-licence', balanceMinor: 3_000 },
    ])
    const unknown = await app.asStaff('readOnly').inject('/api/admin/finance/ledger?account=petty-cash')
    expect(unknown.statusCode).toBe(400)
    expect((await app.asMember().inject('/api/admin/finance/ledger')).statusCode).toBe(403)
  })
})
