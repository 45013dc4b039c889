import { exponentOf } from '../../../kernel/money.ts'

/**
 * An amount as people write it, such as `1234.5`, in minor units of the currency: exact, by its digits. A mistake is told
 * by its code: `not-an-amount`, or `too-many-decimals` for what the currency has no coin for.
 */
export function minorOf(text: string, currency: string): number | 'not-an-amount' | 'too-many-decimals' {
  const [, whole, decimals = ''] = /^(\d{1,12})(?:\.(\d+))?$/.exec(text) ?? []
  if (whole === undefined) return 'not-an-amount'
  const digits = exponentOf(currency)
  if (decimals.length > digits) return 'too-many-decimals'
  return Number(whole + decimals.padEnd(digits, '0'))
}

/** Minor units as an amount with the decimals of the currency: `1234.50` EUR, `1234` JPY. */
export function majorOf(minor: number, currency: string): string {
  const digits = exponentOf(currency)
  const text = String(minor).padStart(digits + 1, '0')
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
}
