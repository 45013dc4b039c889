import type { ImportedFreightRate, ImportedTaxRate } from '../../domains/shop/pricing/index.ts'

/**
 * Example data: standard rates of value added tax in basis points. What a vendor owes where is its tax adviser's word,
 * not this file's; reduced rates and reverse charge are not in it.
 */
export const taxRates: readonly ImportedTaxRate[] = Object.entries({
  AT: 2000,
  BE: 2100,
  CH: 810,
  DE: 1900,
  DK: 2500,
  ES: 2100,
  FI: 2550,
  FR: 2000,
  GB: 2000,
  IE: 2300,
  IT: 2200,
  NL: 2100,
  PL: 2300,
  PT: 2300,
  SE: 2500,
}).map(([country, basisPoints]) => ({ country, name: 'VAT', basisPoints }))

const nearby = ['AT', 'BE', 'DE', 'DK', 'ES', 'FI', 'FR', 'GB', 'IT', 'NL', 'PL', 'PT', 'SE']

/** What a parcel from Dublin costs. */
export const freightRates: readonly ImportedFreightRate[] = [
  { country: 'IE', currency: 'EUR', unitMinor: 590 },
  ...nearby.map((country) => ({ country, currency: 'EUR', unitMinor: 990 })),
  { country: '*', currency: 'EUR', unitMinor: 2_490 },
  { country: 'US', currency: 'USD', unitMinor: 1_900 },
  { country: '*', currency: 'USD', unitMinor: 2_900 },
]
