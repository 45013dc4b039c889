import { and, eq, gt, inArray, ne, or } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { type Order, orderOfQuotes } from '../../fulfilment/orders/index.ts'
import type { Pair } from '../partners/index.ts'
import { cartLines, carts, quotes } from './tables.ts'

export type Quote = typeof quotes.$inferSelect

export async function findOpenQuote(tx: Tx, cartId: string, contentHash: string, at: Date): Promise<Quote | null> {
  const [quote] = await tx
    .select()
    .from(quotes)
    .where(
      and(
        eq(quotes.cartId, cartId),
        eq(quotes.contentHash, contentHash),
        eq(quotes.state, 'open'),
        gt(quotes.expiresAt, at),
      ),
    )
    .limit(1)
  return quote ?? null
}

export async function insertQuote(tx: Tx, quote: typeof quotes.$inferInsert): Promise<Quote> {
  const [row] = await tx.insert(quotes).values(quote).returning()
  if (!row) throw new Error('an inserted quote was not returned')
  return row
}

export async function findQuote(tx: Db | Tx, id: string): Promise<Quote | null> {
  const [quote] = await tx.select().from(quotes).where(eq(quotes.id, id))
  return quote ?? null
}

export async function lockQuote(tx: Tx, id: string): Promise<Quote | null> {
  const [quote] = await tx.select().from(quotes).where(eq(quotes.id, id)).for('update')
  return quote ?? null
}

/** Whether another quote of the same cart became an order; locks the cart against one that is about to. */
export async function cartIsClosed(tx: Tx, cartId: string): Promise<boolean> {
  const [cart] = await tx.select({ state: carts.state }).from(carts).where(eq(carts.id, cartId)).for('update')
  return cart === undefined || (cart.state !== 'open' && cart.state !== 'quoted')
}

/** Why the cart was closed without an order; null when it was not. */
export async function whyCartClosed(tx: Tx, cartId: string): Promise<string | null> {
  const [cart] = await tx.select({ reason: carts.closedReason }).from(carts).where(eq(carts.id, cartId))
  return cart?.reason ?? null
}

export async function acceptQuote(tx: Tx, id: string): Promise<void> {
  await tx.update(quotes).set({ state: 'accepted' }).where(eq(quotes.id, id))
}

/** The order that a cart became, by whichever of its quotes. */
export async function orderOfCart(tx: Db | Tx, cartId: string): Promise<Order | null> {
  const rows = await tx.select({ id: quotes.id }).from(quotes).where(eq(quotes.cartId, cartId))
  return orderOfQuotes(
    tx,
    rows.map(({ id }) => id),
  )
}

/** Of some quotes those that a member made of other carts than this one. */
export async function quotesOfOtherCarts(
  tx: Db | Tx,
  quoteIds: readonly string[],
  owner: { readonly userName: string; readonly cartId: string },
): Promise<string[]> {
  if (quoteIds.length === 0) return []
  const rows = await tx
    .select({ id: quotes.id })
    .from(quotes)
    .where(and(inArray(quotes.id, [...quoteIds]), eq(quotes.userName, owner.userName), ne(quotes.cartId, owner.cartId)))
  return rows.map(({ id }) => id)
}

export async function quotesById(tx: Db | Tx, ids: readonly string[]): Promise<Map<string, Quote>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .select()
    .from(quotes)
    .where(inArray(quotes.id, [...ids]))
  return new Map(rows.map((quote) => [quote.id, quote]))
}

/** The priced carts that versions of a quote were accepted with, or are being. */
export async function pricedCartsOfVersions(tx: Db | Tx, versionIds: readonly string[]): Promise<string[]> {
  if (versionIds.length === 0) return []
  const rows = await tx
    .select({ id: quotes.id })
    .from(quotes)
    .where(inArray(quotes.salesQuoteVersionId, [...versionIds]))
  return rows.map(({ id }) => id)
}

/** The priced carts of one offer: those of a cart, and those of versions of a quote. */
export async function pricedCartsOfOffer(tx: Tx, cartId: string, versionIds: readonly string[]): Promise<string[]> {
  const rows = await tx
    .select({ id: quotes.id })
    .from(quotes)
    .where(or(eq(quotes.cartId, cartId), inArray(quotes.salesQuoteVersionId, [...versionIds])))
  return rows.map(({ id }) => id)
}

/** The priced carts of a partner for one of its customers. */
export async function pricedCartsForCustomer(tx: Tx, pair: Pair): Promise<string[]> {
  const rows = await tx
    .select({ id: quotes.id })
    .from(quotes)
    .where(and(eq(quotes.accountId, pair.partnerAccountId), eq(quotes.endCustomerAccountId, pair.customerAccountId)))
  return rows.map(({ id }) => id)
}

/** Gives a released quote the time that paying it takes. */
export async function keepQuoteUntil(tx: Tx, quoteId: string, expiresAt: Date): Promise<void> {
  await tx.update(quotes).set({ expiresAt }).where(eq(quotes.id, quoteId))
}

/** The priced cart of a version, from the moment somebody accepts it; locked. */
export async function lockQuoteOfVersion(tx: Tx, versionId: string): Promise<typeof quotes.$inferSelect | null> {
  const [quote] = await tx.select().from(quotes).where(eq(quotes.salesQuoteVersionId, versionId)).for('update')
  return quote ?? null
}

/** Whether somebody has begun to accept the version. Under the lock of its quote nobody begins meanwhile. */
export async function isPriced(tx: Tx, versionId: string): Promise<boolean> {
  const rows = await tx.select({ id: quotes.id }).from(quotes).where(eq(quotes.salesQuoteVersionId, versionId))
  return rows.length > 0
}

/** A cart beside the open one that holds what is being accepted. */
export async function insertQuotedCart(
  tx: Tx,
  cart: typeof carts.$inferInsert,
  lines: readonly Omit<typeof cartLines.$inferInsert, 'cartId'>[],
): Promise<void> {
  await tx.insert(carts).values(cart)
  await tx.insert(cartLines).values(lines.map((line) => ({ ...line, cartId: cart.id })))
}

/** A colleague may accept what another member looked at; an accepted one stays its acceptor's. */
export async function handQuoteTo(
  tx: Tx,
  quote: Pick<typeof quotes.$inferSelect, 'id' | 'cartId'>,
  by: { readonly userName: string; readonly acceptedForBy: string | null },
): Promise<void> {
  await tx
    .update(quotes)
    .set(by)
    .where(and(eq(quotes.id, quote.id), eq(quotes.state, 'open')))
  await tx
    .update(carts)
    .set({ userName: by.userName })
    .where(and(eq(carts.id, quote.cartId), ne(carts.state, 'ordered')))
}

/** The version may be priced anew; what was asked for with this cart keeps its lines. */
export async function forgetPricedCart(tx: Tx, quoteId: string): Promise<void> {
  await tx.update(quotes).set({ salesQuoteVersionId: null }).where(eq(quotes.id, quoteId))
}

/** From now on nobody can accept the priced cart of the version. */
export async function endQuoteOfVersion(tx: Tx, versionId: string, at: Date): Promise<void> {
  await tx
    .update(quotes)
    .set({ expiresAt: at })
    .where(and(eq(quotes.salesQuoteVersionId, versionId), eq(quotes.state, 'open')))
}
