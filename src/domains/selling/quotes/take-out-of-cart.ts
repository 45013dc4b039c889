import { and, eq, isNotNull } from 'drizzle-orm'
import type { Tx } from '../../../platform/db/db.ts'
import { takeAccepted } from '../carts/index.ts'
import { salesQuotes, salesQuoteVersions } from './sales-quote-tables.ts'

/** Remembers that the cart holds what a quote is about. */
export async function noteInCart(
  tx: Tx,
  quoteId: string,
  { cartId, at }: { readonly cartId: string; readonly at: Date },
): Promise<void> {
  await tx.update(salesQuotes).set({ cartId, inCartSince: at }).where(eq(salesQuotes.id, quoteId))
}

/**
 * Takes what was accepted out of the cart that its quote was made from: as many pieces as were quoted, of the lines that
 * were there at that time. What came into the cart since stays. In the transaction that accepts; a second time does nothing.
 */
export async function takeOutOfCart(tx: Tx, { id }: { readonly id: string }, at: Date): Promise<void> {
  const [found] = await tx
    .select({
      quoteId: salesQuotes.id,
      cartId: salesQuotes.cartId,
      since: salesQuotes.inCartSince,
      endCustomerAccountId: salesQuotes.endCustomerAccountId,
      version: salesQuoteVersions,
    })
    .from(salesQuoteVersions)
    .innerJoin(salesQuotes, eq(salesQuotes.id, salesQuoteVersions.quoteId))
    .where(and(eq(salesQuoteVersions.id, id), isNotNull(salesQuotes.cartId)))
    .for('update', { of: salesQuotes })
  if (!found?.cartId || !found.since) return
  const { cartId, since, endCustomerAccountId, quoteId, version } = found
  await tx.update(salesQuotes).set({ cartId: null, inCartSince: null }).where(eq(salesQuotes.id, quoteId))
  await takeAccepted(tx, cartId, { lines: version.lines, since, endCustomerAccountId, at })
}
