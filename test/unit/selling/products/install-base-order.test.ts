import { expect, it } from 'vitest'
import type { HeldRight } from '../../../../src/domains/entitlements/rights/index.ts'
import { groupLines, pageOfLines, placeOf } from '../../../../src/domains/selling/products/install-base-groups.ts'

const right = (productVersion: string, activationId = `ACT-${productVersion}`): HeldRight => ({
  activationId,
  entitlementId: 'ENT-1',
  ownerAccountId: 'ACME',
  productName: 'PaintWorks',
  productVersion,
  partNumber: 'PW',
  quantity: 1,
  startDate: null,
  expirationDate: null,
  orderId: null,
  orderLineNumber: null,
  maintenanceThrough: null,
  grantedBy: null,
})

it('the lines of a product stand in the order of their versions, on one page and over pages of two [C50]', () => {
  const versions = ['1.9', '1.10-rc1', '1.10', 'v2.0', '2.1', 'Version 2.10']
  const groups = groupLines(
    [...versions].reverse().map((version) => right(version)),
    new Map(),
  )
  const shown = (page: typeof groups) => page.map(({ line }) => line.productVersion)
  expect(shown(groups)).toEqual(versions)
  const paged: string[] = []
  let after: readonly string[] | null = null
  do {
    const page = pageOfLines(groups, { after, limit: 2 })
    paged.push(...shown(page.shown))
    after = page.next
  } while (after !== null)
  expect(paged).toEqual(versions)
})

it('two spellings of one version are two lines, in one order', () => {
  const spellings = [right('2.1', 'B'), right('v2.1', 'A'), right('2.1', 'A')]
  const [first, ...others] = groupLines(spellings, new Map())
  expect(first && placeOf(first)).toEqual(['PaintWorks', '0', '2.1', 'A'])
  expect(others).toHaveLength(2)
})
