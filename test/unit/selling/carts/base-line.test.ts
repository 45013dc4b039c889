import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { baseLineOf } from '../../../../src/domains/selling/carts/base-line.ts'
import { localDate } from '../../../../src/kernel/local-date.ts'
import { aGrant, anItem, aRight, aViewer } from '../../../support/shop-facts.ts'

const addOn = anItem({
  partNumber: 'FILTER-1',
  category: 'addon',
  productName: 'Filter',
  requiresAnyOf: ['Paint@2', 'Brush'],
})
const paint = aRight({ activationId: 'act-1' })
const second = aRight({ activationId: 'act-2' })
const brush = aRight({ activationId: 'act-3', productName: 'Brush', productVersion: '9' })
const inherited = aRight({ activationId: 'act-4', ownerAccountId: 'ACME-HOLDING' })
const alsoInherited = aRight({ activationId: 'act-5', ownerAccountId: 'ACME-HOLDING' })
// Paint 1 does not open the add-on; the chain's Paint 2 does.
const older = aRight({ activationId: 'act-6', productVersion: '1' })
const granted = { ...older, productVersion: '2', partNumber: null, grantedBy: aGrant }
const ownLine = aRight({
  activationId: 'act-7',
  productName: 'Filter',
  partNumber: 'FILTER-1',
  expirationDate: localDate('2026-12-31'),
})
const byTheYear = { ...addOn, termMonths: 12 }

const base = (activationId: string, product = 'Paint 2') => ({ base: { activationId, product }, problem: null })
const nothing = { base: null, problem: null }
const notEligible = {
  base: null,
  problem: {
    code: 'base-line-not-eligible',
    sentence: 'Choose a live line of the account that this can belong to.',
  },
}
const choose = (...ids: readonly string[]) => ({
  base: null,
  problem: {
    code: 'base-line-not-chosen',
    sentence: 'Choose the line that this belongs to: several lines of the account can have it.',
    baseLines: ids.map((activationId) => ({ activationId, product: activationId === 'act-3' ? 'Brush 9' : 'Paint 2' })),
  },
})

describe('the line that an add-on belongs to', () => {
  it.each([
    ['nothing for an item that the account may not have', null, [paint], '', nothing],
    ['nothing for an item that is no add-on', anItem({ requiresAnyOf: ['Paint@2'] }), [paint], '', nothing],
    ['nothing for what adds to a line', { ...addOn, addsToLine: true }, [paint], '', nothing],
    ['nothing for an add-on that asks for no right', anItem({ ...addOn, requiresAnyOf: [] }), [paint], '', nothing],
    ['nothing where no line opens it', addOn, [older], '', nothing],
    ['nothing where no line opens it, whatever is named', addOn, [older], 'act-6', nothing],
    ['the only line, without a question', addOn, [paint, older], '', base('act-1')],
    ['the only line, when it is named', addOn, [paint, older], 'act-1', base('act-1')],
    ['a line that opens it by name alone', addOn, [brush], '', base('act-3', 'Brush 9')],
    ['not a line that does not open it', addOn, [paint, older], 'act-6', notEligible],
    ['not a line that is not there', addOn, [paint], 'act-99', notEligible],
    ['of several lines none without a choice', addOn, [paint, second, brush], '', choose('act-1', 'act-2', 'act-3')],
    ['of several lines the one that is named', addOn, [paint, second, brush], 'act-3', base('act-3', 'Brush 9')],
    ['of several lines none that does not open it', addOn, [paint, second, older], 'act-6', notEligible],
    ['the own line before an inherited one', addOn, [inherited, paint], '', base('act-1')],
    ['no inherited line beside an own one, even when it is named', addOn, [inherited, paint], 'act-4', notEligible],
    ['the only inherited line where there is no own one', addOn, [inherited, older], '', base('act-4')],
    [
      'of several inherited lines none without a choice',
      addOn,
      [inherited, alsoInherited],
      '',
      choose('act-4', 'act-5'),
    ],
    [
      'the line that brings the product by a chain, by its own product',
      addOn,
      [older, granted],
      '',
      base('act-6', 'Paint 1'),
    ],
    [
      'once the line that opens it by its product and by a chain',
      addOn,
      [paint, { ...paint, productName: 'Brush', grantedBy: aGrant }],
      '',
      base('act-1'),
    ],
    [
      'an add-on that is renewed stays where one line alone is possible',
      byTheYear,
      [paint, ownLine],
      'act-7',
      base('act-1'),
    ],
    [
      'an add-on that is renewed is asked nothing where several lines are possible',
      byTheYear,
      [paint, second, ownLine],
      'act-7',
      nothing,
    ],
    ['a line of the add-on that cannot be renewed is no base line', addOn, [paint, ownLine], 'act-7', notEligible],
    [
      'a line of the add-on without an end is no base line',
      byTheYear,
      [paint, { ...ownLine, expirationDate: null }],
      'act-7',
      notEligible,
    ],
  ] as const)('%s', (_, item, held, named, expected) => {
    expect(baseLineOf(item, aViewer({ held }), named)).toEqual(expected)
  })

  it('whoever buys for a customer is asked about the customer’s lines', () => {
    const held = [paint, aRight({ activationId: 'act-8', ownerAccountId: 'NOVA' })]
    expect(baseLineOf(addOn, aViewer({ accountId: 'PIXEL', rightsOf: 'NOVA', held }), '')).toEqual(base('act-8'))
  })

  it('for any rights and any name the base is a line that was offered, and one named line that is offered is the base', () => {
    const lines = [paint, second, brush, inherited, alsoInherited, older, granted, ownLine]
    fc.assert(
      fc.property(
        fc.subarray(lines),
        fc.constantFrom('', ...lines.map(({ activationId }) => activationId)),
        fc.constantFrom(addOn, byTheYear),
        (held, named, item) => {
          const viewer = aViewer({ held })
          const asked = baseLineOf(item, viewer, '')
          const offered =
            asked.problem?.code === 'base-line-not-chosen' ? asked.problem.baseLines : asked.base ? [asked.base] : []
          const answer = baseLineOf(item, viewer, named)
          if (answer.base) expect(offered).toContainEqual(answer.base)
          const isOffered = offered.some(({ activationId }) => activationId === named)
          if (isOffered) expect(answer.base?.activationId).toBe(named)
          if (answer.problem) expect(answer.base).toBeNull()
        },
      ),
    )
  })
})
