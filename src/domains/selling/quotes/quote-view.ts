import { dateOf, type LocalDate } from '../../../kernel/local-date.ts'
import type { Db } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { decodeCursor, encodeCursor, isCursorInstant } from '../../../platform/http/request/paging.ts'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import type { QuoteSummary, QuoteView, StaffQuoteView, VersionView } from './quote-schemas.ts'
import { standingOf } from './quote-state.ts'
import * as store from './quote-store.ts'

type ViewDeps = Pick<OrderDeps, 'db' | 'clock'>

/** A quote as its account sees it: what was sent. @throws {NotFound} alike for another account's and for none */
export async function quoteOf(deps: ViewDeps, accountId: string, quoteId: string): Promise<QuoteView> {
  const quote = await store.findQuote(deps.db, quoteId)
  if (quote?.accountId !== accountId) throw new NotFound('quote')
  const today = dateOf(deps.clock.now())
  const sent = (await store.versionsOf(deps.db, [quoteId])).filter(isShown)
  const versions = sent.map((version) => versionView(version, today))
  // What was bought stands, whatever was sent after it.
  const offer = versions.find(({ state }) => state === 'accepted') ?? versions.at(-1)
  if (!offer) throw new NotFound('quote')
  return { ...headOf(quote), offer, versions }
}

/** For staff: any quote, drafts and traces included. @throws {NotFound} */
export async function staffQuoteOf(deps: ViewDeps, quoteId: string): Promise<StaffQuoteView> {
  const quote = await store.findQuote(deps.db, quoteId)
  if (!quote) throw new NotFound('quote')
  const today = dateOf(deps.clock.now())
  const versions = await store.versionsOf(deps.db, [quoteId])
  return {
    ...headOf(quote),
    versions: versions.map((version) => ({
      ...versionView(version, today),
      createdBy: version.createdBy,
      lines: version.lines.map((line) => ({ ...line, ...handDiscountIn(line.trace) })),
    })),
  }
}

/** The quotes of an account, newest first; those of all when none is given, drafts too. */
export async function quotesPage(
  deps: ViewDeps,
  page: {
    readonly accountId?: string
    readonly search?: string | undefined
    readonly cursor?: string | undefined
    readonly limit: number
  },
): Promise<{ items: QuoteSummary[]; nextCursor: string | null }> {
  const [createdAt, id] = decodeCursor(page.cursor) ?? []
  const before = isCursorInstant(createdAt) && id !== undefined ? ([createdAt, id] as const) : null
  const { cursor: _, ...filter } = page
  const rows = await store.listQuotes(deps.db, { ...filter, before, limit: page.limit + 1 })
  const shown = rows.slice(0, page.limit)
  const last = rows.length > page.limit ? shown.at(-1) : undefined
  return {
    items: await summariesOf(deps.db, shown, {
      today: dateOf(deps.clock.now()),
      drafts: page.accountId === undefined,
    }),
    nextCursor: last ? encodeCursor([last.createdAt.toISOString(), last.id]) : null,
  }
}

async function summariesOf(
  db: Db,
  quotes: readonly store.Quote[],
  { today, drafts }: { readonly today: LocalDate; readonly drafts: boolean },
): Promise<QuoteSummary[]> {
  const versions = await store.versionsOf(
    db,
    quotes.map(({ id }) => id),
  )
  return quotes.flatMap((quote) => {
    const own = versions.filter((version) => version.quoteId === quote.id && (drafts || isShown(version)))
    const latest = own.find(({ state }) => state === 'accepted') ?? own.at(-1)
    if (!latest) return []
    const { version, currency, totalMinor, validThrough } = latest
    const state = standingOf(latest, today)
    return [{ ...headOf(quote), state, version, currency, totalMinor, validThrough }]
  })
}

// An order that staff placed from a draft shows what was ordered.
function isShown(version: store.QuoteVersion): boolean {
  return version.sentAt !== null || version.state === 'accepted'
}

function headOf(quote: store.Quote) {
  const { id, number, accountId, endCustomerAccountId, contactUserName, draftedBy, orderId, createdAt } = quote
  const head = { id, number, accountId, endCustomerAccountId, contactUserName, draftedBy, orderId }
  return { ...head, createdAt: createdAt.toISOString() }
}

function versionView(version: store.QuoteVersion, today: LocalDate): VersionView {
  const { currency, netMinor, freightMinor, taxMinor, noRateMinor, freightNoRate, totalMinor } = version
  const { shipTo, shipToAccountId, billToAccountId, billTo, terms, note, validThrough, closedReason } = version
  return {
    version: version.version,
    state: standingOf(version, today),
    currency,
    netMinor,
    freightMinor,
    taxMinor,
    noRateMinor,
    freightNoRate,
    totalMinor,
    lines: version.lines,
    shipTo,
    shipToAccountId,
    billToAccountId,
    billTo,
    terms,
    note,
    validThrough,
    closedReason,
    sentAt: version.sentAt?.toISOString() ?? null,
  }
}

function handDiscountIn(trace: Record<string, unknown>): { discountBasisPoints: number; discountReason: string } {
  const byHand = trace['byHand']
  const none = { discountBasisPoints: 0, discountReason: '' }
  if (typeof byHand !== 'object' || byHand === null) return none
  const { basisPoints, reason } = { basisPoints: 0, reason: '', ...byHand }
  return { discountBasisPoints: basisPoints, discountReason: reason }
}
