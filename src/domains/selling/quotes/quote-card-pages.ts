import type { Tx } from '../../../platform/db/db.ts'
import { lockOpenPayments, type Payment } from '../../money/payments/index.ts'
import { closeCardPagesOfVersion, endQuoteOfVersion, pricedCartsOfOffer, type Quote } from '../carts/index.ts'
import { findVersion, sisterVersions } from './sales-quote-store.ts'

/**
 * The card payments that are open for one offer: of the priced carts of one cart, and of all versions of one sales quote.
 * Locked; the caller has the account's orders to itself.
 */
export async function openPaymentsOfOffer(tx: Tx, quote: Quote): Promise<Payment[]> {
  const versionIds = quote.salesQuoteVersionId === null ? [] : await sisterVersions(tx, quote.salesQuoteVersionId)
  return lockOpenPayments(tx, await pricedCartsOfOffer(tx, quote.cartId, versionIds))
}

/** The path of the page on which a quote is paid, and to which a buyer comes back from the card page without paying. */
export async function pageOfOffer(tx: Tx, quote: Quote): Promise<string> {
  const version = quote.salesQuoteVersionId === null ? null : await findVersion(tx, quote.salesQuoteVersionId)
  return version ? `/quotes/${version.quoteId}` : '/checkout/review'
}

/** From now on nobody can accept the priced cart of the version, and no card page of it may be paid. */
export async function endVersion(tx: Tx, versionId: string, at: Date): Promise<void> {
  await endQuoteOfVersion(tx, versionId, at)
  await closeCardPagesOfVersion(tx, versionId)
}
