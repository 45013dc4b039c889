import { minorDigitsOf } from './currencies.ts'
import { DomainError } from './domain-error.ts'

/** A whole number of minor units (of which JPY has none and KWD a thousand) and an ISO 4217 code. */
export interface Money {
  readonly minor: number
  readonly currency: string
}

/**
 * What the lines of one order may come to in minor units, and so the price of anything: ten trillion of a currency with
 * cents. A ninth of the whole numbers that are exact, so that tax as high as the price and freight still fit.
 */
export const mostMinor = 1_000_000_000_000_000

export function money(minor: number, currency: string): Money {
  if (!Number.isSafeInteger(minor)) throw new NotWholeMinorUnits(minor)
  return { minor, currency }
}

/** @throws {MixedCurrencies} */
export function add(left: Money, right: Money): Money {
  sameCurrency(left, right)
  return money(left.minor + right.minor, left.currency)
}

export function negate(value: Money): Money {
  return { minor: value.minor === 0 ? 0 : -value.minor, currency: value.currency }
}

/** So many times an amount, by whole numbers. @throws {AmountTooLarge} beyond what an order may come to */
export function times(value: Money, count: number): Money {
  const minor = value.minor * count
  // Beyond the bound the product may have been rounded, but not back to within it.
  if (Math.abs(minor) > mostMinor) throw new AmountTooLarge()
  return money(minor === 0 ? 0 : minor, value.currency)
}

/**
 * A share of an amount in basis points (ten thousandths), rounded half up to a whole minor unit. Whole numbers only: a
 * product beyond those that are exact would be wrong by units without a word.
 */
export function basisPointsOf(value: Money, basisPoints: number): Money {
  const doubled = 2 * value.minor * basisPoints + 10_000
  const minor = Number.isSafeInteger(doubled)
    ? (doubled - modulo(doubled, 20_000)) / 20_000
    : Number(floorOf(2n * BigInt(value.minor) * BigInt(basisPoints) + 10_000n, 20_000n))
  return money(minor === 0 ? 0 : minor, value.currency)
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor
}

function floorOf(value: bigint, divisor: bigint): bigint {
  const rest = ((value % divisor) + divisor) % divisor
  return (value - rest) / divisor
}

/**
 * Splits an amount by weights into whole minor units that add up to it exactly, credits included: largest remainder
 * first, ties to the earlier part. To give the rest to the first parts would make shares depend on the order of the lines.
 */
export function allocate(total: Money, weights: readonly number[]): Money[] {
  const weightSum = weights.reduce((a, b) => a + b, 0)
  if (weights.length === 0 || weightSum <= 0 || weights.some((w) => w < 0 || !Number.isSafeInteger(w)))
    throw new DomainError('invalid-weights', 'Weights must be whole, not negative, and not all zero')
  const sign = total.minor < 0 ? -1n : 1n
  const amount = BigInt(total.minor) * sign
  const divisor = BigInt(weightSum)
  const shares = weights.map((weight, index) => {
    const product = amount * BigInt(weight)
    return { index, whole: product / divisor, rest: product % divisor }
  })
  const left = amount - shares.reduce((a, share) => a + share.whole, 0n)
  const winners = new Set(
    [...shares]
      .sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1))
      .slice(0, Number(left))
      .map((share) => share.index),
  )
  return shares.map(({ index, whole }) => {
    const minor = Number((whole + (winners.has(index) ? 1n : 0n)) * sign)
    return money(minor === 0 ? 0 : minor, total.currency)
  })
}

/** How many decimals the currency's minor unit stands for. @throws {UnknownCurrency} */
export function exponentOf(currency: string): number {
  const digits = minorDigitsOf(currency)
  if (digits === undefined) throw new UnknownCurrency(currency)
  return digits
}

export function isCurrency(code: string): boolean {
  return minorDigitsOf(code) !== undefined
}

/** Money as people write it, with its currency: `1,234.50 EUR` in English. */
export function formatMoney(value: Money, locale = 'en'): string {
  const digits = exponentOf(value.currency)
  const amount =
    locale === 'en' ? inEnglish(value.minor, digits) : formatOf(locale, digits).format(value.minor / 10 ** digits)
  return `${amount} ${value.currency}`
}

// As `Intl` writes it, in a tenth of the time: a page of the catalog says forty amounts.
function inEnglish(minor: number, digits: number): string {
  const text = String(Math.abs(minor)).padStart(digits + 1, '0')
  const whole = text.slice(0, text.length - digits)
  const first = whole.length % 3 || 3
  let grouped = whole.slice(0, first)
  for (let at = first; at < whole.length; at += 3) grouped += `,${whole.slice(at, at + 3)}`
  return `${minor < 0 ? '-' : ''}${grouped}${digits === 0 ? '' : `.${text.slice(text.length - digits)}`}`
}

// Making one takes far longer than using it. There are as many as languages of the store times numbers of decimals.
const formats = new Map<string, Intl.NumberFormat>()

function formatOf(locale: string, digits: number): Intl.NumberFormat {
  const key = `${locale} ${digits}`
  const known = formats.get(key)
  if (known) return known
  const format = new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits })
  formats.set(key, format)
  return format
}

function sameCurrency(left: Money, right: Money): void {
  if (left.currency !== right.currency) throw new MixedCurrencies(left.currency, right.currency)
}

export class MixedCurrencies extends DomainError {
  constructor(left: string, right: string) {
    super('mixed-currencies', `Cannot combine ${left} with ${right}`, { left, right })
  }
}

export class UnknownCurrency extends DomainError {
  constructor(currency: string) {
    super('unknown-currency', `${JSON.stringify(currency)} is not a currency of ISO 4217`, { currency })
  }
}

export class AmountTooLarge extends DomainError {
  /** @param sentence says what it is that comes to so much */
  constructor(sentence: string = amountTooLarge) {
    super('amount-too-large', sentence)
  }
}

/** What people are told where it is plain what is meant. */
export const amountTooLarge = 'This comes to more than one order can hold. Take a smaller quantity, or several orders.'

export class NotWholeMinorUnits extends DomainError {
  constructor(value: number) {
    super('not-whole-minor-units', `${value} is not a whole number within safe bounds`, { value })
  }
}
