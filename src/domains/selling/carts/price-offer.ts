import type { Tx } from '../../../platform/db/db.ts'
import { type OrderDeps, type RateRules, refuseWithoutRate } from '../../fulfilment/orders/index.ts'
import type { PostalAddress } from '../../people/accounts/index.ts'
import { refuseProblem, viewerOfCart } from './cart.ts'
import { type HandDiscount, withHandDiscount } from './hand-discount.ts'
import { priceWants, type Want } from './price-wants.ts'
import { type Totals, totalsOf } from './priced-cart.ts'

export interface OfferAsked {
  readonly accountId: string
  readonly endCustomerAccountId: string | null
  readonly wants: readonly (Want & { readonly discount: HandDiscount | null })[]
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
  const wants = await priceWants(tx, viewer, asked.wants)
  refuseProblem(wants)
  const priced = wants.map((want, index) => withHandDiscount(want, asked.wants[index]?.discount ?? null))
  const totals = await totalsOf(tx, viewer, priced, asked.shipTo)
  refuseWithoutRate(deps, { ...totals, shipTo: asked.shipTo })
  return totals
}
