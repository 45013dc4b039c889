import { dateOf } from '../../../kernel/local-date.ts'
import type { Tx } from '../../../platform/db/db.ts'
import * as carts from '../carts/index.ts'
import { isCustomerLost } from '../partners/index.ts'
import { findVersion, type QuoteState } from '../quotes/index.ts'

const takenBack: ReadonlySet<QuoteState> = new Set(['declined', 'superseded', 'withdrawn'])

/**
 * Whether an offer was taken back: its cart was closed, its version of a quote is no longer the one that stands, or the
 * partner may not order for the customer any more. An offer whose time is over was not: its page was opened in time.
 */
export async function isTakenBack(tx: Tx, pricedCart: carts.PricedCart, at: Date): Promise<boolean> {
  if ((await carts.whyCartClosed(tx, pricedCart.cartId)) !== null) return true
  const version = pricedCart.quoteVersionId === null ? null : await findVersion(tx, pricedCart.quoteVersionId)
  if (version && takenBack.has(version.state)) return true
  return isCustomerLost(tx, pricedCart, dateOf(at))
}
