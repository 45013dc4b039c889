import { eq, inArray, or, type SQL } from 'drizzle-orm'
import type { Tx } from '../../../platform/db/db.ts'
import { closeLater, lockOpenPayments, openPaymentsOf, type Payment } from '../../money/payments/index.ts'
import { endQuoteOfVersion, findVersion } from './sales-quote-store.ts'
import { salesQuoteVersions } from './sales-quote-tables.ts'
import type { Quote } from './store.ts'
import { quotes } from './tables.ts'

/**
 * The card payments that are open for one offer: of the priced carts of one cart, and of all versions of one sales quote.
 * Locked; the caller has the account's orders to itself.
 */
export async function openPaymentsOfOffer(tx: Tx, quote: Quote): Promise<Payment[]> {
  const versions = tx
    .select({ id: salesQuoteVersions.id })
    .from(salesQuoteVersions)
    .where(
      inArray(
        salesQuoteVersions.quoteId,
        tx
          .select({ id: salesQuoteVersions.quoteId })
          .from(salesQuoteVersions)
          .where(eq(salesQuoteVersions.id, quote.salesQuoteVersionId ?? '')),
      ),
    )
  const rows = await tx
    .select({ id: quotes.id })
    .from(quotes)
    .where(or(eq(quotes.cartId, quote.cartId), inArray(quotes.salesQuoteVersionId, versions)))
  return lockOpenPayments(
    tx,
    rows.map(({ id }) => id),
  )
}

/** The path of the page on which a quote is paid, and to which a buyer comes back from the card page without paying. */
export async function pageOfOffer(tx: Tx, quote: Quote): Promise<string> {
  const version = quote.salesQuoteVersionId === null ? null : await findVersion(tx, quote.salesQuoteVersionId)
  return version ? `/quotes/${version.quoteId}` : '/checkout/review'
}

/** The cart is no longer what was priced, so no card page of it may be paid: part of each change of a cart. */
export async function closeCardPagesOfCart(tx: Tx, cartId: string): Promise<void> {
  await closePages(tx, eq(quotes.cartId, cartId))
}

/** From now on nobody can accept the priced cart of the version, and no card page of it may be paid. */
export async function endVersion(tx: Tx, versionId: string, at: Date): Promise<void> {
  await endQuoteOfVersion(tx, versionId, at)
  await closePages(tx, eq(quotes.salesQuoteVersionId, versionId))
}

// By the job alone: a change of a cart holds the cart, and a payment that completes waits for it.
async function closePages(tx: Tx, of: SQL): Promise<void> {
  const rows = await tx.select({ id: quotes.id }).from(quotes).where(of)
  const open = await openPaymentsOf(
    tx,
    rows.map(({ id }) => id),
  )
  for (const payment of open) await closeLater(tx, payment)
}
