import { expect, it } from 'vitest'
import { taxOf } from '../../../../src/domains/shop/pricing/tax.ts'
import { money } from '../../../../src/kernel/money.ts'

const rates = [
  { obligation: '*', name: 'VAT', basisPoints: 1900 },
  { obligation: 'goods', name: 'Reduced VAT', basisPoints: 700 },
]

it.each([
  ['the obligation has a rate of its own', 'goods', 1000, { taxMinor: 70, basisPoints: 700, name: 'Reduced VAT' }],
  ['it has none, and the general rate counts', 'licence', 1000, { taxMinor: 190, basisPoints: 1900, name: 'VAT' }],
  ['half a minor unit is rounded up', 'goods', 150, { taxMinor: 11, basisPoints: 700, name: 'Reduced VAT' }],
  ['a credit gets back what the charge paid', 'goods', -150, { taxMinor: -11, basisPoints: 700, name: 'Reduced VAT' }],
  ['nothing is sold', 'media', 0, { taxMinor: 0, basisPoints: 1900, name: 'VAT' }],
])('tax is right when %s', (_, obligation, minor, expected) => {
  expect(taxOf(money(minor, 'EUR'), obligation, rates)).toEqual(expected)
})

it('a destination without rates has no rate, which is not a rate of zero', () => {
  expect(taxOf(money(1000, 'EUR'), 'media', [])).toEqual({ taxMinor: 0, basisPoints: null, name: null })
  const zero = [{ obligation: '*', name: 'Zero rate', basisPoints: 0 }]
  expect(taxOf(money(1000, 'EUR'), 'media', zero)).toEqual({ taxMinor: 0, basisPoints: 0, name: 'Zero rate' })
})
