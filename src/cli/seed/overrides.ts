import type { StoreOverride } from '../../domains/shop/catalog/index.ts'

/**
 * What the store says about Paintworks' part numbers where the platform's product does not say it. The platform sorts
 * products, the store sells part numbers: a licence, a seat and an upgrade of one product are three things to a buyer.
 */
export const overrides: readonly StoreOverride[] = [
  // The product is an update to those who have 2.0, and the way in for everybody else.
  { partNumber: 'PAINT-PRO-2-LIC', category: 'base', requiresAnyOf: [] },
  { partNumber: 'PAINT-PRO-2-SEAT', category: 'seat', addsToLine: true, maxQuantity: 500 },
  { partNumber: 'PAINT-PRO-2-UPG', category: 'upgrade' },
  { partNumber: 'PAINT-PRO-2-SUB', category: 'base', requiresAnyOf: [], termMonths: 12 },
  { partNumber: 'PAINT-PRO-1-SEAT', category: 'seat', addsToLine: true },
  { partNumber: 'COLOUR-LAB-SEAT', category: 'seat', addsToLine: true },
  { partNumber: 'SKETCH-5-LIC', category: 'base', requiresAnyOf: [] },
  { partNumber: 'SKETCH-5-SEAT', category: 'seat', addsToLine: true },
  { partNumber: 'SKETCH-5-UPG', category: 'upgrade' },
  // On the platform its category is media; in the store media are discs, and this is the right to what is on one.
  { partNumber: 'TEXTURES-2-LIC', category: 'base', requiresAnyOf: [] },
  { partNumber: 'PAINTWORKS-SUITE-LIC', category: 'base', requiresAnyOf: [], termMonths: 12 },
  { partNumber: 'PAINT-MNT-1Y', category: 'maintenance', termMonths: 12 },
  { partNumber: 'SKETCH-MNT-1Y', category: 'maintenance', termMonths: 12 },
  { partNumber: 'TRAINING-DAY', category: 'service', maxQuantity: 20 },
]
