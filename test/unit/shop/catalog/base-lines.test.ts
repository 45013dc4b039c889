import { describe, expect, it } from 'vitest'
import { baseLinesOf } from '../../../../src/domains/shop/catalog/base-lines.ts'
import { aGrant, anItem, aRight, aViewer } from '../../../support/shop-facts.ts'

const addOn = anItem({ category: 'addon', requiresAnyOf: ['Paint@2', 'Brush'] })
const paint = aRight({ activationId: 'own' })
const brush = aRight({ activationId: 'brush', productName: 'Brush', productVersion: '9' })
const older = aRight({ activationId: 'older', productVersion: '1' })
const inherited = aRight({ activationId: 'inherited', ownerAccountId: 'ACME-HOLDING' })
const grantedBy = (line: typeof paint, productVersion: string) => ({ ...line, productVersion, grantedBy: aGrant })

describe('the lines that an add-on can belong to', () => {
  it.each([
    ['each line that opens it, in their order', addOn, [brush, older, paint], ['brush', 'own']],
    ['none for another category', anItem({ ...addOn, category: 'media' }), [paint], []],
    ['none for an add-on that raises the quantity of a line', anItem({ ...addOn, addsToLine: true }), [paint], []],
    ['none for an add-on that asks for no right', anItem({ ...addOn, requiresAnyOf: [] }), [paint], []],
    ['none where nothing that is held opens it', addOn, [older], []],
    ['none where nothing is held', addOn, [], []],
    ['the line that brings what opens it by a chain', addOn, [older, grantedBy(older, '2')], ['older']],
    ['one that opens it twice, once', addOn, [paint, grantedBy({ ...paint, productName: 'Brush' }, '9')], ['own']],
    ['not the line whose chain brings something else', addOn, [older, grantedBy(older, '3')], []],
    ['own lines alone where there is one', addOn, [inherited, paint], ['own']],
    ['inherited lines where no own line opens it', addOn, [inherited, older], ['inherited']],
  ] as const)('%s', (_, item, held, ids) => {
    expect(baseLinesOf(item, aViewer({ held })).map(({ activationId }) => activationId)).toEqual(ids)
  })
})
