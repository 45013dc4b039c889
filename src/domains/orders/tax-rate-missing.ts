import { DomainError } from '../../kernel/domain-error.ts'
import { viewHelpers } from '../../platform/http/view-helpers.ts'

/** What becomes of an order for a country that has no tax rate: it is stopped, or sold and listed for finance. */
export type TaxNoRate = 'stop' | 'sell'

/** No rate is not a rate of zero: what costs something and has none is stopped where the setting says so. */
export function refuseWithoutRate(
  taxNoRate: TaxNoRate,
  sums: { readonly noRateMinor: number | null; readonly shipTo: { readonly country: string } },
): void {
  if (taxNoRate === 'stop' && (sums.noRateMinor ?? 0) > 0) throw new TaxRateMissing(sums.shipTo.country)
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
