import { expect, it } from 'vitest'
import { type DeliveredRight, deliveredFor } from '../../../../src/domains/entitlements/rights/delivered.ts'

const granted: DeliveredRight = {
  productName: 'PaintWorks',
  productVersion: '2.1',
  title: null,
  lineProductName: 'PaintWorks',
  grantedBy: { chainId: 'UPD-1' },
}

it.each([
  ['2.1', true],
  ['v2.1', true],
  ['Version 2.1', true],
  ['2.10', false],
  ['2.1 SP1', false],
  ['2.1-beta', false],
])('the update 2.1 has a package of version %s: %s [C50]', (version, has) => {
  expect(deliveredFor(granted, [{ packageId: 'P', version }])).toHaveLength(has ? 1 : 0)
})
