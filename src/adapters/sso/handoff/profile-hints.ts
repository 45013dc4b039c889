import type { HandoffClaims } from '../../../domains/people/identity/port.ts'
import { isTimeZone } from '../../../kernel/time-zone.ts'

const nameLength = 100
const emailLength = 254
const localeLength = 35
const timeZoneLength = 64
const addressParts = ['line1', 'line2', 'city', 'region', 'postalCode', 'country'] as const

/**
 * The profile that came with a hand-off. All of it is a hint, so nothing in it turns anybody away: a part that is no text
 * is left out, a long name is cut, and the names of such parts come along for the log. Half an e-mail address or language
 * is none.
 */
export function profileHints(claim: unknown): {
  readonly profile: HandoffClaims['profile']
  readonly leftOut?: readonly string[]
} {
  const leftOut: string[] = []
  const partsOf = (value: unknown, name: string): Readonly<Record<string, unknown>> => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return Object.fromEntries(Object.entries(value))
    if (value !== undefined && value !== null) leftOut.push(name)
    return {}
  }
  const textOf = (value: unknown, name: string): string => {
    if (value === undefined || value === null) return ''
    if (typeof value === 'string') return value.replaceAll(/[\p{Cc}\p{Surrogate}]/gu, ' ').trim()
    leftOut.push(name)
    return ''
  }
  const given = partsOf(claim, 'profile')
  const named = (name: string) => {
    const text = textOf(given[name], `profile.${name}`)
    if (text.length <= nameLength) return text
    leftOut.push(`profile.${name}`)
    return text.slice(0, nameLength).replaceAll(/\p{Surrogate}/gu, '')
  }
  const whole = (name: string, length: number) => {
    const text = textOf(given[name], `profile.${name}`)
    if (text.length <= length) return text
    leftOut.push(`profile.${name}`)
    return ''
  }
  // The name of OpenID Connect's claim.
  const timeZone = whole('zoneinfo', timeZoneLength)
  if (timeZone !== '' && !isTimeZone(timeZone)) leftOut.push('profile.zoneinfo')
  const found = partsOf(given['address'], 'profile.address')
  const address = Object.fromEntries(
    addressParts.map((part) => [part, textOf(found[part], `profile.address.${part}`)]),
  ) as Record<(typeof addressParts)[number], string>
  return {
    profile: {
      firstName: named('firstName'),
      lastName: named('lastName'),
      email: whole('email', emailLength),
      locale: whole('locale', localeLength),
      ...(timeZone !== '' && isTimeZone(timeZone) ? { timeZone } : {}),
      address: Object.keys(found).length === 0 ? null : { ...address, country: address.country.toUpperCase() },
    },
    ...(leftOut.length === 0 ? {} : { leftOut }),
  }
}
