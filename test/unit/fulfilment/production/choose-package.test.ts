import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DownloadPackage } from '../../../../src/domains/entitlements/rights/index.ts'
import { isOfFamily, newestPermitted } from '../../../../src/domains/fulfilment/production/choose-package.ts'
import { localDate } from '../../../../src/kernel/local-date.ts'

const today = localDate('2026-06-15')

function packageOf(packageId: string, effective: string | null, current = true): DownloadPackage {
  const version = packageId.replace(/^\D+/, '').replaceAll('_', '.')
  return {
    packageId,
    version,
    description: '',
    effectiveDate: effective === null ? null : localDate(effective),
    current,
  }
}

describe('the newest permitted package', () => {
  const one = packageOf('PAINT_PRO_1_0', '2023-01-01', false)
  const two = packageOf('PAINT_PRO_2_0', '2025-01-01', false)
  const twoOne = packageOf('PAINT_PRO_2_1', '2026-05-01')
  const future = packageOf('PAINT_PRO_3_0', '2026-06-16')

  it.each([
    ['the newest of the family', 'PAINT_PRO', [one, twoOne, two], 'PAINT_PRO_2_1'],
    ['a previous version where the current one was not answered', 'PAINT_PRO', [two, one], 'PAINT_PRO_2_0'],
    ['exactly the package that is named', 'PAINT_PRO_2_0', [one, two, twoOne], 'PAINT_PRO_2_0'],
    ['nothing that takes effect tomorrow', 'PAINT_PRO', [future, two], 'PAINT_PRO_2_0'],
    ['nothing of another family', 'PAINT', [one, two, twoOne], null],
    ['nothing where nothing is permitted', 'PAINT_PRO', [], null],
  ])('is %s [S51]', (_, reference, answered, expected) => {
    expect(newestPermitted(reference, answered, today)?.packageId ?? null).toBe(expected)
  })

  it('goes by version where the dates are equal or missing', () => {
    const [nine, ten] = [packageOf('P_2_9', null), packageOf('P_2_10', null)]
    expect(newestPermitted('P', [ten, nine], today)).toBe(ten)
    expect(newestPermitted('P', [nine, ten], today)).toBe(ten)
  })

  it.each([
    ['2.0', 'v2.1'],
    ['v2.0', '2.1'],
    ['Version 2.9', 'V2.10'],
    ['R1', 'R2'],
    ['1.0-rc.1', '1.0'],
    ['2024', '2024 SP1'],
  ])('is %2$s rather than %1$s, whichever is answered first [C50]', (older, newer) => {
    const [a, b] = [
      { ...packageOf('P_1', '2026-01-01'), version: older },
      { ...packageOf('P_0', '2026-01-01'), version: newer },
    ]
    expect(newestPermitted('P', [a, b], today)).toBe(b)
    expect(newestPermitted('P', [b, a], today)).toBe(b)
  })

  it('does not depend on the order of the answer', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([one, two, twoOne, future], { minLength: 4 }), (answered) => {
        expect(newestPermitted('PAINT_PRO', answered, today)).toBe(twoOne)
      }),
    )
  })
})

describe('a package family', () => {
  it.each([
    ['PAINT_PRO', 'PAINT_PRO_2_1', true],
    ['PAINT_PRO', 'PAINT_PRO_V3', true],
    ['PAINT_PRO', 'PAINT_PRO_R2', true],
    ['PAINT_PRO', 'PAINT_PRO_Version_2_1', true],
    ['PAINT_PRO', 'PAINT_PRO_RED_2_1', false],
    ['PAINT_PRO', 'PAINT_PRO_EXTRAS_1_0', false],
    ['PAINT_PRO', 'PAINT_PROFESSIONAL_1', false],
    ['PAINT_PRO_2', 'PAINT_PRO_2_1', true],
    ['PAINT_PRO_2_1', 'PAINT_PRO_2_10', false],
  ])('%s and %s: %s', (reference, packageId, expected) => {
    expect(isOfFamily(reference, packageId)).toBe(expected)
  })
})
