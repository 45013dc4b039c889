import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { billedAccounts } from '../../../../src/domains/finance/reconciliation/billed.ts'
import { causes } from '../../../../src/domains/finance/reconciliation/causes.ts'
import { reconciliationHandlers } from '../../../../src/domains/finance/reconciliation/index.ts'
import { nightlyMatch } from '../../../../src/domains/finance/reconciliation/nightly-match.ts'
import { runMatch } from '../../../../src/domains/finance/reconciliation/run-match.ts'
import { frontDoors } from '../../../../src/domains/finance/reconciliation/sources.ts'
import { factsOf, latestRun, rowsOf } from '../../../../src/domains/finance/reconciliation/store.ts'
import { balances, postEntry, reverseEntry } from '../../../../src/domains/money/ledger/index.ts'
import { payments } from '../../../../src/domains/money/payments/tables.ts'
import { addDays, localDate } from '../../../../src/kernel/local-date.ts'
import { money } from '../../../../src/kernel/money.ts'
import { openClient } from '../../../../src/platform/db/db.ts'
import { startBoss } from '../../../../src/platform/queue/boss.ts'
import { createWorker } from '../../../../src/platform/queue/worker.ts'
import { movableClock } from '../../../support/movable-clock.ts'
import { type TestDatabase, testDatabase } from '../../../support/test-database.ts'
import { log, type OrderWish, writeOrder, writeRight } from './books.ts'

let database: TestDatabase
const opened: TestDatabase[] = []
const day = localDate('2026-06-15')
const days = { from: day, through: day }

// The ledger refuses to be emptied, so each test has books of its own.
beforeEach(async () => {
  database = await testDatabase(4)
  opened.push(database)
})
afterAll(async () => {
  for (const each of opened) await each.drop()
})

async function match(given: { daysLater?: number; days?: typeof days; sources?: typeof frontDoors } = {}) {
  const clock = movableClock('2026-06-15T18:00:00Z')
  clock.advance({ days: given.daysLater ?? 0 })
  const run = await runMatch({ db: database.db, clock, log }, given.days ?? days, given.sources ?? frontDoors)
  const rows = await rowsOf(database.db, run.id, { limit: 1000 })
  const facts = await factsOf(database.db, run.id, { limit: 1000 })
  return { run, rows: rows.items, facts: facts.items }
}

const mixed: OrderWish = {
  number: 'SO-2026-000101',
  freightMinor: 500,
  freightTaxMinor: 95,
  lines: [
    { partNumber: 'PAINT-PRO', quantity: 5, netMinor: 10_000, taxMinor: 1_900 },
    { partNumber: 'PAINT-CARE', obligation: 'maintenance', netMinor: 2_000, taxMinor: 380 },
    {
      partNumber: 'KIT-PAINT',
      obligation: 'media',
      quantity: 2,
      netMinor: 3_000,
      taxMinor: 570,
      state: 'shipped',
      shipped: 2,
    },
    { partNumber: 'MUG', obligation: 'goods', state: 'awaitingShipment' },
  ],
}

async function ledgerOf(currency: string): Promise<number> {
  const found = await balances(database.db)
  return found
    .filter(({ account, balance }) => billedAccounts.includes(account) && balance.currency === currency)
    .reduce((total, { credit, debit }) => total + credit.minor - debit.minor, 0)
}

describe('matching a day', () => {
  it('shows money, right and parcel of every order line side by side, and of freight its money [S78]', async () => {
    await writeOrder(database.db, mixed)
    const { run, rows, facts } = await match()
    expect(
      rows.map((row) => [row.partNumber, row.money.status, row.right.status, row.parcel.status, row.cause]),
    ).toEqual([
      ['FREIGHT', 'matched', 'not-needed', 'not-needed', null],
      ['PAINT-PRO', 'matched', 'matched', 'not-needed', null],
      ['PAINT-CARE', 'matched', 'matched', 'not-needed', null],
      ['KIT-PAINT', 'matched', 'not-needed', 'matched', null],
      ['MUG', 'not-needed', 'not-needed', 'waiting', null],
    ])
    expect(facts).toEqual([])
    expect(run).toMatchObject({ lineCount: 4, differenceCount: 0 })
    expect(await latestRun(database.db)).toEqual(run)
  })

  it('finds each planted difference with one cause, its owner and its next step [S78]', async () => {
    const line = { partNumber: 'P', netMinor: 1_000, taxMinor: 190 }
    await writeOrder(database.db, { number: 'SO-2026-000101', lines: [line], posted: false })
    await writeOrder(database.db, { number: 'SO-2026-000102', lines: [line], paymentId: 'pay_gone' })
    await writeOrder(database.db, { number: 'SO-2026-000103', lines: [{ ...line, right: null }] })
    await writeOrder(database.db, { number: 'SO-2026-000104', lines: [{ ...line, right: { accountId: 'BUYER' } }] })
    await writeOrder(database.db, {
      number: 'SO-2026-000105',
      lines: [{ ...line, quantity: 3, right: { quantity: 2 } }],
    })
    await writeOrder(database.db, { number: 'SO-2026-000106', lines: [{ ...line, state: 'unclear' }] })
    await writeOrder(database.db, { number: 'SO-2026-000107', lines: [{ ...line, state: 'failed' }] })
    await writeOrder(database.db, { number: 'SO-2026-000108', lines: [{ ...line, state: 'failed', right: {} }] })
    const disc = { ...line, obligation: 'media' as const, quantity: 2 }
    await writeOrder(database.db, { number: 'SO-2026-000109', lines: [{ ...disc, state: 'made' }] })
    await writeOrder(database.db, { number: 'SO-2026-000110', lines: [{ ...disc, state: 'shipped', shipped: 1 }] })
    await writeOrder(database.db, { number: 'SO-2026-000111', lines: [{ ...disc, state: 'failed' }] })
    const wrong = await writeOrder(database.db, { number: 'SO-2026-000112', method: 'purchaseOrder', lines: [line] })
    await database.db.transaction((tx) =>
      reverseEntry(tx, {
        entryId: `jen_order-placed:${wrong.orderId}`,
        reason: 'mistake',
        occurredOn: day,
        postedAt: new Date('2026-06-15T12:00:00Z'),
      }),
    )
    const { rows, run } = await match({ daysLater: 8 })
    const found = rows.map((row) => [row.orderNumber.slice(-3), row.cause])
    expect(found).toEqual([
      ['101', 'posting-missing'],
      ['102', 'payment-missing'],
      ['103', 'right-missing'],
      ['104', 'right-on-wrong-account'],
      ['105', 'right-quantity-differs'],
      ['106', 'push-overdue'],
      ['107', 'push-failed'],
      ['108', 'right-without-push'],
      ['109', 'parcel-missing'],
      ['110', 'parcel-quantity-differs'],
      ['111', 'production-failed'],
      ['112', 'posting-differs'],
    ])
    for (const row of rows) {
      const cause = Object.entries(causes).find(([code]) => code === row.cause)?.[1]
      expect([row.owner, row.nextStep]).toEqual([cause?.owner, cause?.nextStep])
    }
    expect(run.differenceCount).toBe(12)
    const onlyOne = await rowsOf(database.db, run.id, { cause: 'right-missing', limit: 10 })
    expect(onlyOne.items.map((row) => row.orderNumber)).toEqual(['SO-2026-000103'])
  })

  it('adds up to the ledger, whatever was ordered, reversed or posted by mistake [S78]', async () => {
    const amount = fc.integer({ min: 0, max: 1_000_000 })
    const wishes = fc.sample(
      fc.array(
        fc.record({
          currency: fc.constantFrom('EUR', 'USD', 'JPY'),
          dayOffset: fc.integer({ min: -1, max: 1 }),
          posted: fc.boolean(),
          isReversed: fc.boolean(),
          freightMinor: amount,
          freightTaxMinor: amount,
          lines: fc.array(fc.record({ netMinor: fc.integer({ min: 1, max: 1_000_000 }), taxMinor: amount }), {
            minLength: 1,
            maxLength: 3,
          }),
        }),
        { minLength: 25, maxLength: 25 },
      ),
      { numRuns: 1, seed: 20_260_615 },
    )[0]
    for (const [index, { dayOffset, isReversed, lines, ...wish }] of (wishes ?? []).entries()) {
      const { orderId } = await writeOrder(database.db, {
        ...wish,
        number: `SO-2026-${String(index).padStart(6, '0')}`,
        placedOn: addDays(day, dayOffset),
        lines: lines.map((line) => ({ partNumber: 'P', ...line })),
      })
      if (wish.posted && isReversed)
        await database.db.transaction((tx) =>
          reverseEntry(tx, {
            entryId: `jen_order-placed:${orderId}`,
            reason: 'mistake',
            occurredOn: day,
            postedAt: new Date('2026-06-15T12:00:00Z'),
          }),
        )
    }
    await postStray('ord_gone', 4_711)
    const whole = await match({ days: { from: addDays(day, -1), through: addDays(day, 1) } })
    expect(whole.run.totals).toHaveLength(3)
    for (const total of whole.run.totals ?? []) {
      const { currency } = total
      const listed = whole.rows.filter((row) => row.currency === currency)
      const strays = whole.facts.filter((fact) => fact.kind === 'posting' && fact.currency === currency)
      const sum =
        listed.reduce((all, row) => all + row.postedMinor, 0) +
        strays.reduce((all, fact) => all + (fact.amountMinor ?? 0), 0)
      expect(sum).toBe(await ledgerOf(currency))
    }
    for (const range of [
      days,
      { from: addDays(day, -1), through: day },
      { from: addDays(day, 1), through: addDays(day, 1) },
    ])
      for (const total of (await match({ days: range })).run.totals ?? [])
        expect(total.postedMinor + total.otherDaysMinor + total.withoutOrderMinor + total.otherMinor).toBe(
          total.ledgerMinor,
        )
  })

  it('may be run again: the same state gives the same rows', async () => {
    await writeOrder(database.db, mixed)
    const [first, second] = [await match(), await match()]
    const bare = (rows: typeof first.rows) => rows.map(({ runId: _, ...row }) => row)
    expect(second.run.id).not.toBe(first.run.id)
    expect(bare(second.rows)).toEqual(bare(first.rows))
  })

  it('takes as many statements for sixty orders as for two', async () => {
    let statements = 0
    const client = openClient({ url: database.url, pool: 1 }, 1)
    const logQuery = () => {
      statements += 1
    }
    const db = drizzle(client, { logger: { logQuery } })
    const count = async () => {
      statements = 0
      await runMatch({ db, clock: movableClock('2026-06-15T18:00:00Z'), log }, days, frontDoors)
      return statements
    }
    const write = async (from: number, through: number) => {
      for (let number = from; number <= through; number += 1)
        await writeOrder(database.db, { ...mixed, number: `SO-2026-${String(number).padStart(6, '0')}` })
    }
    await write(1, 2)
    const few = await count()
    await write(3, 60)
    expect(await count()).toBe(few)
    await client.end()
  })

  it('pages rows by cursor without losing or repeating one', async () => {
    await writeOrder(database.db, mixed)
    const { run, rows } = await match()
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await rowsOf(database.db, run.id, { limit: 2, cursor })
      seen.push(...page.items.map((row) => row.orderLineId))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(seen).toEqual(rows.map((row) => row.orderLineId))
  })
})

describe('what fits no order is listed, never hidden', () => {
  it('card money that has been without an order for more than an hour', async () => {
    const { orderId } = await writeOrder(database.db, mixed)
    await database.db.update(payments).set({ orderId: null }).where(eq(payments.orderId, orderId))
    const { facts, rows } = await match()
    expect(facts).toMatchObject([
      { cause: 'payment-without-order', kind: 'payment', amountMinor: 18_445, owner: 'finance' },
    ])
    expect(rows.find((row) => row.lineNumber === 1)?.cause).toBe('payment-differs')
  })

  it('a right whose order number no order has, and one whose line the order does not have', async () => {
    await writeOrder(database.db, mixed)
    await writeRight(database.db, { number: 'SO-2026-999999', line: 1, quantity: 1 })
    await writeRight(database.db, { number: 'SO-2026-000101', line: 9, quantity: 1 })
    const { facts } = await match()
    expect(facts.map((fact) => [fact.cause, fact.subject, fact.owner])).toEqual([
      ['right-without-order', 'SO-2026-000101-L9', 'operations'],
      ['right-without-order', 'SO-2026-999999-L1', 'operations'],
    ])
  })

  it('a ledger entry of an order that does not exist', async () => {
    await postStray('ord_gone', 700)
    const { facts, run } = await match()
    expect(facts).toMatchObject([{ cause: 'posting-without-order', amountMinor: 700, currency: 'EUR' }])
    expect(run.totals).toMatchObject([{ withoutOrderMinor: 700, ledgerMinor: 700, postedMinor: 0 }])
  })
})

describe('the nightly match', () => {
  it('asked for twice on one day runs once', async () => {
    const clock = movableClock('2026-06-15T18:00:00Z')
    const { db } = database
    const boss = await startBoss(database.queueClient, log)
    const handlers = reconciliationHandlers({ db, clock, log })
    const worker = createWorker({ boss, db, clock, log, handlers, lostAfterSeconds: 60 })
    await writeOrder(db, mixed)
    await nightlyMatch({ db, clock })
    await nightlyMatch({ db, clock })
    expect(await worker.drain()).toBe(1)
    expect(await latestRun(db)).toMatchObject({
      fromDay: '2026-05-02',
      throughDay: day,
      lineCount: 4,
      differenceCount: 0,
    })
    await boss.stop({ graceful: false })
  })
})

async function postStray(orderId: string, minor: number): Promise<void> {
  await database.db.transaction((tx) =>
    postEntry(tx, {
      entryId: `jen_order-placed:${orderId}`,
      occurredOn: day,
      reference: { kind: 'order', id: orderId },
      description: 'Order',
      postedAt: new Date('2026-06-15T10:00:00Z'),
      lines: [
        { account: 'accounts-receivable', side: 'debit', money: money(minor, 'EUR') },
        { account: 'deferred-revenue-media', side: 'credit', money: money(minor, 'EUR'), orderLineId: 'orl_gone' },
      ],
    }),
  )
}
