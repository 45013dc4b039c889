import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { CallerName } from '../../../support/api-callers.ts'
import { type Box, startBox } from '../../../support/box.ts'
import { askAs, callAs, namePartner, placed, refusalOf, staffQuoteAnswer } from '../../../support/sales.ts'
import { dublin } from '../../../support/shopping.ts'

let box: Box
beforeAll(async () => {
  box = await startBox()
  await namePartner(box, 'PIXEL', 'ACME')
})
afterAll(() => box.close())

const quoted = z.object({
  netMinor: z.number(),
  freightMinor: z.number(),
  taxMinor: z.number(),
  totalMinor: z.number(),
  currency: z.string(),
  lines: z.array(
    z.object({ partNumber: z.string(), unitPriceMinor: z.number(), taxMinor: z.number(), priceRule: z.string() }),
  ),
})
const paris = { ...dublin, city: 'Paris', country: 'FR', postalCode: '75001' }
const worlds: readonly [CallerName, string, string, string | null, typeof dublin, readonly [string, number][]][] = [
  ['alice', 'ACME', 'alice@acme.example', null, dublin, [['COLOUR-LAB-LIC', 3]]],
  [
    'alice',
    'ACME',
    'alice@acme.example',
    null,
    paris,
    [
      ['SKETCH-5-LIC', 1],
      ['BOOK-PAINT-LIGHT', 2],
    ],
  ],
  ['alice', 'ACME', 'alice@acme.example', null, dublin, [['KIT-BRUSH-14', 1]]],
  ['rosa', 'PIXEL', 'rosa@pixel.example', null, dublin, [['PAINT-PRO-2-LIC', 7]]],
  [
    'rosa',
    'PIXEL',
    'rosa@pixel.example',
    'ACME',
    paris,
    [
      ['PAINT-PRO-2-LIC', 2],
      ['BOOK-PAINT-LIGHT', 1],
    ],
  ],
]

describe('staff who draft as an account', () => {
  it.each(worlds)(
    '%s of %s, address of %s, for %s: the draft costs what the own checkout says [P23]',
    async (caller, accountId, contactUserName, endCustomer, shipTo, wanted) => {
      await box.database.db.execute(
        `delete from cart_lines where cart_id in (select id from carts where state = 'open')`,
      )
      for (const [partNumber, quantity] of wanted)
        await askAs(box, z.unknown(), caller, ['POST', '/api/cart/lines'], {
          partNumber,
          quantity,
          downloadDeclined: true,
        })
      if (accountId === 'PIXEL')
        await askAs(box, z.unknown(), caller, ['PUT', '/api/cart/end-customer'], { accountId: endCustomer })
      const own = await askAs(box, quoted, caller, ['POST', '/api/priced-carts'], { shipTo })
      const drafted = await askAs(
        box,
        z.object({ versions: z.array(quoted) }),
        'carla',
        ['POST', '/api/admin/quotes'],
        {
          accountId,
          contactUserName,
          endCustomerAccountId: endCustomer,
          shipTo,
          lines: wanted.map(([partNumber, quantity]) => ({ partNumber, quantity })),
          requestKey: `draft-as-${accountId}-${wanted[0]?.[0]}-${shipTo.country}`,
        },
      )
      expect(drafted.versions[0]).toEqual(own)
    },
  )

  const draft = (requestKey: string, line: object, more: object = {}) =>
    callAs(box, 'carla', ['POST', '/api/admin/quotes'], {
      accountId: 'ACME',
      contactUserName: 'alice@acme.example',
      shipTo: dublin,
      requestKey: `staff-draft-${requestKey}`,
      lines: [{ partNumber: 'SKETCH-5-LIC', quantity: 2, ...line }],
      ...more,
    })

  it('take a discount off by hand within the limit, as a step of its own with its reason, that the price follows from', async () => {
    const plain = staffQuoteAnswer.parse((await draft('hand-none', {})).json).versions[0]?.lines[0]
    const less = staffQuoteAnswer.parse(
      (await draft('hand-1', { discountBasisPoints: 1250, discountReason: 'Long standing customer' })).json,
    ).versions[0]?.lines[0]
    const before = plain?.unitPriceMinor ?? 0
    const off = Math.floor(before * 0.125 + 0.5)
    expect(less).toMatchObject({ discountBasisPoints: 1250, unitPriceMinor: before - off })
    expect(less?.trace.steps.at(-1)).toEqual({
      by: 'hand:carla@paintworks.example',
      takesOffMinor: off,
      unitMinor: before - off,
    })
    expect(JSON.stringify(less?.trace)).toContain('Long standing customer')
    const tooMuch = await draft('hand-2', { discountBasisPoints: 2001, discountReason: 'A friend' })
    expect([tooMuch.status, refusalOf(tooMuch)]).toEqual([409, 'discount-too-high'])
    expect((await draft('hand-3', { discountBasisPoints: 100 })).status).toBe(400)
  })

  it('draft only what the account may have, for somebody who can sign on for it', async () => {
    expect(refusalOf(await draft('hidden', { partNumber: 'NO-SUCH-ITEM' }))).toBe('item-not-available')
    expect((await draft('stranger', {}, { contactUserName: 'beth@bright.example' })).status).toBe(400)
    expect((await draft('customer', {}, { endCustomerAccountId: 'BRIGHT' })).status).toBe(400)
    expect((await draft('billed', {}, { billToAccountId: 'BRIGHT' })).status).toBe(400)
  })

  it('place the order for the account once, and order and audit say who did it', async () => {
    const { id } = staffQuoteAnswer.parse((await draft('behalf', {})).json)
    const place = () =>
      callAs(box, 'carla', ['POST', `/api/admin/quotes/${id}/order`], { purchaseOrderNumber: 'PO-BY-FAX' })
    const answers = await Promise.all([place(), place(), place()])
    expect(new Set(answers.map(({ json }) => placed.parse(json).order.id)).size).toBe(1)
    const { order } = placed.parse(answers[0]?.json)
    const seen = await callAs(box, 'alice', ['GET', `/api/orders/${order.id}/events`])
    expect(seen.text).toContain('Placed for the account by Carla Conti (carla@paintworks.example) of the vendor.')
    const audited = await box.database.db.execute(
      `select actor, detail from audit_entries where action = 'order.placedForAccount' and subject = '${order.id}'`,
    )
    expect(audited).toMatchObject([
      { actor: 'carla@paintworks.example', detail: { accountId: 'ACME', as: 'alice@acme.example' } },
    ])
  })

  it('order what the draft says, also when an earlier attempt stopped and the draft was written anew', async () => {
    const other = staffQuoteAnswer.parse((await draft('number-taken', {})).json)
    const place = (id: string, purchaseOrderNumber: string) =>
      callAs(box, 'carla', ['POST', `/api/admin/quotes/${id}/order`], { purchaseOrderNumber })
    expect((await place(other.id, 'PO-TAKEN')).status).toBe(201)
    const { id } = staffQuoteAnswer.parse((await draft('written-anew', {})).json)
    expect(refusalOf(await place(id, 'PO-TAKEN'))).toBe('purchase-order-used')
    const anew = await askAs(box, staffQuoteAnswer, 'carla', ['PUT', `/api/admin/quotes/${id}/draft`], {
      contactUserName: 'alice@acme.example',
      shipTo: dublin,
      lines: [{ partNumber: 'SKETCH-5-LIC', quantity: 5 }],
    })
    const { order } = placed.parse((await place(id, 'PO-FRESH')).json)
    expect(order).toMatchObject({ totalMinor: anew.versions.at(-1)?.totalMinor })
  })

  it('leave the customer of a quote that was sent as it is', async () => {
    const content = { contactUserName: 'rosa@pixel.example', shipTo: dublin }
    const lines = [{ partNumber: 'PAINT-PRO-2-LIC', quantity: 1 }]
    const { id } = await askAs(box, staffQuoteAnswer, 'carla', ['POST', '/api/admin/quotes'], {
      ...content,
      lines,
      accountId: 'PIXEL',
      endCustomerAccountId: 'ACME',
      requestKey: 'staff-draft-customer',
    })
    const redraft = (endCustomerAccountId: string) =>
      callAs(box, 'carla', ['PUT', `/api/admin/quotes/${id}/draft`], { ...content, lines, endCustomerAccountId })
    expect((await redraft('BRIGHT')).status).toBe(200)
    await askAs(box, z.unknown(), 'carla', ['POST', `/api/admin/quotes/${id}/sending`])
    expect((await redraft('ACME')).status).toBe(400)
    const seen = await callAs(box, 'rosa', ['GET', `/api/quotes/${id}`])
    expect(seen.json).toMatchObject({ endCustomerAccountId: 'BRIGHT' })
  })
})
