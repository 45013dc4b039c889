import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { payoutSheet } from '../../../../src/domains/finance/reconciliation/index.ts'
import { balances, entriesOf } from '../../../../src/domains/money/ledger/index.ts'
import { unexplainedPayouts } from '../../../../src/domains/money/payments/finance-store.ts'
import { importPayouts } from '../../../../src/domains/money/payments/import-payouts.ts'
import { findPayout, itemsOfPayout, listPayouts } from '../../../../src/domains/money/payments/store.ts'
import { payments } from '../../../../src/domains/money/payments/tables.ts'
import { dateOf } from '../../../../src/kernel/local-date.ts'
import { money } from '../../../../src/kernel/money.ts'
import { PartnerFailure } from '../../../../src/kernel/partner-failure.ts'
import { newCardPayment } from '../../../adapters/payment/contract.ts'
import { buyerPays, type StripeWorld, stripeWorld } from '../../../adapters/payment/stripe-world.ts'
import { type TestDatabase, testDatabase } from '../../../support/test-database.ts'
import { financeApp, log, writeOrder } from '../../finance/reconciliation/books.ts'

let database: TestDatabase
let world: StripeWorld
const opened: TestDatabase[] = []

beforeAll(async () => {
  world = await stripeWorld()
})
// The ledger refuses to be emptied, so each test has books of its own.
beforeEach(async () => {
  await world.close()
  world = await stripeWorld()
  database = await testDatabase(4)
  opened.push(database)
})
afterAll(async () => {
  await world.close()
  for (const each of opened) await each.drop()
})

const bring = () => importPayouts({ db: database.db, clock: world.clock, log, cards: world.processor })

/** A buyer pays at the processor, and unless it is somebody else's, the store has the payment with its order. */
async function sale(
  number: string,
  given: { minor: number; isOurs?: boolean; lines?: [number, number]; freight?: number },
) {
  const payment = newCardPayment({ amount: money(given.minor, 'EUR') })
  const session = await world.processor.createSession(payment)
  await buyerPays(session.url ?? '', 'at-once')
  const paid = await world.processor.readSession(session.sessionId)
  const settle = async () => {
    const [first, second] = given.lines ?? [given.minor, 0]
    const { orderId } = await writeOrder(database.db, {
      number,
      paymentId: payment.paymentId,
      freightMinor: given.freight ?? 0,
      placedOn: dateOf(world.clock.now()),
      lines: [first, second].filter((minor) => minor > 0).map((netMinor) => ({ partNumber: 'P', netMinor })),
    })
    await database.db.insert(payments).values({
      id: payment.paymentId,
      pricedCartId: `pct_${number}`,
      accountId: 'BUYER',
      state: 'settled',
      orderId,
      amountMinor: given.minor,
      currency: 'EUR',
      description: '',
      payerEmail: '',
      stripePaymentIntentId: paid.paymentIntentId,
      createdAt: world.clock.now(),
      checkedAt: world.clock.now(),
      settledAt: world.clock.now(),
    })
    return orderId
  }
  return { settle, orderId: given.isOurs === false ? null : await settle() }
}

async function balanceOf(account: string): Promise<number> {
  return (await balances(database.db)).find((each) => each.account === account)?.balance.minor ?? 0
}

const sheetOf = (payoutId: string) => database.db.transaction((tx) => payoutSheet(tx, payoutId))

async function onlyPayoutId(): Promise<string> {
  const [payout] = await listPayouts(database.db, 10)
  return payout?.payoutId ?? ''
}

describe('a payout', () => {
  it('closes to zero against order lines, freight and fees, to the minor unit [S79]', async () => {
    await sale('SO-2026-000101', { minor: 12_345, lines: [10_001, 2_000], freight: 344 })
    await sale('SO-2026-000102', { minor: 999 })
    await world.payOut()
    expect(await bring()).toEqual({ payouts: 1, added: 1 })
    const sheet = await sheetOf(await onlyPayoutId())
    const fees = sheet.items.reduce((total, item) => total + item.feeMinor, 0)
    expect(fees).toBeGreaterThan(0)
    expect(sheet.sums).toEqual({
      orderLinesMinor: 13_344,
      refundsMinor: 0,
      disputesMinor: 0,
      otherMinor: 0,
      leftoversMinor: 0,
      feesMinor: -fees,
      payoutMinor: 13_344 - fees,
      restMinor: 0,
    })
    expect(sheet).toMatchObject({ posted: true, leftovers: [] })
    expect(sheet.bankTraceId).not.toBeNull()
    const linesOf = new Map(sheet.items.map((item) => [item.orderNumber, item.lines.map((line) => line.minor)]))
    expect([...linesOf].sort()).toEqual([
      ['SO-2026-000101', [10_001, 2_000, 344]],
      ['SO-2026-000102', [999]],
    ])
    expect(await balanceOf('card-clearing')).toBe(0)
    expect(await balanceOf('bank')).toBe(13_344 - fees)
    expect(await balanceOf('processor-fees')).toBe(fees)
  })

  it('posts a fee that belongs to no payment as a fee, and still closes [P3]', async () => {
    await sale('SO-2026-000101', { minor: 10_000 })
    await world.chargeMonthlyFee(250, 'EUR')
    await world.payOut()
    await bring()
    const sheet = await sheetOf(await onlyPayoutId())
    expect(sheet).toMatchObject({ leftovers: [], sums: { leftoversMinor: 0, restMinor: 0, orderLinesMinor: 10_000 } })
    expect(await balanceOf('unmatched-receipts')).toBe(0)
    expect(await balanceOf('processor-fees')).toBe(-sheet.sums.feesMinor)
    expect(sheet.sums.feesMinor).toBeLessThan(-250)
  })

  it('lists an item that fits no payment, and closes with it [S79]', async () => {
    await sale('SO-2026-000101', { minor: 10_000 })
    await sale('SO-2026-000102', { minor: 5_000, isOurs: false })
    await world.payOut()
    await bring()
    const sheet = await sheetOf(await onlyPayoutId())
    expect(sheet.leftovers).toMatchObject([{ minor: 5_000, sentence: 'charge that fits no payment' }])
    expect(sheet.sums).toMatchObject({ orderLinesMinor: 10_000, leftoversMinor: 5_000, restMinor: 0 })
    expect(await balanceOf('unmatched-receipts')).toBe(5_000)
  })

  it('imported again posts nothing more; a payment that settled since is moved off the unmatched receipts', async () => {
    const late = await sale('SO-2026-000101', { minor: 5_000, isOurs: false })
    await world.payOut()
    await bring()
    expect(await bring()).toEqual({ payouts: 1, added: 0 })
    const reference = { kind: 'payout', id: await onlyPayoutId() }
    expect(await entriesOf(database.db, reference)).toHaveLength(1)
    await late.settle()
    await bring()
    await bring()
    expect(await entriesOf(database.db, reference)).toHaveLength(2)
    expect(await balanceOf('unmatched-receipts')).toBe(0)
    expect(await balanceOf('card-clearing')).toBe(0)
    expect((await sheetOf(reference.id)).leftovers).toEqual([])
  })

  it('that came back from the bank is in transit again', async () => {
    await sale('SO-2026-000101', { minor: 10_000 })
    await world.payOut()
    await bring()
    const brought = await balanceOf('bank')
    const cards = {
      ...world.processor,
      payouts: async (since: Date) =>
        (await world.processor.payouts(since)).map((payout) => ({ ...payout, state: 'failed' as const })),
    }
    const deps = { db: database.db, clock: world.clock, log, cards }
    await importPayouts(deps)
    await importPayouts(deps)
    expect(await balanceOf('bank')).toBe(0)
    expect(await balanceOf('card-clearing')).toBe(brought)
    expect((await findPayout(database.db, await onlyPayoutId()))?.state).toBe('failed')
  })
})

describe('payouts that are not itemised', () => {
  it('do not stop those after them: what is not known yet waits, what never will be is listed for finance', async () => {
    await sale('SO-2026-000101', { minor: 10_000 })
    world.box.payOut('reconciling')
    world.clock.advance({ minutes: 1 })
    await sale('SO-2026-000102', { minor: 7_000 })
    world.box.payOut('manual')
    world.clock.advance({ minutes: 1 })
    await sale('SO-2026-000103', { minor: 5_000 })
    world.box.payOut()
    expect(await bring()).toEqual({ payouts: 3, added: 3 })
    const [last, manual, pending] = await listPayouts(database.db, 10)
    expect([pending, manual, last].map((payout) => payout?.itemised)).toEqual(['pending', 'none', 'complete'])
    const entries = async (id = '') => (await entriesOf(database.db, { kind: 'payout', id })).length
    expect(await entries(pending?.payoutId)).toBe(0)
    expect(await entries(last?.payoutId)).toBe(1)
    const days = { from: dateOf(world.clock.now()), through: dateOf(world.clock.now()) }
    const unexplained = await database.db.transaction((tx) => unexplainedPayouts(tx, days))
    expect(unexplained.map(({ payoutId }) => payoutId)).toEqual([manual?.payoutId])

    world.box.reconcilePayouts()
    await bring()
    expect(await entries(pending?.payoutId)).toBe(1)
    expect((await sheetOf(pending?.payoutId ?? '')).sums.restMinor).toBe(0)
    expect((await findPayout(database.db, pending?.payoutId ?? ''))?.itemised).toBe('complete')
  })

  it('because the processor refuses, stand as not itemised; an outage is told when the others were tried', async () => {
    await sale('SO-2026-000101', { minor: 10_000 })
    world.box.payOut()
    world.clock.advance({ minutes: 1 })
    await sale('SO-2026-000102', { minor: 7_000 })
    world.box.payOut()
    const first = (await world.processor.payouts(new Date(0)))[0]?.payoutId
    const failing = (judgement: 'final' | 'retryable') => ({
      ...world.processor,
      balanceTransactionsOf: async (payoutId: string) => {
        if (payoutId === first) throw new PartnerFailure('stripe', judgement, 'cannot be itemised')
        return world.processor.balanceTransactionsOf(payoutId)
      },
    })
    const deps = { db: database.db, clock: world.clock, log }
    await expect(importPayouts({ ...deps, cards: failing('retryable') })).rejects.toMatchObject({
      judgement: 'retryable',
    })
    expect(await listPayouts(database.db, 10)).toHaveLength(1)
    expect(await importPayouts({ ...deps, cards: failing('final') })).toEqual({ payouts: 2, added: 1 })
    expect((await findPayout(database.db, first ?? ''))?.itemised).toBe('none')
    await bring()
    expect((await sheetOf(first ?? '')).leftovers).toEqual([])
    expect(await balanceOf('unmatched-receipts')).toBe(0)
  })
})

describe('the payouts API', () => {
  it('imports for finance only, and pages what it has for all staff', async () => {
    const app = financeApp({ db: database.db, clock: world.clock, cards: world.processor })
    await sale('SO-2026-000101', { minor: 10_000 })
    await world.payOut()
    const url = '/api/admin/finance/payouts/import'
    expect((await app.asMember().inject({ method: 'POST', url })).statusCode).toBe(403)
    expect((await app.asStaff('operations').inject({ method: 'POST', url })).statusCode).toBe(403)
    expect((await app.asStaff('finance').inject({ method: 'POST', url })).json()).toEqual({ payouts: 1, added: 1 })
    await sale('SO-2026-000102', { minor: 7_000 })
    world.clock.advance({ days: 1 })
    await world.payOut()
    await app.asStaff('finance').inject({ method: 'POST', url })
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`
      const page = await app.asStaff('readOnly').inject(`/api/admin/finance/payouts?limit=1${query}`)
      expect(page.json().items).toHaveLength(1)
      seen.push(page.json().items[0].payoutId)
      cursor = page.json().nextCursor
    }
    expect(new Set(seen).size).toBe(2)
    const sheet = await app.asStaff('readOnly').inject(`/api/admin/finance/payouts/${seen[0]}`)
    expect(sheet.json()).toMatchObject({ payoutId: seen[0], sums: { orderLinesMinor: 7_000, restMinor: 0 } })
    expect((await app.asStaff('readOnly').inject('/api/admin/finance/payouts/po_none')).statusCode).toBe(404)
    expect((await itemsOfPayout(database.db, seen[0] ?? '')).length).toBeGreaterThan(0)
    await app.close()
  })

  it('says that the processor is away, and changes nothing', async () => {
    const app = financeApp({ db: database.db, clock: world.clock, cards: world.processor })
    await world.goAway(20)
    const answer = await app.asStaff('finance').inject({ method: 'POST', url: '/api/admin/finance/payouts/import' })
    expect(answer.statusCode).toBe(503)
    expect(await listPayouts(database.db, 10)).toEqual([])
    await app.close()
  })
})
