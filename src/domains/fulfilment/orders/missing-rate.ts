import { DomainError } from '../../../kernel/domain-error.ts'
import { viewHelpers } from '../../../platform/http/pages/view-helpers.ts'

/** What becomes of an order for a country that has no rate: it is stopped, or sold and listed for finance. */
export type WithoutRate = 'stop' | 'sell'

/** The vendor's word for both: tax, and freight of a parcel that costs something. */
export interface RateRules {
  readonly taxNoRate: WithoutRate
  readonly freightNoRate: WithoutRate
}

/** No rate is not a rate of zero: what costs something and has none is stopped where the setting says so. */
export function refuseWithoutRate(
  rules: RateRules,
  sums: {
    readonly noRateMinor: number | null
    readonly freightNoRate: boolean | null
    readonly currency: string
    readonly shipTo: { readonly country: string }
  },
): void {
  const { country } = sums.shipTo
  if (rules.taxNoRate === 'stop' && (sums.noRateMinor ?? 0) > 0) throw new TaxRateMissing(country)
  if (rules.freightNoRate === 'stop' && sums.freightNoRate === true)
    throw new FreightRateMissing(country, sums.currency)
}

export class TaxRateMissing extends DomainError {
  constructor(country: string) {
    super(
      'tax-rate-missing',
      `There is no tax rate for ${viewHelpers.country(country)} (${country}), so nothing was ordered and the cart is as it was. Ask the vendor to enter a rate for ${country}, or choose an address in another country.`,
      { country },
    )
  }
}

export class FreightRateMissing extends DomainError {
  constructor(country: string, currency: string) {
    super(
      'freight-rate-missing',
      `There is no freight rate in ${currency} for a parcel to ${viewHelpers.country(country)} (${country}), so nothing was ordered and the cart is as it was. Ask the vendor to enter a rate for ${country}, choose an address in another country, or take what is sent by post out of the cart.`,
      { country, currency },
    )
  }
}
