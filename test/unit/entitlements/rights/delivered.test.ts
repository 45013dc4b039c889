import { expect, it } from 'vitest'
import { deliveredFor, downloadOfRight } from '../../../../src/domains/entitlements/rights/delivered.ts'

const grantedBy = { chainId: 'early', validator: 'subscription', since: '2026-01-01', sentence: '' } as never
const packages = [
  { packageId: 'PAINT_PRO_2_0', version: '2.0' },
  { packageId: 'PAINT_PRO_2_1', version: '2.1' },
] as never
const line = {
  productName: 'Paint Pro',
  productVersion: '2.0',
  lineProductName: 'Paint Pro',
  title: 'PAINT_PRO_2_0',
  grantedBy: null,
}
const granted = (change: object) => ({ ...line, grantedBy, ...change })

it.each([
  ['a line has all that it opens', line, 2],
  ['a grant has the package that the platform names', granted({ productVersion: '2.1', title: 'PAINT_PRO_2_1' }), 1],
  ['not the files of its line', granted({ productVersion: '3.0', title: 'PAINT_PRO_3_0' }), 0],
  ['without a name those of its version', granted({ productVersion: '2.1', title: null }), 1],
  ['not of a version that is not there', granted({ productVersion: '3.0', title: null }), 0],
  ['nor of another product of that version', granted({ productName: 'Lab', productVersion: '2.1', title: null }), 0],
])('%s', (_name, right, count) => {
  expect(deliveredFor(right, packages)).toHaveLength(count)
})

it('a grant without a package of its own is undelivered, a line without one is empty, and silence is neither', () => {
  const early = granted({ productVersion: '3.0', title: 'PAINT_PRO_3_0' })
  expect(downloadOfRight(early, packages)).toEqual({ state: 'undelivered', packages: 0 })
  expect(downloadOfRight(line, [])).toEqual({ state: 'empty', packages: 0 })
  expect(downloadOfRight(early, undefined)).toEqual({ state: 'unknown', packages: 0 })
  expect(downloadOfRight(line, packages)).toEqual({ state: 'ready', packages: 2 })
})
