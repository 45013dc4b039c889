import { and, asc, desc, eq, inArray, lt, or, sql } from 'drizzle-orm'
import type { LocalDate } from '../../../kernel/local-date.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import type { Pair } from '../partners/index.ts'
import { nextSalesQuoteState, type SalesQuoteMove } from './sales-quote-state.ts'
import { salesQuotes, salesQuoteVersions } from './sales-quote-tables.ts'

export type SalesQuote = typeof salesQuotes.$inferSelect

export type SalesQuoteVersion = typeof salesQuoteVersions.$inferSelect

/** `Q-2026-000123`. A quote that is not kept in the end leaves a gap. */
export async function nextSalesQuoteNumber(tx: Tx, year: number): Promise<string> {
  const [row] = await tx.execute<{ value: string }>(sql`select nextval('sales_quote_numbers')::text as value`)
  return `Q-${year}-${(row?.value ?? '').padStart(6, '0')}`
}

/** False when the request was worked before. */
export async function insertSalesQuote(tx: Tx, quote: typeof salesQuotes.$inferInsert): Promise<boolean> {
  const rows = await tx.insert(salesQuotes).values(quote).onConflictDoNothing({ target: salesQuotes.id }).returning()
  return rows.length > 0
}

export async function findSalesQuote(tx: Db | Tx, id: string): Promise<SalesQuote | null> {
  const [quote] = await tx.select().from(salesQuotes).where(eq(salesQuotes.id, id))
  return quote ?? null
}

export async function lockSalesQuote(tx: Tx, id: string): Promise<SalesQuote | null> {
  const [quote] = await tx.select().from(salesQuotes).where(eq(salesQuotes.id, id)).for('update')
  return quote ?? null
}

/** The quotes that a partner has for a customer. */
export async function quotesOfPair(tx: Tx, pair: Pair): Promise<string[]> {
  const rows = await tx
    .select({ id: salesQuotes.id })
    .from(salesQuotes)
    .where(
      and(
        eq(salesQuotes.accountId, pair.partnerAccountId),
        eq(salesQuotes.endCustomerAccountId, pair.customerAccountId),
      ),
    )
    .orderBy(salesQuotes.id)
  return rows.map(({ id }) => id)
}

export async function changeAddressee(
  tx: Tx,
  id: string,
  set: { readonly contactUserName: string; readonly endCustomerAccountId: string | null },
): Promise<void> {
  await tx.update(salesQuotes).set(set).where(eq(salesQuotes.id, id))
}

/** The first version first. */
export async function versionsOf(tx: Db | Tx, quoteIds: readonly string[]): Promise<SalesQuoteVersion[]> {
  if (quoteIds.length === 0) return []
  return tx
    .select()
    .from(salesQuoteVersions)
    .where(inArray(salesQuoteVersions.quoteId, [...quoteIds]))
    .orderBy(asc(salesQuoteVersions.quoteId), asc(salesQuoteVersions.version))
}

export async function findVersion(tx: Db | Tx, id: string): Promise<SalesQuoteVersion | null> {
  const [version] = await tx.select().from(salesQuoteVersions).where(eq(salesQuoteVersions.id, id))
  return version ?? null
}

/** All versions of the quote that one of them is of. */
export async function sisterVersions(tx: Tx, versionId: string): Promise<string[]> {
  const quoteId = tx
    .select({ id: salesQuoteVersions.quoteId })
    .from(salesQuoteVersions)
    .where(eq(salesQuoteVersions.id, versionId))
  const rows = await tx
    .select({ id: salesQuoteVersions.id })
    .from(salesQuoteVersions)
    .where(inArray(salesQuoteVersions.quoteId, quoteId))
  return rows.map(({ id }) => id)
}

export async function insertVersion(tx: Tx, version: typeof salesQuoteVersions.$inferInsert): Promise<void> {
  await tx.insert(salesQuoteVersions).values(version)
}

/** A draft may be written anew until it is sent. */
export async function replaceDraft(
  tx: Tx,
  id: string,
  content: Omit<typeof salesQuoteVersions.$inferInsert, 'id' | 'quoteId' | 'version' | 'state'>,
): Promise<void> {
  await tx
    .update(salesQuoteVersions)
    .set(content)
    .where(and(eq(salesQuoteVersions.id, id), eq(salesQuoteVersions.state, 'draft')))
}

/** Moves a version as its table says. @throws {SalesQuoteStateConflict} also when somebody else moved it first */
export async function moveVersion(
  tx: Tx,
  version: SalesQuoteVersion,
  move: SalesQuoteMove,
  { at, reason = null }: { readonly at: Date; readonly reason?: string | null },
): Promise<void> {
  const to = nextSalesQuoteState(version.state, move)
  const rows = await tx
    .update(salesQuoteVersions)
    .set(to === 'sent' ? { state: to, sentAt: at } : { state: to, closedAt: at, closedReason: reason })
    .where(and(eq(salesQuoteVersions.id, version.id), eq(salesQuoteVersions.state, version.state)))
    .returning({ id: salesQuoteVersions.id })
  if (rows.length === 0) throw new Error(`version ${version.id} moved while its quote was locked`)
}

export async function linkSalesQuoteOrder(tx: Tx, id: string, orderId: string): Promise<void> {
  await tx.update(salesQuotes).set({ orderId }).where(eq(salesQuotes.id, id))
}

/** Versions whose last good day is before or on the day and that are still called sent. */
export async function endingVersions(
  tx: Db | Tx,
  through: LocalDate,
): Promise<{ quote: SalesQuote; version: SalesQuoteVersion }[]> {
  return tx
    .select({ quote: salesQuotes, version: salesQuoteVersions })
    .from(salesQuoteVersions)
    .innerJoin(salesQuotes, eq(salesQuotes.id, salesQuoteVersions.quoteId))
    .where(and(eq(salesQuoteVersions.state, 'sent'), sql`${salesQuoteVersions.validThrough} <= ${through}`))
    .orderBy(asc(salesQuoteVersions.validThrough), asc(salesQuoteVersions.id))
}

export interface SalesQuoteFilter {
  /** Only what was sent or accepted of this account; absent: all, drafts too. */
  readonly accountId?: string
  readonly search?: string | undefined
  readonly before?: readonly [createdAt: string, id: string] | null
  readonly limit: number
}

/** Quotes, newest first. */
export async function listSalesQuotes(tx: Db | Tx, filter: SalesQuoteFilter): Promise<SalesQuote[]> {
  const { accountId, search, before } = filter
  const wasSent = sql`exists (select from ${salesQuoteVersions} v where v.quote_id = ${salesQuotes.id} and v.sent_at is not null)`
  return tx
    .select()
    .from(salesQuotes)
    .where(
      and(
        accountId === undefined ? undefined : and(eq(salesQuotes.accountId, accountId), wasSent),
        search ? or(eq(salesQuotes.number, search.toUpperCase()), eq(salesQuotes.accountId, search)) : undefined,
        before
          ? or(
              lt(salesQuotes.createdAt, new Date(before[0])),
              and(eq(salesQuotes.createdAt, new Date(before[0])), lt(salesQuotes.id, before[1])),
            )
          : undefined,
      ),
    )
    .orderBy(desc(salesQuotes.createdAt), desc(salesQuotes.id))
    .limit(filter.limit)
}

/** The day on which all terms of a version end; null when each has its own. */
export function coTermOf({ lines }: Pick<SalesQuoteVersion, 'lines'>): LocalDate | null {
  return lines.find(({ term }) => term?.coTerm)?.term?.through ?? null
}
