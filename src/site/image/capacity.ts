import type { Manifest } from '../../domains/fulfilment/production/site-contract.ts'

type Medium = Manifest['discs'][number]['medium']

/**
 * Bytes that fit on every usual blank of the kind: the smaller of the `-R` and `+R` sizes, less a margin (a CD of 80
 * minutes may report 359,847 blocks; a BD-R keeps spare areas).
 */
export const capacityBytes: Readonly<Record<Medium, number>> = {
  CD: 736_000_000,
  DVD: 4_700_000_000,
  'DVD-DL': 8_540_000_000,
  BD: 24_900_000_000,
}
