import type { Tx } from '../../../platform/db/db.ts'
import { type OrderDeps, type RateRules, refuseWithoutRate } from '../../fulfilment/orders/index.ts'
import type { PostalAddress } from '../../people/accounts/index.ts'
import { viewerOfCart } from './cart-view.ts'
import { type HandDiscount, withHandDiscount } from './hand-discount.ts'
import { priceLines, type RequestedLine } from './price-lines.ts'
import { type Totals, totalsOf } from './priced-cart.ts'
import { refuseProblem } from './refuse-problem.ts'

export interface OfferAsked {
  readonly accountId: string
  readonly endCustomerAccountId: string | null
  readonly requestedLines: readonly (RequestedLine & { readonly discount: HandDiscount | null })[]
  readonly shipTo: PostalAddress
}

/**
 * What an account's wants come to: its own catalog, prices, tax and freight, whoever asks. Without discounts by hand it
 * is to the minor unit what the account's own checkout would say.
 * @throws {ItemNotAvailable | QuantityNotAllowed | LineNotEligible | TaxRateMissing | FreightRateMissing}
 */
export async function priceOffer(
  tx: Tx,
  deps: Pick<OrderDeps, 'db' | 'clock' | keyof RateRules>,
  asked: OfferAsked,
): Promise<Totals> {
  const viewer = await viewerOfCart(tx, deps, asked)
  const requestedLines = await priceLines(tx, viewer, asked.requestedLines)
  refuseProblem(requestedLines)
  const priced = requestedLines.map((requested, index) =>
    withHandDiscount(requested, asked.requestedLines[index]?.discount ?? null),
  )
  const totals = await totalsOf(tx, viewer, priced, asked.shipTo)
  refuseWithoutRate(deps, { ...totals, shipTo: asked.shipTo })
  return totals
}
