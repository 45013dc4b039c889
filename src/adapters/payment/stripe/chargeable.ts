import { formatMoney, type Money } from '../../../kernel/money.ts'
import { PartnerRefusal } from '../../../kernel/partner-refusal.ts'
import { toStripeAmount } from './amounts.ts'

/**
 * Stripe takes amounts of at most eight digits in its own units, of rupiahs twelve, and not less than a floor for each
 * currency in which it settles (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts). All in Stripe's
 * units. A currency without a floor here is left to Stripe.
 */
const most = 99_999_999
const mostOf: Readonly<Record<string, number>> = { IDR: 999_999_999_999 }
const least: Readonly<Record<string, number>> = {
  AED: 200,
  AUD: 50,
  BGN: 100,
  BRL: 50,
  CAD: 50,
  CHF: 50,
  CZK: 1500,
  DKK: 250,
  EUR: 50,
  GBP: 30,
  HKD: 400,
  HUF: 17_500,
  INR: 50,
  JPY: 50,
  MXN: 1000,
  MYR: 200,
  NOK: 300,
  NZD: 50,
  PLN: 200,
  RON: 200,
  SEK: 300,
  SGD: 50,
  THB: 1000,
  USD: 50,
}

const instead = 'Order on a purchase order'

/** Why this amount cannot be paid by card, with what to do instead; null when it can, as far as is known. */
export function refusalOf(value: Money): string | null {
  const { currency } = value
  const units = unitsOf(value)
  if (typeof units === 'string') return units
  const [floor, ceiling] = [least[currency] ?? 1, mostOf[currency] ?? most]
  if (units > ceiling)
    return `By card at most ${shown(value, ceiling, units)} can be paid at a time, and this comes to ${formatMoney(value)}. ${instead}, or in several orders.`
  if (units < floor)
    return `By card at least ${shown(value, floor, units)} has to be paid, and this comes to ${formatMoney(value)}. ${instead}.`
  return null
}

function unitsOf(value: Money): number | string {
  try {
    return toStripeAmount(value)
  } catch (error) {
    if (error instanceof PartnerRefusal) return error.sentence
    throw error
  }
}

/** A limit in Stripe's units as money; rounded down, since a currency may be written with more digits than it has. */
function shown({ minor, currency }: Money, limit: number, units: number): string {
  return formatMoney({ minor: Math.floor(limit / (units / minor)), currency })
}
