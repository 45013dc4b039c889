import { and, asc, desc, eq, inArray, lt, or, sql } from 'drizzle-orm'
import type { LocalDate } from '../../../kernel/local-date.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import type { Pair } from '../partners/index.ts'
import { nextQuoteState, type QuoteMove } from './quote-state.ts'
import { quotes, quoteVersions } from './quote-tables.ts'

export type Quote = typeof quotes.$inferSelect

export type QuoteVersion = typeof quoteVersions.$inferSelect

/** `Q-2026-000123`. A quote that is not kept in the end leaves a gap. */
export async function nextQuoteNumber(tx: Tx, year: number): Promise<string> {
  const [row] = await tx.execute<{ value: string }>(sql`select nextval('quote_numbers')::text as value`)
  return `Q-${year}-${(row?.value ?? '').padStart(6, '0')}`
}

/** False when the request was worked before. */
export async function insertQuote(tx: Tx, quote: typeof quotes.$inferInsert): Promise<boolean> {
  const rows = await tx.insert(quotes).values(quote).onConflictDoNothing({ target: quotes.id }).returning()
  return rows.length > 0
}

export async function findQuote(tx: Db | Tx, id: string): Promise<Quote | null> {
  const [quote] = await tx.select().from(quotes).where(eq(quotes.id, id))
  return quote ?? null
}

export async function lockQuote(tx: Tx, id: string): Promise<Quote | null> {
  const [quote] = await tx.select().from(quotes).where(eq(quotes.id, id)).for('update')
  return quote ?? null
}

/** The quotes that a partner has for a customer. */
export async function quotesOfPair(tx: Tx, pair: Pair): Promise<string[]> {
  const rows = await tx
    .select({ id: quotes.id })
    .from(quotes)
    .where(and(eq(quotes.accountId, pair.partnerAccountId), eq(quotes.endCustomerAccountId, pair.customerAccountId)))
    .orderBy(quotes.id)
  return rows.map(({ id }) => id)
}

export async function changeAddressee(
  tx: Tx,
  id: string,
  set: { readonly contactUserName: string; readonly endCustomerAccountId: string | null },
): Promise<void> {
  await tx.update(quotes).set(set).where(eq(quotes.id, id))
}

/** The first version first. */
export async function versionsOf(tx: Db | Tx, quoteIds: readonly string[]): Promise<QuoteVersion[]> {
  if (quoteIds.length === 0) return []
  return tx
    .select()
    .from(quoteVersions)
    .where(inArray(quoteVersions.quoteId, [...quoteIds]))
    .orderBy(asc(quoteVersions.quoteId), asc(quoteVersions.version))
}

export async function findVersion(tx: Db | Tx, id: string): Promise<QuoteVersion | null> {
  const [version] = await tx.select().from(quoteVersions).where(eq(quoteVersions.id, id))
  return version ?? null
}

/** All versions of the quote that one of them is of. */
export async function sisterVersions(tx: Tx, versionId: string): Promise<string[]> {
  const quoteId = tx.select({ id: quoteVersions.quoteId }).from(quoteVersions).where(eq(quoteVersions.id, versionId))
  const rows = await tx
    .select({ id: quoteVersions.id })
    .from(quoteVersions)
    .where(inArray(quoteVersions.quoteId, quoteId))
  return rows.map(({ id }) => id)
}

export async function insertVersion(tx: Tx, version: typeof quoteVersions.$inferInsert): Promise<void> {
  await tx.insert(quoteVersions).values(version)
}

/** A draft may be replaced until it is sent. */
export async function replaceDraft(
  tx: Tx,
  id: string,
  content: Omit<typeof quoteVersions.$inferInsert, 'id' | 'quoteId' | 'version' | 'state'>,
): Promise<void> {
  await tx
    .update(quoteVersions)
    .set(content)
    .where(and(eq(quoteVersions.id, id), eq(quoteVersions.state, 'draft')))
}

/** Moves a version as its table says. @throws {SalesQuoteStateConflict} also when somebody else moved it first */
export async function moveVersion(
  tx: Tx,
  version: QuoteVersion,
  move: QuoteMove,
  { at, reason = null }: { readonly at: Date; readonly reason?: string | null },
): Promise<void> {
  const to = nextQuoteState(version.state, move)
  const rows = await tx
    .update(quoteVersions)
    .set(to === 'sent' ? { state: to, sentAt: at } : { state: to, closedAt: at, closedReason: reason })
    .where(and(eq(quoteVersions.id, version.id), eq(quoteVersions.state, version.state)))
    .returning({ id: quoteVersions.id })
  if (rows.length === 0) throw new Error(`version ${version.id} moved while its quote was locked`)
}

export async function linkQuoteOrder(tx: Tx, id: string, orderId: string): Promise<void> {
  await tx.update(quotes).set({ orderId }).where(eq(quotes.id, id))
}

/** Versions whose last good day is before or on the day and that are still called sent. */
export async function endingVersions(
  tx: Db | Tx,
  through: LocalDate,
): Promise<{ quote: Quote; version: QuoteVersion }[]> {
  return tx
    .select({ quote: quotes, version: quoteVersions })
    .from(quoteVersions)
    .innerJoin(quotes, eq(quotes.id, quoteVersions.quoteId))
    .where(and(eq(quoteVersions.state, 'sent'), sql`${quoteVersions.validThrough} <= ${through}`))
    .orderBy(asc(quoteVersions.validThrough), asc(quoteVersions.id))
}

export interface QuoteFilter {
  /** Only what was sent or accepted of this account; absent: all, drafts too. */
  readonly accountId?: string
  readonly search?: string | undefined
  readonly before?: readonly [createdAt: string, id: string] | null
  readonly limit: number
}

/** Quotes, newest first. */
export async function listQuotes(tx: Db | Tx, filter: QuoteFilter): Promise<Quote[]> {
  const { accountId, search, before } = filter
  const wasSent = sql`exists (select from ${quoteVersions} v where v.quote_id = ${quotes.id} and v.sent_at is not null)`
  return tx
    .select()
    .from(quotes)
    .where(
      and(
        accountId === undefined ? undefined : and(eq(quotes.accountId, accountId), wasSent),
        search ? or(eq(quotes.number, search.toUpperCase()), eq(quotes.accountId, search)) : undefined,
        before
          ? or(
              lt(quotes.createdAt, new Date(before[0])),
              and(eq(quotes.createdAt, new Date(before[0])), lt(quotes.id, before[1])),
            )
          : undefined,
      ),
    )
    .orderBy(desc(quotes.createdAt), desc(quotes.id))
    .limit(filter.limit)
}

/** The day on which all terms of a version end; null when each has its own. */
export function coTermOf({ lines }: Pick<QuoteVersion, 'lines'>): LocalDate | null {
  return lines.find(({ term }) => term?.coTerm)?.term?.through ?? null
}
