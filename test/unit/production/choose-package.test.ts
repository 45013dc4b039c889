import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DownloadPackage } from '../../../src/domains/entitlements/index.ts'
import { compareVersions, isOfFamily, newestPermitted } from '../../../src/domains/production/choose-package.ts'
import { localDate } from '../../../src/kernel/local-date.ts'

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
    ['PAINT_PRO', 'PAINT_PRO_EXTRAS_1_0', false],
    ['PAINT_PRO', 'PAINT_PROFESSIONAL_1', false],
    ['PAINT_PRO_2', 'PAINT_PRO_2_1', true],
    ['PAINT_PRO_2_1', 'PAINT_PRO_2_10', false],
  ])('%s and %s: %s', (reference, packageId, expected) => {
    expect(isOfFamily(reference, packageId)).toBe(expected)
  })
})

describe('versions', () => {
  it.each([
    ['2.0', '2.1'],
    ['2.9', '2.10'],
    ['2.0-beta', '2.0'],
    ['2.0-beta1', '2.0-beta2'],
    ['2.0-rc1', '2.0.1'],
    ['2.0', '2.0 SP1'],
    ['9', '10'],
  ])('%s is older than %s', (older, newer) => {
    expect(compareVersions(older, newer)).toBeLessThan(0)
    expect(compareVersions(newer, older)).toBeGreaterThan(0)
  })

  it('order consistently', () => {
    const version = fc
      .array(fc.oneof(fc.nat(12).map(String), fc.constantFrom('beta', 'rc', 'sp')), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join('.'))
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a))).toBe(0)
        if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0)
          expect(compareVersions(a, c)).toBeLessThanOrEqual(0)
      }),
      { numRuns: 2000 },
    )
  })
})
