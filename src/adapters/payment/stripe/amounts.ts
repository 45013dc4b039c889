import { exponentOf, type Money, money } from '../../../kernel/money.ts'
import { PartnerRefusal } from '../../../kernel/partner-refusal.ts'

/**
 * Stripe counts most currencies in the minor units of ISO 4217, and these differently
 * (https://docs.stripe.com/currencies):
 *
 * - ISK and UGX have no minor unit, yet Stripe writes them with two decimals that are always 00.
 * - BHD, JOD, KWD, OMR and TND have three decimals, of which the last must be 0.
 * - HUF and TWD are charged with two decimals, but a payout is a whole number of forints or dollars; the rest stays in the
 *   balance. Nothing has to be converted for that.
 */
const writtenWithTwoDecimals = new Set(['ISK', 'UGX'])
const withoutDecimals = new Set('BIF CLP DJF GNF JPY KMF KRW PYG RWF VND VUV XAF XOF XPF'.split(' '))
const withThreeDecimals = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND'])

/**
 * The whole number that Stripe is told. @see refusalOf for the sizes that Stripe takes
 * @throws {PartnerRefusal} for nothing to pay, for a third decimal that is not 0, and for a currency whose minor
 * unit Stripe counts in a way not known here
 */
export function toStripeAmount(value: Money): number {
  const { minor, currency } = value
  if (minor <= 0) throw notChargeable(`An amount of ${minor} ${currency} cannot be paid by card.`)
  if (withThreeDecimals.has(currency) && minor % 10 !== 0)
    throw notChargeable(
      `By card an amount in ${currency} must end in 0 at its third decimal. Order on a purchase order.`,
    )
  return minor * factorOf(currency)
}

/** @throws {PartnerRefusal} when the number has no whole counterpart in minor units */
export function fromStripeAmount(amount: number, stripeCurrency: string): Money {
  const currency = stripeCurrency.toUpperCase()
  const minor = amount / factorOf(currency)
  if (!Number.isSafeInteger(minor)) throw notChargeable(`${amount} is not a whole number of ${currency}.`)
  return money(minor, currency)
}

/** Stripe's units in one minor unit of ours. */
function factorOf(currency: string): number {
  if (writtenWithTwoDecimals.has(currency)) return 100
  const expected = withoutDecimals.has(currency) ? 0 : withThreeDecimals.has(currency) ? 3 : 2
  if (exponentOf(currency) !== expected)
    throw notChargeable(`${currency} cannot be paid by card. Order on a purchase order.`)
  return 1
}

function notChargeable(sentence: string): PartnerRefusal {
  return new PartnerRefusal('stripe', 'card-amount-not-possible', sentence, `Card processor: ${sentence}`)
}
