import type { CartLine, ShownPrice } from './cart-store.ts'
import { type PriceRise, PriceRisen } from './errors.ts'
import type { PricedRequest } from './price-lines.ts'

/** A line of a cart with its price of today beside the one that its buyer was last shown. */
export type CartRequest = PricedRequest & Pick<CartLine, 'id' | 'shownUnitMinor' | 'shownCurrency'>

/** What the buyer is shown with this line now; nothing where it has no price. */
export function shownNow({ id, price }: CartRequest): ShownPrice[] {
  return price ? [{ lineId: id, unitMinor: price.unitPriceMinor, currency: price.currency }] : []
}

/** Dearer than what the buyer was last shown; null where it is not. What was shown in another currency does not count. */
export function riseOf({ id, partNumber, price, shownUnitMinor, shownCurrency }: CartRequest): PriceRise | null {
  if (!price || shownUnitMinor === null || shownCurrency !== price.currency) return null
  const { unitPriceMinor, currency } = price
  if (unitPriceMinor <= shownUnitMinor) return null
  return { lineId: id, partNumber, shownMinor: shownUnitMinor, nowMinor: unitPriceMinor, currency }
}

/** Whether the line is shown at a price that needs no consent and is not noted yet: the first one, or a lower one. */
export function isNewsWithoutConsent(requested: CartRequest): boolean {
  if (!requested.price || riseOf(requested) !== null) return false
  const { shownUnitMinor, shownCurrency, price } = requested
  return shownUnitMinor === null || shownCurrency !== price.currency || price.unitPriceMinor < shownUnitMinor
}

/** @throws {PriceRisen} naming every line that costs more than its buyer was last shown */
export function refuseRise(requestedLines: readonly CartRequest[]): void {
  const rises = requestedLines.flatMap((requested) => riseOf(requested) ?? [])
  if (rises.length > 0) throw new PriceRisen(rises)
}
