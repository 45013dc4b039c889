// Its front door reads the names of countries in 80 languages; this one reads codes alone.
import countries from 'i18n-iso-countries/index.js'

const codes: ReadonlySet<string> = new Set(Object.keys(countries.getAlpha2Codes()))
const names = new Intl.DisplayNames(['en'], { type: 'region' })

/** A code of ISO 3166-1 alpha-2, in capitals, or the `XK` that all the world writes for Kosovo. */
export function isCountryCode(code: string): boolean {
  return codes.has(code)
}

/** The name of a country in English; the code itself where it has none. */
export function countryName(code: string): string {
  return names.of(code) ?? code
}

/** Every country, by name as people look for it. */
export const allCountries: readonly { readonly code: string; readonly name: string }[] = [...codes]
  .map((code) => ({ code, name: countryName(code) }))
  .sort((a, b) => a.name.localeCompare(b.name, 'en'))
