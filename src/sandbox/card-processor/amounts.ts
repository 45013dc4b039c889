// Stripe's own representation of amounts, see https://docs.stripe.com/currencies.
const withoutDecimals = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '))
const withThreeDecimals = new Set(['bhd', 'jod', 'kwd', 'omr', 'tnd'])
// People know these without decimals; Stripe writes them with two, and the two are always 00.
const alwaysWhole = new Set(['isk', 'ugx'])

const feeBasisPoints = 290
const feeFixed = 30

/** The least that can be charged, as Stripe states it for the currencies that it settles in; others have no limit here. */
const minimums = new Map(
  Object.entries({
    aed: 200,
    aud: 50,
    bgn: 100,
    brl: 50,
    cad: 50,
    chf: 50,
    czk: 1500,
    dkk: 250,
    eur: 50,
    gbp: 30,
    hkd: 400,
    huf: 17_500,
    inr: 50,
    jpy: 50,
    mxn: 1000,
    myr: 200,
    nok: 300,
    nzd: 50,
    pln: 200,
    ron: 200,
    sek: 300,
    sgd: 50,
    thb: 1000,
    usd: 50,
  }),
)

/** Digits after the point in Stripe's representation. */
function decimalsOf(currency: string): number {
  if (withoutDecimals.has(currency)) return 0
  return withThreeDecimals.has(currency) ? 3 : 2
}

/** Why Stripe would not charge this amount; null when it would. */
export function amountRefusal(amount: number, currency: string): { code: string; message: string } | null {
  const digits = currency === 'idr' ? 12 : 8
  if (amount >= 10 ** digits)
    return { code: 'amount_too_large', message: `The amount may have at most ${digits} digits.` }
  const minimum = minimums.get(currency) ?? 1
  if (amount < minimum)
    return { code: 'amount_too_small', message: `The amount must be at least ${display(minimum, currency)}.` }
  const step = withThreeDecimals.has(currency) ? 10 : alwaysWhole.has(currency) ? 100 : 1
  if (amount % step !== 0)
    return { code: 'parameter_invalid_integer', message: `Amounts in ${currency} must be a multiple of ${step}.` }
  return null
}

/** The processor's fee for one charge: 2.9 % and 30 minor units, rounded up to what the currency can express. */
export function feeOf(amount: number, currency: string): number {
  const step = alwaysWhole.has(currency) ? 100 : 1
  const exact = Math.round((amount * feeBasisPoints) / 10_000) + feeFixed * step
  return Math.min(Math.ceil(exact / step) * step, amount)
}

/** The amount as people read it: `120.00 EUR`. */
export function display(amount: number, currency: string): string {
  const digits = alwaysWhole.has(currency) ? 0 : decimalsOf(currency)
  const format = new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  return `${format.format(amount / 10 ** decimalsOf(currency))} ${currency.toUpperCase()}`
}
