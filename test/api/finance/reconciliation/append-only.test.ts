import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { postEntry } from '../../../../src/domains/money/ledger/index.ts'
import { localDate } from '../../../../src/kernel/local-date.ts'
import { money } from '../../../../src/kernel/money.ts'
import { audit } from '../../../../src/platform/http/operations/audit.ts'
import { type TestDatabase, testDatabase } from '../../../support/test-database.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase(2)
  await database.db.transaction(async (tx) => {
    await postEntry(tx, {
      entryId: 'jen_1',
      occurredOn: localDate('2026-06-15'),
      reference: { kind: 'order', id: 'ord_1' },
      description: 'Order',
      postedAt: new Date('2026-06-15T10:00:00Z'),
      lines: [
        { account: 'bank', side: 'debit', money: money(1, 'EUR') },
        { account: 'card-clearing', side: 'credit', money: money(1, 'EUR') },
      ],
    })
    await audit(tx, { at: new Date('2026-06-15T10:00:00Z'), actor: 'olga', action: 'look', subject: 'ledger' })
  })
})
afterAll(() => database.drop())

describe('the ledger and the audit trail are append-only, so the database refuses to', () => {
  it.each([
    "update journal_entries set description = 'x'",
    'update journal_lines set minor = minor + 1',
    'update audit_entries set actor = actor',
    'delete from journal_lines',
    'delete from journal_entries',
    'delete from audit_entries',
    'truncate journal_lines',
    'truncate journal_entries cascade',
  ])('%s', async (statement) => {
    const failure = await database.db.execute(sql.raw(statement)).catch((error: unknown) => error)
    expect(failure).toMatchObject({ cause: { message: expect.stringContaining('is append-only') } })
  })
})
