import { DomainError } from '../../../kernel/domain-error.ts'
import { basisPointsOf, formatMoney, money } from '../../../kernel/money.ts'
import { netOf, type PricedRequest } from './price-lines.ts'

/** What staff take off a line by hand, beyond all rules. */
export interface HandDiscount {
  readonly basisPoints: number
  /** For those who look into the trace; the account is not told. */
  readonly reason: string
  readonly by: string
}

/**
 * The want at the price that its account has anyway, less a discount by hand: one more step in the trace, so that the
 * price can still be worked out from the trace alone. What comes off is rounded half up.
 */
export function withHandDiscount(requested: PricedRequest, discount: HandDiscount | null): PricedRequest {
  const { price } = requested
  if (price === null || discount === null || discount.basisPoints === 0) return requested
  const off = basisPointsOf(money(price.unitPriceMinor, price.currency), discount.basisPoints).minor
  const unitMinor = price.unitPriceMinor - off
  const trace = {
    ...price.trace,
    steps: [...price.trace.steps, { by: `hand:${discount.by}`, takesOffMinor: off, unitMinor }],
    byHand: discount,
  }
  const sentence = `${price.sentence}; for this quote ${discount.basisPoints / 100} % less: ${formatMoney(money(unitMinor, price.currency))} each`
  const less = { ...price, unitPriceMinor: unitMinor, sentence, trace }
  return { ...requested, price: less, netMinor: netOf(requested, { price: less, term: requested.term }) }
}

/** @throws {DiscountTooHigh} beyond what staff may give by hand */
export function refuseTooHigh(discounts: readonly (HandDiscount | null)[], limitBasisPoints: number): void {
  for (const discount of discounts)
    if (discount !== null && discount.basisPoints > limitBasisPoints)
      throw new DiscountTooHigh(discount.basisPoints, limitBasisPoints)
}

export class DiscountTooHigh extends DomainError {
  constructor(basisPoints: number, limitBasisPoints: number) {
    super(
      'discount-too-high',
      `At most ${limitBasisPoints / 100} % may be given by hand, not ${basisPoints / 100} %.`,
      { basisPoints, limitBasisPoints },
    )
  }
}
