import type { PostalAddress } from '../../people/accounts/index.ts'

const names = [
  'recipient',
  'organisation',
  'line1',
  'line2',
  'city',
  'region',
  'postalCode',
  'country',
  'phone',
] as const satisfies readonly (keyof PostalAddress)[]

/** The fields of an address among those of a form; what was not sent is empty. */
export function addressFieldsOf(fields: Readonly<Record<string, string>>): Record<keyof PostalAddress, string> {
  const address = { recipient: '', organisation: '', line1: '', line2: '', city: '', region: '', postalCode: '' }
  const whole = { ...address, country: '', phone: '' }
  for (const name of names) whole[name] = fields[name] ?? ''
  return whole
}

/** What the address fields show before anybody typed: the address of the profile. */
export function addressValues(address: PostalAddress | null): Record<string, string> {
  return { ...address }
}
