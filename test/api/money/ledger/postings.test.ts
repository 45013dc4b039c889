import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  accountMovements,
  balances,
  EntryNotFound,
  EntryPostedDifferently,
  entriesOf,
  entryById,
  type LedgerAccount,
  linesBetween,
  linesOfOrderLines,
  type NewEntry,
  type PostingLine,
  postEntry,
  reverseEntry,
  UnbalancedEntry,
} from '../../../../src/domains/money/ledger/index.ts'
import { newId } from '../../../../src/kernel/ids.ts'
import { localDate } from '../../../../src/kernel/local-date.ts'
import { money } from '../../../../src/kernel/money.ts'
import { type TestDatabase, testDatabase } from '../../../support/test-database.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

const line = (account: LedgerAccount, side: 'debit' | 'credit', minor: number, currency = 'EUR'): PostingLine => ({
  account,
  side,
  money: money(minor, currency),
})

function sale(overrides: Partial<NewEntry> = {}): NewEntry {
  return {
    entryId: newId('jen'),
    occurredOn: localDate('2026-06-15'),
    reference: { kind: 'order', id: newId('ord') },
    description: 'Order placed',
    postedAt: new Date('2026-06-15T10:00:00Z'),
    lines: [
      line('card-clearing', 'debit', 119),
      { ...line('deferred-revenue-media', 'credit', 100), orderLineId: newId('orl'), obligation: 'media' },
      line('tax-payable', 'credit', 19),
    ],
    ...overrides,
  }
}
const post = (entry: NewEntry) => database.db.transaction((tx) => postEntry(tx, entry))

describe('posting an entry', () => {
  it('keeps every line as it was given', async () => {
    const entry = sale()
    expect(await post(entry)).toEqual({ posted: true })
    const [kept, ...others] = await entriesOf(database.db, entry.reference)
    expect(others).toEqual([])
    const { lines, ...head } = entry
    expect(kept).toMatchObject(head)
    expect(kept?.lines).toEqual(
      lines.map((one, index) => ({ orderLineId: null, obligation: null, ...one, position: index + 1 })),
    )
  })

  it('again does nothing, also on another day and with its lines in another order', async () => {
    const entry = sale()
    await post(entry)
    const retried = { ...entry, occurredOn: localDate('2026-06-16'), lines: [...entry.lines].reverse() }
    expect(await post(retried)).toEqual({ posted: false })
    expect(await entriesOf(database.db, entry.reference)).toHaveLength(1)
  })

  it('under a posted id with other lines is refused and changes nothing', async () => {
    const entry = sale()
    await post(entry)
    const other = { ...entry, lines: [line('bank', 'debit', 1), line('card-clearing', 'credit', 1)] }
    await expect(post(other)).rejects.toThrow(EntryPostedDifferently)
    expect((await entryById(database.db, entry.entryId))?.lines).toHaveLength(3)
  })

  it('twenty times at once posts it once', async () => {
    const entry = sale()
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => post(entry)))
    expect(outcomes.filter(({ posted }) => posted)).toHaveLength(1)
    expect((await entryById(database.db, entry.entryId))?.lines).toHaveLength(3)
  })

  it('that does not balance keeps nothing [P25]', async () => {
    const entry = sale({ lines: [line('bank', 'debit', 10), line('card-clearing', 'credit', 9)] })
    await expect(post(entry)).rejects.toThrow(UnbalancedEntry)
    expect(await entryById(database.db, entry.entryId)).toBeNull()
  })

  it('of nothing but zeros keeps nothing', async () => {
    const entry = sale({ lines: [line('bank', 'debit', 0), line('card-clearing', 'credit', 0)] })
    expect(await post(entry)).toEqual({ posted: false })
    expect(await entryById(database.db, entry.entryId)).toBeNull()
  })

  it('goes with the transaction that it was posted in', async () => {
    const entry = sale()
    const work = database.db.transaction(async (tx) => {
      await postEntry(tx, entry)
      throw new Error('roll back')
    })
    await expect(work).rejects.toThrow('roll back')
    expect(await entryById(database.db, entry.entryId)).toBeNull()
  })
})

describe('reversing an entry', () => {
  const reverse = (entryId: string) =>
    database.db.transaction((tx) =>
      reverseEntry(tx, {
        entryId,
        reason: 'posted to the wrong order',
        occurredOn: localDate('2026-06-20'),
        postedAt: new Date('2026-06-20T10:00:00Z'),
      }),
    )

  it('happens once and leaves every balance as it was [P25]', async () => {
    const before = await balances(database.db)
    const entry = sale()
    await post(entry)
    expect((await reverse(entry.entryId)).posted).toBe(true)
    expect((await reverse(entry.entryId)).posted).toBe(false)
    expect(await entriesOf(database.db, entry.reference)).toHaveLength(2)
    const balanceOnly = (list: typeof before) => list.filter((one) => one.balance.minor !== 0).map((one) => one.balance)
    expect(balanceOnly(await balances(database.db))).toEqual(balanceOnly(before))
  })

  it('that does not exist is refused', async () => {
    await expect(reverse('jen_none')).rejects.toThrow(EntryNotFound)
  })
})

describe('reading the ledger', () => {
  it('adds up to zero over all accounts in every currency [P25]', async () => {
    await post(sale({ lines: [line('bank', 'debit', 5, 'JPY'), line('unmatched-receipts', 'credit', 5, 'JPY')] }))
    const totals = new Map<string, number>()
    for (const { debit, credit } of await balances(database.db))
      totals.set(debit.currency, (totals.get(debit.currency) ?? 0) + debit.minor - credit.minor)
    expect([...totals]).toContainEqual(['JPY', 0])
    expect([...totals.values()].every((total) => total === 0)).toBe(true)
  })

  it('gives an account its balance on its normal side, up to a day', async () => {
    const day = localDate('2019-03-01')
    await post(
      sale({ occurredOn: day, lines: [line('bank', 'debit', 70, 'KWD'), line('card-clearing', 'credit', 70, 'KWD')] }),
    )
    const later = localDate('2019-03-02')
    await post(
      sale({
        occurredOn: later,
        lines: [line('bank', 'debit', 30, 'KWD'), line('card-clearing', 'credit', 30, 'KWD')],
      }),
    )
    const bank = async (throughDay: typeof day) =>
      (await balances(database.db, { account: 'bank', throughDay })).map((one) => one.balance)
    expect(await bank(localDate('2019-02-28'))).toEqual([])
    expect(await bank(day)).toEqual([money(70, 'KWD')])
    expect(await bank(later)).toEqual([money(100, 'KWD')])
    const [clearing] = await balances(database.db, { account: 'card-clearing', throughDay: later })
    expect(clearing?.balance).toEqual(money(-100, 'KWD'))
  })

  it('pages through a range of days without missing or repeating a line', async () => {
    const entries = Array.from({ length: 7 }, (_, index) =>
      sale({ occurredOn: localDate(index % 2 === 0 ? '2020-01-31' : '2020-02-01') }),
    )
    for (const entry of entries) await post(entry)
    const range = { fromDay: localDate('2020-01-31'), throughDay: localDate('2020-02-01') }
    const all = await linesBetween(database.db, { ...range, limit: 100 })
    expect(all.items).toHaveLength(21)
    expect(all.nextCursor).toBeNull()
    const seen = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof linesBetween>> = await linesBetween(database.db, {
        ...range,
        limit: 4,
        ...(cursor === null ? {} : { cursor }),
      })
      seen.push(...page.items)
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(seen).toEqual(all.items)
    expect(seen.map(({ occurredOn }) => occurredOn)).toEqual([...seen.map(({ occurredOn }) => occurredOn)].sort())
  })

  it('stands in order of time, and opening, activity and closing add up in each account and currency', async () => {
    const clear = { account: 'card-clearing', side: 'debit' } as const
    const tax = { account: 'tax-payable', side: 'credit' } as const
    for (const [entryId, day, hour, minor, currency] of [
      ['jen_time:a', '1999-03-02', '15', 300, 'EUR'],
      ['jen_time:z', '1999-03-02', '09', 200, 'EUR'],
      ['jen_time:m', '1999-03-01', '23', 100, 'EUR'],
      ['jen_time:n', '1999-03-02', '12', 50, 'KWD'],
    ] as const)
      await post({
        entryId,
        occurredOn: localDate(day),
        postedAt: new Date(`${day}T${hour}:00:00Z`),
        description: entryId,
        reference: { kind: 'test', id: entryId },
        lines: [clear, tax].map((line) => ({ ...line, money: money(minor, currency) })),
      })
    const days = { fromDay: localDate('1999-03-02'), throughDay: localDate('1999-03-02') }
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof linesBetween>> = await linesBetween(database.db, {
        fromDay: localDate('1999-03-01'),
        throughDay: days.throughDay,
        limit: 3,
        ...(cursor === null ? {} : { cursor }),
      })
      seen.push(...page.items.map(({ entryId, position }) => `${entryId} ${position}`))
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(seen).toEqual(['m', 'z', 'n', 'a'].flatMap((id) => [`jen_time:${id} 1`, `jen_time:${id} 2`]))
    const found = await accountMovements(database.db, { ...days, account: 'card-clearing' })
    expect(
      found.map(({ opening, debit, credit, closing }) => [opening, debit, credit, closing].map((one) => one.minor)),
    ).toEqual([
      [100, 500, 0, 600],
      [0, 50, 0, 50],
    ])
    expect(found.map(({ closing }) => closing.currency)).toEqual(['EUR', 'KWD'])
    const [liability] = await accountMovements(database.db, { ...days, account: 'tax-payable' })
    expect([liability?.opening.minor, liability?.credit.minor, liability?.closing.minor]).toEqual([100, 500, 600])
  })

  it('starts at the beginning for a cursor that is none of its own', async () => {
    const range = { fromDay: localDate('2020-01-31'), throughDay: localDate('2020-02-01'), limit: 3 }
    const first = await linesBetween(database.db, range)
    const forged = Buffer.from(JSON.stringify(['x', "'; drop table", 'y'])).toString('base64url')
    expect(await linesBetween(database.db, { ...range, cursor: forged })).toEqual(first)
  })

  it('finds the lines of an order line', async () => {
    const entry = sale()
    await post(entry)
    const orderLineId = entry.lines[1]?.orderLineId ?? ''
    const found = await linesOfOrderLines(database.db, [orderLineId, 'orl_none'])
    expect(found).toMatchObject([{ entryId: entry.entryId, account: 'deferred-revenue-media', obligation: 'media' }])
    expect(await linesOfOrderLines(database.db, [])).toEqual([])
  })
})
