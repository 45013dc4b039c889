import type { Tx } from '../../../platform/db/db.ts'
import { type JournalRow, linesBetween } from '../../money/ledger/index.ts'
import { type Amounts, addAmount, billedMinorOf, isBilled } from './billed.ts'
import type { MatchableLine, MatchDays, OrderSource } from './sources.ts'

/** Everything that the ledger billed on the days, each posting in one place. */
export interface LedgerOfDays {
  /** By order of the list, what was posted for it and names no line: its freight. */
  readonly freight: ReadonlyMap<string, readonly JournalRow[]>
  /** For orders that exist and were placed on other days. */
  readonly otherDays: Amounts
  /** By entries that are not about an order. */
  readonly other: Amounts
  /** For orders or lines that do not exist. */
  readonly strays: readonly JournalRow[]
}

const rowsPerStatement = 1000

/** Reads the journal of the days and sorts it; postings of the list's lines are left to whoever matches the lines. */
export async function ledgerOfDays(
  tx: Tx,
  { days, orders, lines }: { days: MatchDays; orders: OrderSource; lines: readonly MatchableLine[] },
): Promise<LedgerOfDays> {
  const lineIds = new Set(lines.map((line) => line.orderLineId))
  const orderIds = new Set(lines.map((line) => line.orderId))
  const freight = new Map<string, JournalRow[]>()
  const other: Amounts = new Map()
  const unplaced: JournalRow[] = []
  for await (const row of billedRows(tx, days)) {
    if (row.orderLineId !== null && lineIds.has(row.orderLineId)) continue
    if (row.reference.kind !== 'order') addAmount(other, row.money.currency, billedMinorOf(row))
    else if (row.orderLineId === null && orderIds.has(row.reference.id))
      freight.set(row.reference.id, [...(freight.get(row.reference.id) ?? []), row])
    else unplaced.push(row)
  }
  return { freight, other, ...(await placeRest(tx, orders, { rows: unplaced, listed: orderIds })) }
}

async function* billedRows(tx: Tx, { from, through }: MatchDays): AsyncGenerator<JournalRow> {
  let cursor: string | null | undefined
  while (cursor !== null) {
    const page: Awaited<ReturnType<typeof linesBetween>> = await linesBetween(tx, {
      fromDay: from,
      throughDay: through,
      limit: rowsPerStatement,
      ...(cursor === undefined ? {} : { cursor }),
    })
    yield* page.items.filter(isBilled)
    cursor = page.nextCursor
  }
}

async function placeRest(
  tx: Tx,
  orders: OrderSource,
  { rows, listed }: { rows: readonly JournalRow[]; listed: ReadonlySet<string> },
): Promise<Pick<LedgerOfDays, 'otherDays' | 'strays'>> {
  const ids = [...new Set(rows.map((row) => row.reference.id))].filter((id) => !listed.has(id))
  const existing = new Set<string>()
  for (let at = 0; at < ids.length; at += rowsPerStatement)
    for (const id of (await orders.orderFreight(tx, ids.slice(at, at + rowsPerStatement))).keys()) existing.add(id)
  const otherDays: Amounts = new Map()
  const strays: JournalRow[] = []
  for (const row of rows) {
    if (existing.has(row.reference.id)) addAmount(otherDays, row.money.currency, billedMinorOf(row))
    else strays.push(row)
  }
  return { otherDays, strays }
}
