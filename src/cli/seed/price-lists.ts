import type { ImportedDiscountRule, ImportedPriceList } from '../../domains/shop/pricing/index.ts'

/** Minor units of the euro and the dollar; none is converted into the other. A free kit has a price too: nothing. */
const everybodysPrices: readonly (readonly [partNumber: string, eur: number, usd: number])[] = [
  ['PAINT-STARTER-LIC', 0, 0],
  ['PAINT-PRO-20-LIC', 44_900, 48_900],
  ['PAINT-PRO-2-LIC', 49_900, 54_900],
  ['PAINT-PRO-2-UPG', 19_900, 21_900],
  ['PAINT-PRO-2-SUB', 17_900, 19_900],
  ['PAINTWORKS-SUITE-LIC', 39_900, 42_900],
  ['BRUSH-LIB-LIC', 5_900, 6_500],
  ['COLOUR-LAB-LIC', 12_900, 13_900],
  ['COLOUR-LAB-SEAT', 9_900, 10_900],
  ['SKETCH-5-LIC', 14_900, 15_900],
  ['SKETCH-5-SEAT', 11_900, 12_900],
  ['SKETCH-5-UPG', 5_900, 6_500],
  ['SKETCH-ANIM-LIC', 7_900, 8_500],
  ['TEXTURES-2-LIC', 6_900, 7_500],
  ['PAINT-MNT-1Y', 9_900, 10_900],
  ['SKETCH-MNT-1Y', 3_900, 4_200],
  ['TRAINING-DAY', 98_000, 110_000],
  ['KIT-PAINT-PRO-2', 0, 0],
  ['KIT-PAINT-PRO-20', 1_450, 1_600],
  ['KIT-BRUSH-14', 1_250, 1_400],
  ['KIT-SKETCH-5', 1_900, 2_100],
  ['KIT-TEXTURES-2', 2_400, 2_600],
  ['KIT-PARTNER-SHOWCASE', 0, 0],
  ['BOOK-PAINT-LIGHT', 3_900, 4_400],
]

/** A seat costs less from ten and from fifty on. */
const seatSteps: readonly (readonly [minQuantity: number, eur: number, usd: number])[] = [
  [1, 39_900, 43_900],
  [10, 35_900, 39_500],
  [50, 31_900, 35_100],
]

const standard = (currency: 'EUR' | 'USD'): ImportedPriceList => {
  const place = currency === 'EUR' ? 1 : 2
  return {
    id: `list-${currency.toLowerCase()}`,
    name: `List price ${currency}`,
    audience: 'everybody',
    currency,
    entries: [
      ...everybodysPrices.map((row) => ({ partNumber: row[0], unitMinor: row[place] })),
      ...seatSteps.map((row) => ({ partNumber: 'PAINT-PRO-2-SEAT', minQuantity: row[0], unitMinor: row[place] })),
    ],
  }
}

export const priceLists: readonly ImportedPriceList[] = [
  standard('EUR'),
  standard('USD'),
  {
    id: 'gold-eur',
    name: 'Gold partners EUR',
    audience: 'partnerTier',
    audienceValue: 'gold',
    currency: 'EUR',
    entries: [
      { partNumber: 'PAINT-PRO-2-LIC', unitMinor: 45_000 },
      { partNumber: 'PAINT-PRO-2-SEAT', unitMinor: 36_000 },
      { partNumber: 'PAINTWORKS-SUITE-LIC', unitMinor: 36_000 },
    ],
  },
  {
    id: 'acme-eur',
    name: 'Agreement with Acme EUR',
    audience: 'account',
    audienceValue: 'ACME',
    currency: 'EUR',
    entries: [
      { partNumber: 'COLOUR-LAB-LIC', unitMinor: 9_900 },
      { partNumber: 'PAINT-MNT-1Y', unitMinor: 8_900 },
    ],
  },
]

/** They come off by themselves, without a code, at whatever list price the account has. */
export const discountRules: readonly ImportedDiscountRule[] = [
  {
    id: 'reseller-discount',
    name: 'Reseller discount',
    audience: 'accountType',
    audienceValue: 'reseller',
    basisPoints: 2000,
  },
  {
    id: 'distributor-discount',
    name: 'Distributor discount',
    audience: 'accountType',
    audienceValue: 'distributor',
    basisPoints: 2500,
  },
]
