import { expect, it } from 'vitest'
import { didYouMean } from '../../../../src/domains/shop/catalog/did-you-mean.ts'
import { reasonsForBuyer } from '../../../../src/domains/shop/catalog/reason-for-buyer.ts'

const found = ['Paint Pro 2, licence', 'Brush Library', 'Colour Lab'].map((title) => ({
  title,
  partNumber: 'P-1',
  productName: null,
}))

it.each([
  ['pant pro', 'paint pro'],
  ['panit', 'paint'],
  ['brsh libary', 'brush library'],
  ['Colr Lab', 'colour lab'],
  ['paint', null],
  ['pai', null],
  ['zebra', null],
  ['pant zebra', null],
  ['', null],
])('%j is mended to %j, from the words of what was found alone', (q, meant) => {
  expect(didYouMean(q, found)).toBe(meant)
})

it('a reason for the buyer names the product that is owned, and no line, order, relation or rule', () => {
  const right = {
    activationId: 'act-1',
    product: 'Paint Pro@2.1',
    inheritedFrom: null,
    lastDay: null,
    orderId: 'SO-1',
    orderLineNumber: '1',
  }
  const step = { rule: 'NOT_ENTITLED' as const, passed: true, sentence: 'act-1 by UPSELL_TO', right }
  expect(reasonsForBuyer([step, { ...step, rule: 'NOT_ENTITLED_TO_ALL' }])).toEqual(['Because you own Paint Pro 2.1.'])
  expect(reasonsForBuyer([{ ...step, right: { ...right, inheritedFrom: 'ACME' } }])).toEqual([
    'Because your company ACME owns Paint Pro 2.1.',
  ])
})
