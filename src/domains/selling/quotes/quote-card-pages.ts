import type { Tx } from '../../../platform/db/db.ts'
import { lockOpenPayments, type Payment } from '../../money/payments/index.ts'
import { closeCardPagesOfVersion, endPricedCartOfVersion, type PricedCart, pricedCartsOfOffer } from '../carts/index.ts'
import { findVersion, sisterVersions } from './quote-store.ts'

/**
 * The card payments that are open for one offer: of the priced carts of one cart, and of all versions of one quote.
 * Locked; the caller has the account's orders to itself.
 */
export async function openPaymentsOfOffer(tx: Tx, pricedCart: PricedCart): Promise<Payment[]> {
  const versionIds = pricedCart.quoteVersionId === null ? [] : await sisterVersions(tx, pricedCart.quoteVersionId)
  return lockOpenPayments(tx, await pricedCartsOfOffer(tx, pricedCart.cartId, versionIds))
}

/** The path of the page on which a quote is paid, and to which a buyer comes back from the card page without paying. */
export async function pageOfOffer(tx: Tx, pricedCart: PricedCart): Promise<string> {
  const version = pricedCart.quoteVersionId === null ? null : await findVersion(tx, pricedCart.quoteVersionId)
  return version ? `/quotes/${version.quoteId}` : '/checkout/review'
}

/** From now on nobody can accept the priced cart of the version, and no card page of it may be paid. */
export async function endVersion(tx: Tx, versionId: string, at: Date): Promise<void> {
  await endPricedCartOfVersion(tx, versionId, at)
  await closeCardPagesOfVersion(tx, versionId)
}
