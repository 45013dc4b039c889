import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { importFreightRates } from '../../../../src/domains/shop/pricing/index.ts'
import type { CallerName } from '../../../support/api-callers.ts'
import { type Box, startBox } from '../../../support/box.ts'
import { pdfText } from '../../../support/pdf-text.ts'
import { askAs, callAs, refusalOf } from '../../../support/sales.ts'
import { dublin } from '../../../support/shopping.ts'

// A country that has a tax rate, and, once its row is gone, no freight rate in euros.
const vienna = { ...dublin, line1: 'Graben 1', city: 'Wien', region: '', postalCode: '1010', country: 'AT' }
const parcel = 'BOOK-PAINT-LIGHT'
const licence = 'TEXTURES-2-LIC'
const sums = z.object({
  id: z.string(),
  netMinor: z.number(),
  freightMinor: z.number(),
  taxMinor: z.number(),
  totalMinor: z.number(),
  freightNoRate: z.boolean().nullable(),
})
const placed = z.object({ order: sums.extend({ number: z.string() }) })

const buyer = (box: Box, caller: CallerName = 'alice') => ({
  put: (partNumber: string) =>
    askAs(box, z.unknown(), caller, ['POST', '/api/cart/lines'], { partNumber, downloadDeclined: true }),
  cart: () => callAs(box, caller, ['GET', '/api/cart']),
  pricedCart: (shipTo: object) => callAs(box, caller, ['POST', '/api/priced-carts'], { shipTo }),
  place: (pricedCartId: string, purchaseOrderNumber: string) =>
    callAs(box, caller, ['POST', '/api/orders'], { pricedCartId, method: 'purchaseOrder', purchaseOrderNumber }),
  save: (shipTo: object) =>
    callAs(box, caller, ['POST', '/api/quotes'], { shipTo, requestKey: `freight-${randomUUID()}` }),
})
const counted = async (box: Box, table: string) => {
  const [row] = await box.database.db.execute(`select count(*)::int as n from ${table}`)
  return Number(row?.['n'])
}
/** The rows in dollars stay: a rate in another currency is none. */
const forgetEuros = (box: Box) => box.database.db.execute(`delete from freight_rates where currency = 'EUR'`)
const setRate = (box: Box, country: string, unitMinor: number) =>
  box.store.deps.db.transaction((tx) => importFreightRates(tx, [{ country, currency: 'EUR', unitMinor }]))

describe('where parcels without a freight rate are stopped', () => {
  let box: Box
  beforeAll(async () => {
    box = await startBox({ env: { FREIGHT_NO_RATE: 'stop' } })
    await forgetEuros(box)
  })
  afterAll(() => box.close())

  it('checkout names the country and the currency, orders nothing and leaves the cart [C47]', async () => {
    const alice = buyer(box)
    await alice.put(parcel)
    const before = (await alice.cart()).json
    const answer = await alice.pricedCart(vienna)
    expect([answer.status, refusalOf(answer)]).toEqual([409, 'freight-rate-missing'])
    expect(answer.text).toContain('no freight rate in EUR for a parcel to Austria (AT)')
    expect((await alice.cart()).json).toEqual(before)
    expect([await counted(box, 'orders'), await counted(box, 'priced_carts')]).toEqual([0, 0])
    expect(refusalOf(await alice.save(vienna))).toBe('freight-rate-missing')
    expect(await counted(box, 'quotes')).toBe(0)
    const page = await (await box.member('alice@acme.example')).send(`${box.url}/checkout/quote`, vienna)
    expect([page.status, page.body.toString()]).toEqual([409, expect.stringContaining('no freight rate in EUR')])
    const lines = [{ partNumber: parcel, quantity: 1 }]
    const draft = { accountId: 'ACME', contactUserName: 'alice@acme.example', lines, shipTo: vienna }
    const drafted = await callAs(box, 'carla', ['POST', '/api/admin/quotes'], { ...draft, requestKey: randomUUID() })
    expect(refusalOf(drafted)).toBe('freight-rate-missing')
  })

  it('what goes by download and a free kit have no freight question', async () => {
    const beth = buyer(box, 'beth')
    await beth.put(licence)
    const pricedCart = sums.parse((await beth.pricedCart(vienna)).json)
    expect(pricedCart).toMatchObject({ freightMinor: 0, freightNoRate: false })
    expect((await beth.place(pricedCart.id, 'PO-DOWNLOAD')).status).toBe(201)
    const body = { partNumber: 'KIT-PAINT-PRO-2', shipTo: vienna, downloadDeclined: true, requestKey: randomUUID() }
    expect((await callAs(box, 'alice', ['POST', '/api/kit-orders'], body)).status).toBe(201)
  })

  it('a quote from before the rate went is not ordered, and a release asks again', async () => {
    await setRate(box, 'AT', 990)
    const alice = buyer(box)
    const early = sums.parse((await alice.pricedCart(vienna)).json)
    expect(early).toMatchObject({ freightMinor: 990, freightNoRate: false })
    const bruno = buyer(box, 'bruno')
    await askAs(box, z.unknown(), 'alice', ['POST', '/api/company/approval-rules'], { overMinor: 0, currency: 'EUR' })
    await bruno.put(parcel)
    const { id } = sums.parse((await bruno.pricedCart(vienna)).json)
    const asked = z.object({ approvalId: z.string() }).parse((await bruno.place(id, 'PO-VIENNA')).json)
    const before = await counted(box, 'orders')
    await forgetEuros(box)
    const release: ['POST', string] = ['POST', `/api/approvals/${asked.approvalId}/release`]
    expect(refusalOf(await callAs(box, 'bob', release, { expectedTotalMinor: 99_999_999 }))).toBe(
      'freight-rate-missing',
    )
    expect(await counted(box, 'orders')).toBe(before)
    await setRate(box, '*', 2_490)
    expect((await callAs(box, 'bob', release, { expectedTotalMinor: 99_999_999 })).status).toBe(200)
    expect(await counted(box, 'orders')).toBe(before + 1)
  })

  it('a rate of zero is a rate', async () => {
    await setRate(box, 'AT', 0)
    const beth = buyer(box, 'beth')
    await beth.put(parcel)
    const pricedCart = sums.parse((await beth.pricedCart(vienna)).json)
    expect(pricedCart).toMatchObject({ freightMinor: 0, freightNoRate: false })
    const page = await (await box.member('beth@bright.example')).send(`${box.url}/checkout/quote`, vienna)
    expect(page.body.toString()).toMatch(/Freight<\/th><td class="number">Free</)
    expect((await beth.place(pricedCart.id, 'PO-NO-FREIGHT')).status).toBe(201)
  })
})

describe('where parcels without a freight rate are sold, as in the box', () => {
  let box: Box
  beforeAll(async () => {
    box = await startBox()
    await forgetEuros(box)
  })
  afterAll(() => box.close())

  it('quote, order, pages, mail and paper say no rate, and finance has the order in its list [C47]', async () => {
    const alice = buyer(box)
    await alice.put(parcel)
    const saved = z.object({ id: z.string() }).parse((await alice.save(vienna)).json)
    const pricedCart = sums.parse((await alice.pricedCart(vienna)).json)
    expect(pricedCart).toMatchObject({ freightMinor: 0, freightNoRate: true })
    expect(pricedCart.totalMinor).toBe(pricedCart.netMinor + pricedCart.taxMinor)
    const visitor = await box.member('alice@acme.example')
    const rowOf = (html: string) => /Freight<\/th><td class="number">([^<]*)</.exec(html)?.[1]
    const shown = async (path: string) => rowOf((await visitor.open(`${box.url}${path}`)).body.toString())
    expect(await shown(`/quotes/${saved.id}`)).toBe('no rate')
    expect(rowOf((await visitor.send(`${box.url}/checkout/quote`, vienna)).body.toString())).toBe('no rate')
    const { order } = placed.parse((await alice.place(pricedCart.id, 'PO-VIENNA')).json)
    expect(order).toMatchObject({ freightMinor: 0, freightNoRate: true })
    expect(await shown(`/orders/${order.id}`)).toBe('no rate')
    const oscar = await box.staff('oscar')
    expect((await oscar.open(`${box.url}/admin/orders/${order.id}`)).body.toString()).toContain('freight no rate')
    await box.drain()
    const mail = box.mailbox.mails().find(({ text }) => text.includes('Ordered on your purchase order PO-VIENNA.'))
    expect(mail?.text).toMatch(/Freight +no rate/)
    for (const path of [`/api/orders/${order.id}/receipt.pdf`, `/api/quotes/${saved.id}/quote.pdf`])
      expect(pdfText((await visitor.open(`${box.url}${path}`)).body)).toContain('no rate')

    const listed = z.object({
      items: z.array(z.object({ number: z.string(), noRateMinor: z.number(), freightNoRate: z.boolean() })),
      sums: z.array(z.object({ orders: z.number(), noRateMinor: z.number(), withoutFreightRate: z.number() })),
    })
    expect(await askAs(box, listed, 'fiona', ['GET', '/api/admin/finance/orders-without-rate'])).toEqual({
      items: [{ number: order.number, noRateMinor: 0, freightNoRate: true }],
      sums: [{ orders: 1, noRateMinor: 0, withoutFreightRate: 1 }],
    })
    const fiona = await box.staff('fiona')
    const list = (await fiona.open(`${box.url}/admin/finance/orders-without-rate`)).body.toString()
    expect(list).toContain(order.number)
    expect(list).toContain('1 parcel without a freight rate')

    // A rate that is entered later changes no order; a quote that was sent keeps what it said.
    await setRate(box, 'AT', 990)
    expect(await shown(`/orders/${order.id}`)).toBe('no rate')
    expect(await shown(`/quotes/${saved.id}`)).toBe('no rate')
  })
})
