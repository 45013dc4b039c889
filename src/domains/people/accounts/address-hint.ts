import { isCountryCode } from '../../../kernel/countries.ts'
import { type PostalAddress, postalLengths } from './address.ts'

/** An address as somebody else wrote it: any length, any words for the country. */
export type FoundAddress = Readonly<Record<keyof Omit<PostalAddress, 'phone'>, string>>

/** What the form of an address is filled in with, and the parts of which something is missing, by their names. */
export interface AddressHint {
  /** Any part may be empty: whoever fills in the form completes it. */
  readonly address: PostalAddress
  readonly leftOut: readonly string[]
}

// Of these the beginning is of use; half a postal code is another postal code.
const cutParts = ['recipient', 'organisation', 'line1', 'line2', 'city', 'region'] as const

/**
 * As much of a found address as the form takes. It is a hint, so nothing about it is refused: long lines are cut, and a
 * postal code or a country that the form would not take is left open, because a wrong guess sends a parcel abroad.
 */
export function addressHint(found: FoundAddress): AddressHint {
  const postalCode = printable(found.postalCode)
  const country = printable(found.country).toUpperCase()
  const address: PostalAddress = {
    recipient: cut(found.recipient, postalLengths.recipient),
    organisation: cut(found.organisation, postalLengths.organisation),
    line1: cut(found.line1, postalLengths.line1),
    line2: cut(found.line2, postalLengths.line2),
    city: cut(found.city, postalLengths.city),
    region: cut(found.region, postalLengths.region),
    postalCode: postalCode.length > postalLengths.postalCode ? '' : postalCode,
    country: isCountryCode(country) ? country : '',
    phone: '',
  }
  const changed = [
    ...cutParts.filter((part) => address[part] !== printable(found[part])),
    ...(address.postalCode === postalCode ? [] : ['postalCode']),
    ...(address.country === country ? [] : ['country']),
  ]
  return { address, leftOut: changed.map((part) => `address.${part}`) }
}

function cut(text: string, length: number): string {
  // Half of a character that takes two units is none.
  return printable(printable(text).slice(0, length))
}

/** Without control characters, which no database keeps and no label prints, and without halves of characters. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Surrogate}]/gu, ' ').trim()
}
