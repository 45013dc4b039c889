import { and, asc, eq, gte, inArray, lte, sql } from 'drizzle-orm'
import { z } from 'zod'
import { isLocalDate, type LocalDate } from '../../../kernel/local-date.ts'
import { type Money, money } from '../../../kernel/money.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { decodeCursor, encodeCursor } from '../../../platform/http/request/paging.ts'
import { chartAccount, type LedgerAccount } from './chart.ts'
import type { NewEntry, PostingLine, Reference } from './entry.ts'
import { journalEntries, journalLines } from './tables.ts'

type Reader = Db | Tx

export interface JournalLine extends PostingLine {
  readonly position: number
  readonly orderLineId: string | null
  readonly obligation: string | null
}

export interface JournalEntry {
  readonly entryId: string
  readonly occurredOn: LocalDate
  readonly reference: Reference
  readonly description: string
  readonly postedAt: Date
  readonly lines: readonly JournalLine[]
}

/** A line with what its entry says: one row of a journal export. */
export interface JournalRow extends JournalLine {
  readonly entryId: string
  readonly occurredOn: LocalDate
  readonly reference: Reference
  readonly description: string
}

export interface AccountBalance {
  readonly account: LedgerAccount
  readonly glCode: string
  readonly debit: Money
  readonly credit: Money
  /** On the account's normal side; negative when it stands on the other. */
  readonly balance: Money
}

/** False when the id is taken; waits for another transaction that is posting it at this moment. */
export async function insertEntry(tx: Tx, entry: NewEntry, contentHash: string): Promise<boolean> {
  const inserted = await tx
    .insert(journalEntries)
    .values(entryRow(entry, contentHash))
    .onConflictDoNothing()
    .returning({ entryId: journalEntries.entryId })
  return inserted.length === 1
}

export async function insertLines(tx: Tx, entryId: string, lines: readonly PostingLine[]): Promise<void> {
  await tx.insert(journalLines).values(lineRows(entryId, lines))
}

/** The inserts of an entry whose id nobody can have posted, to be sent with other writes of a transaction. */
export function entryInserts(tx: Tx, entry: NewEntry, contentHash: string, lines: readonly PostingLine[]) {
  return [
    tx.insert(journalEntries).values(entryRow(entry, contentHash)),
    tx.insert(journalLines).values(lineRows(entry.entryId, lines)),
  ]
}

function entryRow(entry: NewEntry, contentHash: string): typeof journalEntries.$inferInsert {
  return {
    entryId: entry.entryId,
    occurredOn: entry.occurredOn,
    referenceKind: entry.reference.kind,
    referenceId: entry.reference.id,
    description: entry.description,
    contentHash,
    postedAt: entry.postedAt,
  }
}

function lineRows(entryId: string, lines: readonly PostingLine[]): (typeof journalLines.$inferInsert)[] {
  return lines.map((line, index) => ({
    entryId,
    position: index + 1,
    account: line.account,
    side: line.side,
    minor: line.money.minor,
    currency: line.money.currency,
    orderLineId: line.orderLineId ?? null,
    obligation: line.obligation ?? null,
  }))
}

export async function contentHashOfEntry(tx: Tx, entryId: string): Promise<string | null> {
  const [row] = await tx
    .select({ contentHash: journalEntries.contentHash })
    .from(journalEntries)
    .where(eq(journalEntries.entryId, entryId))
  return row?.contentHash ?? null
}

export async function entryById(tx: Reader, entryId: string): Promise<JournalEntry | null> {
  const [entry] = await entriesWhere(tx, eq(journalEntries.entryId, entryId))
  return entry ?? null
}

/** All entries about one thing, in order of time. */
export async function entriesOf(tx: Reader, reference: Reference): Promise<JournalEntry[]> {
  return entriesWhere(
    tx,
    and(eq(journalEntries.referenceKind, reference.kind), eq(journalEntries.referenceId, reference.id)),
  )
}

/** Balances by account and currency, in order of GL code and currency; accounts without lines are left out. */
export async function balances(
  tx: Reader,
  filter: { readonly account?: LedgerAccount; readonly throughDay?: LocalDate } = {},
): Promise<AccountBalance[]> {
  const rows = await tx
    .select({
      account: journalLines.account,
      currency: journalLines.currency,
      debit: sideTotal('debit'),
      credit: sideTotal('credit'),
    })
    .from(journalLines)
    .innerJoin(journalEntries, eq(journalEntries.entryId, journalLines.entryId))
    .where(
      and(
        filter.account === undefined ? undefined : eq(journalLines.account, filter.account),
        filter.throughDay === undefined ? undefined : lte(journalEntries.occurredOn, filter.throughDay),
      ),
    )
    .groupBy(journalLines.account, journalLines.currency)
  return rows.map(balanceOf).sort((a, b) => compare([a.glCode, a.debit.currency], [b.glCode, b.debit.currency]))
}

/** Every line that names one of the order lines, with its entry. */
export async function linesOfOrderLines(tx: Reader, orderLineIds: readonly string[]): Promise<JournalRow[]> {
  if (orderLineIds.length === 0) return []
  const rows = await selectRows(tx)
    .where(inArray(journalLines.orderLineId, [...orderLineIds]))
    .orderBy(...inOrderOfTime)
  return rows.map(rowOf)
}

/** The journal of a range of days, both included, in order of time: by day, then as it was posted, from a cursor on. */
export async function linesBetween(
  tx: Reader,
  query: {
    readonly fromDay: LocalDate
    readonly throughDay: LocalDate
    readonly account?: LedgerAccount
    readonly cursor?: string
    readonly limit: number
  },
): Promise<{ readonly items: readonly JournalRow[]; readonly nextCursor: string | null }> {
  const after = placeOf(query.cursor)
  const rows = await selectRows(tx)
    .where(
      and(
        gte(journalEntries.occurredOn, query.fromDay),
        lte(journalEntries.occurredOn, query.throughDay),
        query.account === undefined ? undefined : eq(journalLines.account, query.account),
        after === null
          ? undefined
          : sql`(${journalEntries.occurredOn}, ${journalEntries.postedAt}, ${journalEntries.entryId}, ${journalLines.position})
                > (${after.day}::date, ${after.postedAt}::timestamptz, ${after.entryId}::text, ${after.position}::integer)`,
      ),
    )
    .orderBy(...inOrderOfTime)
    .limit(query.limit + 1)
  const shown = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? shown.at(-1) : undefined
  return { items: shown.map(rowOf), nextCursor: last === undefined ? null : cursorAt(last) }
}

/** Entries of one day stand as they were posted; the entry and the position only part what was posted at once. */
const inOrderOfTime = [
  asc(journalEntries.occurredOn),
  asc(journalEntries.postedAt),
  asc(journalEntries.entryId),
  asc(journalLines.position),
]

function cursorAt({ entry, line }: Awaited<ReturnType<typeof selectRows>>[number]): string {
  return encodeCursor([entry.occurredOn, entry.postedAt.toISOString(), entry.entryId, String(line.position)])
}

/** Where to go on; null, which is the beginning, for a cursor that is none of ours. */
function placeOf(
  cursor: string | undefined,
): { day: LocalDate; postedAt: string; entryId: string; position: number } | null {
  const [day = '', postedAt = '', entryId = '', position = ''] = decodeCursor(cursor) ?? []
  const isWhole = isLocalDate(day) && z.iso.datetime().safeParse(postedAt).success && /^\d{1,9}$/.test(position)
  return isWhole ? { day, postedAt, entryId, position: Number(position) } : null
}

async function entriesWhere(tx: Reader, condition: ReturnType<typeof and>): Promise<JournalEntry[]> {
  const rows = await selectRows(tx)
    .where(condition)
    .orderBy(...inOrderOfTime)
  const entries = new Map<string, JournalEntry & { lines: JournalLine[] }>()
  for (const row of rows) {
    const { postedAt } = row.entry
    const { entryId, occurredOn, reference, description, ...line } = rowOf(row)
    const entry = entries.get(entryId) ?? { entryId, occurredOn, reference, description, postedAt, lines: [] }
    entry.lines.push(line)
    entries.set(entryId, entry)
  }
  return [...entries.values()]
}

function selectRows(tx: Reader) {
  return tx
    .select({ entry: journalEntries, line: journalLines })
    .from(journalLines)
    .innerJoin(journalEntries, eq(journalEntries.entryId, journalLines.entryId))
}

function rowOf({ entry, line }: Awaited<ReturnType<typeof selectRows>>[number]): JournalRow {
  return {
    entryId: entry.entryId,
    occurredOn: entry.occurredOn,
    reference: { kind: entry.referenceKind, id: entry.referenceId },
    description: entry.description,
    position: line.position,
    account: accountOf(line.account),
    side: line.side,
    money: money(line.minor, line.currency),
    orderLineId: line.orderLineId,
    obligation: line.obligation,
  }
}

function sideTotal(side: 'debit' | 'credit') {
  return sql<string>`coalesce(sum(${journalLines.minor}) filter (where ${journalLines.side} = ${side}), 0)::text`
}

function balanceOf(row: { account: string; currency: string; debit: string; credit: string }): AccountBalance {
  const account = accountOf(row.account)
  const { glCode, normalSide } = chartAccount(account)
  const debit = money(Number(row.debit), row.currency)
  const credit = money(Number(row.credit), row.currency)
  const difference = BigInt(row.debit) - BigInt(row.credit)
  const balance = money(Number(normalSide === 'debit' ? difference : -difference), row.currency)
  return { account, glCode, debit, credit, balance }
}

function accountOf(account: string): LedgerAccount {
  return chartAccount(account).account
}

function compare(left: readonly string[], right: readonly string[]): number {
  const [a, b] = [left.join(' '), right.join(' ')]
  return a < b ? -1 : a > b ? 1 : 0
}
