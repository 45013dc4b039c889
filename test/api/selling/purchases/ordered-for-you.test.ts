import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type CallerName, callApi, tokenOf } from '../../../support/api-callers.ts'
import { type Box, startBox } from '../../../support/box.ts'
import { readDocument, registeredRoutes } from '../../../support/document.ts'
import { orderFor, type PartnersOrder } from '../../../support/partner-orders.ts'
import { askAs, callAs, namePartner } from '../../../support/sales.ts'

let box: Box
let mixed: PartnersOrder
let forBright: PartnersOrder
beforeAll(async () => {
  box = await startBox()
  await namePartner(box, 'PIXEL', 'ACME')
  mixed = await orderFor(box, 'rosa', 'ACME', {
    partNumbers: ['SKETCH-5-LIC', 'KIT-BRUSH-14', 'BOOK-PAINT-LIGHT'],
    purchaseOrderNumber: 'PO-SECRET-77',
  })
  await box.workUntil(async () => {
    const { items } = await listOf('alice')
    const [right, kit] = items[0]?.lines ?? []
    return right?.right?.live && kit?.state === 'made'
  })
  const parcel = { carrier: 'DHL', trackingNumber: 'TRACK-77', lineNumbers: [3] }
  await askAs(box, z.unknown(), 'oscar', ['POST', `/api/admin/orders/${mixed.id}/shipments`], parcel)
  forBright = await orderFor(box, 'rosa', 'BRIGHT', {
    partNumbers: ['SKETCH-5-LIC'],
    purchaseOrderNumber: 'PO-OTHER-78',
    toCustomer: true,
  })
  await box.drain()
})
afterAll(() => box.close())

const line = z.object({
  lineNumber: z.number(),
  partNumber: z.string(),
  quantity: z.number(),
  state: z.string(),
  sentence: z.string(),
  right: z.object({ activationId: z.string(), expirationDate: z.string().nullable(), live: z.boolean() }).nullable(),
  shipment: z.object({ carrier: z.string(), trackingNumber: z.string() }).nullable(),
  downloadsHref: z.string().nullable(),
})
const view = z.object({
  id: z.string(),
  number: z.string(),
  partner: z.object({ accountId: z.string(), name: z.string() }),
  shipTo: z.object({ recipient: z.string() }).nullable(),
  lines: z.array(line),
})
const page = z.object({ items: z.array(view), nextCursor: z.string().nullable() })
const listOf = (caller: CallerName, query = '') => askAs(box, page, caller, ['GET', `/api/orders-for-you${query}`])
async function pageAs(caller: CallerName, path: string): Promise<{ status: number; text: string }> {
  const token = await tokenOf(box, caller)
  return callApi(box, { method: 'GET', path, token, headers: { accept: 'text/html' } })
}

describe('what a partner ordered for a customer', () => {
  it('is listed for every member of the customer: partner, products, quantities, dates, activation ids, download and parcel [S24]', async () => {
    for (const caller of ['alice', 'bob', 'vera'] as const) {
      const { items } = await listOf(caller)
      expect(items).toMatchObject([{ id: mixed.id, partner: { accountId: 'PIXEL', name: 'Pixel Partners BV' } }])
      expect(items[0]?.lines).toMatchObject([
        {
          lineNumber: 1,
          partNumber: 'SKETCH-5-LIC',
          quantity: 1,
          state: 'live',
          right: { activationId: `${mixed.number}-L1`, expirationDate: null, live: true },
          downloadsHref: `/api/products/${mixed.number}-L1/downloads`,
        },
        {
          lineNumber: 2,
          partNumber: 'KIT-BRUSH-14',
          state: 'made',
          right: null,
          shipment: null,
        },
        { lineNumber: 3, state: 'shipped', shipment: { carrier: 'DHL', trackingNumber: 'TRACK-77' } },
      ])
      const one = await askAs(box, view, caller, ['GET', `/api/orders-for-you/${mixed.id}`])
      expect(one).toEqual(items[0])
    }
    const files = await callAs(box, 'alice', ['GET', `/api/products/${mixed.number}-L1/downloads`])
    const offered = z.object({ packages: z.array(z.object({ files: z.array(z.object({ href: z.string() })) })) })
    expect(offered.parse(files.json).packages[0]?.files[0]?.href).toContain(`/downloads/${mixed.number}-L1/`)
  })

  it('stands on the orders page with its own page, where the files are', async () => {
    const list = await pageAs('vera', '/orders')
    const all = await pageAs('vera', '/orders/for-you')
    const one = await pageAs('alice', `/orders/for-you/${mixed.id}`)
    for (const { status, text } of [list, all, one]) {
      expect(status).toBe(200)
      for (const fact of ['Ordered for you', 'Pixel Partners BV', `${mixed.number}-L1`, 'TRACK-77', 'Sketch'])
        expect(text).toContain(fact)
    }
    for (const { text } of [list, one]) expect(text).toContain('tracking-id=TRACK-77"')
    expect(list.text).toContain(`href="/orders/for-you/${mixed.id}"`)
    expect(one.text).toContain(`href="/downloads/${mixed.number}-L1/`)
    // An order for each number, and none beside it among those from elsewhere.
    expect(list.text.split(`>${mixed.number}</`)).toHaveLength(2)
    expect((await callAs(box, 'alice', ['GET', '/api/orders-elsewhere'])).text).not.toContain(mixed.number)
    expect((await callAs(box, 'alice', ['GET', '/api/orders'])).text).not.toContain(mixed.number)
  })

  it('says no price, no number of the partner’s, nobody’s name and nothing that the partner ordered for others', async () => {
    const answers = [
      await callAs(box, 'alice', ['GET', '/api/orders-for-you']),
      await callAs(box, 'alice', ['GET', `/api/orders-for-you/${mixed.id}`]),
      await pageAs('alice', '/orders'),
      await pageAs('alice', '/orders/for-you'),
      await pageAs('alice', `/orders/for-you/${mixed.id}`),
    ]
    for (const { status, text } of answers) {
      expect(status).toBe(200)
      expect(text).not.toMatch(
        /PO-SECRET-77|PO-OTHER-78|rosa@|Rosa|Ruiz|goods-in desk|Minor|priceRule|EUR|€|receipt\.pdf/,
      )
      expect(text).not.toContain(forBright.number)
    }
  })

  it('names the address only where parcels go to the customer itself', async () => {
    expect((await listOf('beth')).items).toMatchObject([
      { number: forBright.number, shipTo: { recipient: 'The goods-in desk' } },
    ])
    expect((await listOf('alice')).items).toMatchObject([{ shipTo: null }])
  })

  it('is no order of an account below, of another customer or of the partner as a customer', async () => {
    for (const caller of ['rosa', 'dieter', 'victor'] as const) expect((await listOf(caller)).items).toEqual([])
    const sam = await box.member('sam@acme.example')
    expect(JSON.parse((await sam.tell('GET', `${box.url}/api/orders-for-you`)).body.toString())).toEqual({
      items: [],
      nextCursor: null,
    })
    for (const caller of ['rosa', 'beth', 'dieter'] as const)
      expect((await callAs(box, caller, ['GET', `/api/orders-for-you/${mixed.id}`])).status).toBe(404)
    // An order that the account placed for itself is no partner's.
    const own = await askAs(box, z.object({ items: z.array(z.unknown()) }), 'alice', ['GET', '/api/orders'])
    expect(own.items).toEqual([])
  })

  it('stays with the customer when it has taken its consent back, and when the platform lost the partner', async () => {
    await askAs(box, z.unknown(), 'alice', ['DELETE', '/api/company/partners/PIXEL'])
    expect((await listOf('alice')).items.map(({ number }) => number)).toEqual([mixed.number])
    await box.database.db.execute(`update accounts set removed_at = now() where account_id = 'PIXEL'`)
    expect((await listOf('alice')).items).toMatchObject([{ partner: { name: 'Pixel Partners BV' } }])
    await box.database.db.execute(`update accounts set removed_at = null where account_id = 'PIXEL'`)
    await namePartnerAgain()
  })

  it('is told as failed without a word of why, and without advice to order', async () => {
    await box.database.db.execute(
      `update order_lines set state = 'failed', failure = 'credit of PIXEL' where order_id = '${mixed.id}' and line_number = 2`,
    )
    const { text } = await callAs(box, 'alice', ['GET', `/api/orders-for-you/${mixed.id}`])
    expect(view.parse(JSON.parse(text)).lines[1]?.sentence).toBe(
      'Something went wrong on our side. Our staff have been told and will see to it.',
    )
    expect(text).not.toContain('credit of PIXEL')
  })

  it('pages by a cursor, newest first', async () => {
    const next = await orderFor(box, 'rosa', 'ACME', { partNumbers: ['SKETCH-5-LIC'], purchaseOrderNumber: 'PO-NEXT' })
    const first = await listOf('alice', '?limit=1')
    expect(first.items.map(({ number }) => number)).toEqual([next.number])
    const second = await listOf('alice', `?limit=1&cursor=${first.nextCursor}`)
    expect([second.items.map(({ number }) => number), second.nextCursor]).toEqual([[mixed.number], null])
  })
})

it('the customer reaches nothing else of the partner’s order: in every operation and page it is, byte for byte, an order that does not exist', async () => {
  const { operations } = await readDocument(box)
  const ofMembers = operations.filter(({ 'x-access': access }) => access.startsWith('member'))
  const names = new Map(ofMembers.map(({ method, path, operationId }) => [`${method} ${path}`, operationId]))
  const routes = [
    ...names.keys(),
    ...registeredRoutes(box).filter((route) => !/ \/(api|admin|downloads)\//.test(route)),
  ]
  const paths = [...new Set(routes)].filter((route) =>
    /\{(orderId|pricedCartId|quoteId|paymentId|requestId)\}/.test(route),
  )
  const body = { method: 'purchaseOrder', purchaseOrderNumber: 'PO-X', version: 1, reason: 'no' }
  const unlike = (id: string) => `${id.slice(0, -4)}zzzz`
  let cells = 0
  for (const caller of ['alice', 'vera'] as const) {
    const token = await tokenOf(box, caller)
    for (const route of paths.filter((one) => !one.includes('for-you'))) {
      const [method = '', path = ''] = route.split(' ')
      const ask = async (orderId: string, pricedCartId: string) => {
        const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => (name === 'orderId' ? orderId : pricedCartId))
        const answer = await callApi(box, { method, path: filled, token, ...(method === 'GET' ? {} : { body }) })
        return `${answer.status} ${answer.text}`.replaceAll(/\b(req-|frm_)[0-9a-z]+/g, '$1')
      }
      cells += 1
      const real = await ask(mixed.id, mixed.pricedCartId)
      const none = await ask(unlike(mixed.id), unlike(mixed.pricedCartId))
      expect(
        real.replaceAll(mixed.id, unlike(mixed.id)).replaceAll(mixed.pricedCartId, unlike(mixed.pricedCartId)),
        route,
      ).toBe(none)
      expect(real, route).not.toMatch(/^2/)
    }
    for (const path of ['', '/receipt.pdf', '/events'])
      expect((await callApi(box, { method: 'GET', path: `/api/orders/${mixed.id}${path}`, token })).status).toBe(404)
  }
  expect(cells).toBeGreaterThan(20)
})

async function namePartnerAgain(): Promise<void> {
  await askAs(box, z.unknown(), 'alice', ['PUT', '/api/company/partners/PIXEL'])
}
