import { and, asc, count, desc, eq, isNotNull, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { decodeCursor, encodeCursor } from '../../../platform/http/request/paging.ts'
import { matchFacts, matchRows, matchRuns } from './tables.ts'

export type MatchRun = typeof matchRuns.$inferSelect
export type MatchRow = typeof matchRows.$inferSelect
export type MatchFact = typeof matchFacts.$inferSelect
export type NewMatchRow = typeof matchRows.$inferInsert

const rowsPerStatement = 1000

export async function insertRun(tx: Tx, run: MatchRun): Promise<void> {
  await tx.insert(matchRuns).values(run)
}

export async function finishRun(
  tx: Tx,
  run: Pick<MatchRun, 'id' | 'finishedAt' | 'lineCount' | 'differenceCount' | 'totals'>,
): Promise<void> {
  const { id, ...set } = run
  await tx.update(matchRuns).set(set).where(eq(matchRuns.id, id))
}

export async function insertRows(tx: Tx, rows: readonly NewMatchRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += rowsPerStatement)
    await tx.insert(matchRows).values(rows.slice(at, at + rowsPerStatement))
}

export async function insertFacts(tx: Tx, facts: readonly MatchFact[]): Promise<void> {
  for (let at = 0; at < facts.length; at += rowsPerStatement)
    await tx.insert(matchFacts).values(facts.slice(at, at + rowsPerStatement))
}

/** The run that was finished last; null before the first. */
export async function latestRun(tx: Db | Tx): Promise<MatchRun | null> {
  const [run] = await tx
    .select()
    .from(matchRuns)
    .where(isNotNull(matchRuns.finishedAt))
    .orderBy(desc(matchRuns.startedAt), desc(matchRuns.id))
    .limit(1)
  return run ?? null
}

export async function findMatchRun(tx: Db | Tx, runId: string): Promise<MatchRun | null> {
  const [run] = await tx.select().from(matchRuns).where(eq(matchRuns.id, runId))
  return run ?? null
}

export interface RowQuery {
  /** A cause; `any` for every row that has one; left out for all rows. */
  readonly cause?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** Rows of a run by order number and line, from a cursor on; freight is line 0 of its order. */
export async function rowsOf(
  tx: Db | Tx,
  runId: string,
  query: RowQuery,
): Promise<{ readonly items: readonly MatchRow[]; readonly nextCursor: string | null }> {
  const [orderNumber = '', lineNumber = ''] = decodeCursor(query.cursor) ?? []
  const isCursor = /^\d{1,9}$/.test(lineNumber)
  const rows = await tx
    .select()
    .from(matchRows)
    .where(
      and(
        eq(matchRows.runId, runId),
        causeIs(matchRows.cause, query.cause),
        isCursor
          ? sql`(${matchRows.orderNumber}, ${matchRows.lineNumber}) > (${orderNumber}::text, ${Number(lineNumber)}::integer)`
          : undefined,
      ),
    )
    .orderBy(asc(matchRows.orderNumber), asc(matchRows.lineNumber))
    .limit(query.limit + 1)
  const items = rows.slice(0, query.limit)
  const last = items.at(-1)
  const isMore = rows.length > query.limit && last !== undefined
  return { items, nextCursor: isMore ? encodeCursor([last.orderNumber, String(last.lineNumber)]) : null }
}

/** What fits no order in a run, by kind and subject, from a cursor on. */
export async function factsOf(
  tx: Db | Tx,
  runId: string,
  query: RowQuery,
): Promise<{ readonly items: readonly MatchFact[]; readonly nextCursor: string | null }> {
  const [kind, subject] = decodeCursor(query.cursor) ?? []
  const rows = await tx
    .select()
    .from(matchFacts)
    .where(
      and(
        eq(matchFacts.runId, runId),
        causeIs(matchFacts.cause, query.cause),
        kind !== undefined && subject !== undefined
          ? sql`(${matchFacts.kind}, ${matchFacts.subject}) > (${kind}::text, ${subject}::text)`
          : undefined,
      ),
    )
    .orderBy(asc(matchFacts.kind), asc(matchFacts.subject))
    .limit(query.limit + 1)
  const items = rows.slice(0, query.limit)
  const last = items.at(-1)
  const isMore = rows.length > query.limit && last !== undefined
  return { items, nextCursor: isMore ? encodeCursor([last.kind, last.subject]) : null }
}

/** How many rows and facts of a run have each cause. */
export async function countsByCause(tx: Db | Tx, runId: string): Promise<Map<string, { rows: number; facts: number }>> {
  const rows = await tx
    .select({ cause: matchRows.cause, count: count() })
    .from(matchRows)
    .where(and(eq(matchRows.runId, runId), isNotNull(matchRows.cause)))
    .groupBy(matchRows.cause)
  const facts = await tx
    .select({ cause: matchFacts.cause, count: count() })
    .from(matchFacts)
    .where(eq(matchFacts.runId, runId))
    .groupBy(matchFacts.cause)
  const counts = new Map<string, { rows: number; facts: number }>()
  for (const row of rows) if (row.cause !== null) counts.set(row.cause, { rows: row.count, facts: 0 })
  for (const fact of facts) counts.set(fact.cause, { rows: counts.get(fact.cause)?.rows ?? 0, facts: fact.count })
  return counts
}

function causeIs(column: typeof matchRows.cause | typeof matchFacts.cause, cause: string | undefined) {
  if (cause === undefined) return undefined
  return cause === 'any' ? isNotNull(column) : eq(column, cause)
}
