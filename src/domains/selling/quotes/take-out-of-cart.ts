import { and, eq, isNotNull } from 'drizzle-orm'
import type { Tx } from '../../../platform/db/db.ts'
import { takeAccepted } from '../carts/index.ts'
import { quotes, quoteVersions } from './quote-tables.ts'

/** Remembers that the cart holds what a quote is about. */
export async function recordInCart(
  tx: Tx,
  quoteId: string,
  { cartId, at }: { readonly cartId: string; readonly at: Date },
): Promise<void> {
  await tx.update(quotes).set({ cartId, inCartSince: at }).where(eq(quotes.id, quoteId))
}

/**
 * Takes what was accepted out of the cart that its quote was made from: as many pieces as were quoted, of the lines that
 * were there at that time. What came into the cart since stays. In the transaction that accepts; a second time does nothing.
 */
export async function takeOutOfCart(tx: Tx, { id }: { readonly id: string }, at: Date): Promise<void> {
  const [found] = await tx
    .select({
      quoteId: quotes.id,
      cartId: quotes.cartId,
      since: quotes.inCartSince,
      endCustomerAccountId: quotes.endCustomerAccountId,
      version: quoteVersions,
    })
    .from(quoteVersions)
    .innerJoin(quotes, eq(quotes.id, quoteVersions.quoteId))
    .where(and(eq(quoteVersions.id, id), isNotNull(quotes.cartId)))
    .for('update', { of: quotes })
  if (!found?.cartId || !found.since) return
  const { cartId, since, endCustomerAccountId, quoteId, version } = found
  await tx.update(quotes).set({ cartId: null, inCartSince: null }).where(eq(quotes.id, quoteId))
  await takeAccepted(tx, cartId, { lines: version.lines, since, endCustomerAccountId, at })
}
