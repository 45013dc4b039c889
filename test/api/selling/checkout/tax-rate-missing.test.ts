import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { importTaxRates } from '../../../../src/domains/shop/pricing/index.ts'
import type { CallerName } from '../../../support/api-callers.ts'
import { type Box, startBox } from '../../../support/box.ts'
import { pdfText } from '../../../support/pdf-text.ts'
import { askAs, callAs, refusalOf } from '../../../support/sales.ts'
import { dublin } from '../../../support/shopping.ts'

const athens = { ...dublin, line1: 'Ermou 1', city: 'Athina', region: '', postalCode: '105 63', country: 'GR' }
const unknown = z.unknown()
const sums = z.object({
  id: z.string(),
  netMinor: z.number(),
  freightMinor: z.number(),
  taxMinor: z.number(),
  noRateMinor: z.number().nullable(),
  totalMinor: z.number(),
})
const priced = sums.extend({ lines: z.array(z.object({ taxBasisPoints: z.number().nullable() })) })
const placed = z.object({ order: sums.extend({ number: z.string() }) })

function customer(box: Box, caller: CallerName = 'alice') {
  const ask = <Schema extends z.ZodType>(schema: Schema, method: string, path: string, body?: unknown) =>
    askAs(box, schema, caller, [method, path], body)
  return {
    put: (partNumber: string) => ask(unknown, 'POST', '/api/cart/lines', { partNumber, downloadDeclined: true }),
    cart: () => ask(z.object({ lines: z.array(z.object({ partNumber: z.string() })) }), 'GET', '/api/cart'),
    pricedCart: (shipTo: object) => callAs(box, caller, ['POST', '/api/priced-carts'], { shipTo }),
    place: (pricedCartId: string, purchaseOrderNumber: string) =>
      callAs(box, caller, ['POST', '/api/orders'], { pricedCartId, method: 'purchaseOrder', purchaseOrderNumber }),
    save: (shipTo: object) =>
      callAs(box, caller, ['POST', '/api/quotes'], { shipTo, requestKey: `tax-${randomUUID()}` }),
  }
}
const counted = async (box: Box, table: string) => {
  const [row] = await box.database.db.execute(`select count(*)::int as n from ${table}`)
  return Number(row?.['n'])
}

describe('where orders without a rate are stopped', () => {
  let box: Box
  beforeAll(async () => {
    box = await startBox({ env: { TAX_NO_RATE: 'stop' } })
  })
  afterAll(() => box.close())

  it('checkout names the country and what to do, orders nothing and leaves the cart [C47]', async () => {
    const alice = customer(box)
    for (const partNumber of ['TEXTURES-2-LIC', 'BOOK-PAINT-LIGHT']) await alice.put(partNumber)
    const before = await alice.cart()
    const answer = await alice.pricedCart(athens)
    expect([answer.status, refusalOf(answer)]).toEqual([409, 'tax-rate-missing'])
    expect(answer.text).toContain('Greece (GR)')
    expect(answer.text).toContain('Ask the vendor to enter a rate for GR')
    expect(await alice.cart()).toEqual(before)
    expect([await counted(box, 'orders'), await counted(box, 'priced_carts')]).toEqual([0, 0])
    expect(refusalOf(await alice.save(athens))).toBe('tax-rate-missing')
    // A page says it too, and a country with a rate is sold to as ever.
    const page = await (await box.member('alice@acme.example')).send(`${box.url}/checkout/quote`, athens)
    expect([page.status, page.body.toString()]).toEqual([409, expect.stringContaining('no tax rate for Greece (GR)')])
    const pricedCart = priced.parse((await alice.pricedCart(dublin)).json)
    expect(pricedCart.noRateMinor).toBe(0)
    expect(pricedCart.taxMinor).toBeGreaterThan(0)
    expect((await alice.place(pricedCart.id, 'PO-TAXED')).status).toBe(201)
  })

  it('a quote of staff is stopped as well', async () => {
    const lines = [{ partNumber: 'TEXTURES-2-LIC', quantity: 1 }]
    const draft = { accountId: 'ACME', contactUserName: 'alice@acme.example', lines, shipTo: athens }
    const answer = await callAs(box, 'carla', ['POST', '/api/admin/quotes'], { ...draft, requestKey: randomUUID() })
    expect(refusalOf(answer)).toBe('tax-rate-missing')
  })

  it('what costs nothing has no tax question', async () => {
    const body = { partNumber: 'KIT-PAINT-PRO-2', shipTo: athens, downloadDeclined: true, requestKey: randomUUID() }
    expect((await callAs(box, 'alice', ['POST', '/api/kit-orders'], body)).status).toBe(201)
  })

  it('a release asks again: what waited while its country had a rate stays, and is not ordered', async () => {
    const bruno = customer(box, 'bruno')
    await askAs(box, unknown, 'alice', ['POST', '/api/company/approval-rules'], { overMinor: 0, currency: 'EUR' })
    await bruno.put('TEXTURES-2-LIC')
    const { id } = priced.parse((await bruno.pricedCart({ ...dublin, country: 'FR' })).json)
    const asked = z.object({ approvalId: z.string() }).parse((await bruno.place(id, 'PO-FRANCE')).json)
    const before = await counted(box, 'orders')
    await box.database.db.execute(`delete from tax_rates where country = 'FR'`)
    const path = `/api/approvals/${asked.approvalId}/release`
    const answer = await callAs(box, 'bob', ['POST', path], { expectedTotalMinor: 99_999_999 })
    expect(refusalOf(answer)).toBe('tax-rate-missing')
    expect(await counted(box, 'orders')).toBe(before)
    await box.store.deps.db.transaction((tx) => importTaxRates(tx, [{ country: 'FR', name: 'VAT', basisPoints: 2000 }]))
    expect((await callAs(box, 'bob', ['POST', path], { expectedTotalMinor: 99_999_999 })).status).toBe(200)
    expect(await counted(box, 'orders')).toBe(before + 1)
  })

  it('a rate of zero is a rate', async () => {
    await box.store.deps.db.transaction((tx) =>
      importTaxRates(tx, [{ country: 'GR', name: 'Zero rate', basisPoints: 0 }]),
    )
    const beth = customer(box, 'beth')
    await beth.put('TEXTURES-2-LIC')
    const pricedCart = priced.parse((await beth.pricedCart(athens)).json)
    expect(pricedCart).toMatchObject({ taxMinor: 0, noRateMinor: 0, lines: [{ taxBasisPoints: 0 }] })
    expect((await beth.place(pricedCart.id, 'PO-ZERO')).status).toBe(201)
  })
})

describe('where orders without a rate are sold, as in the box', () => {
  let box: Box
  beforeAll(async () => {
    box = await startBox()
  })
  afterAll(() => box.close())

  it('quote, order, page, mail and paper say no rate, and finance has the order in its list [C47]', async () => {
    const alice = customer(box)
    for (const partNumber of ['TEXTURES-2-LIC', 'BOOK-PAINT-LIGHT']) await alice.put(partNumber)
    const pricedCart = priced.parse((await alice.pricedCart(athens)).json)
    expect(pricedCart).toMatchObject({ taxMinor: 0, noRateMinor: pricedCart.netMinor + pricedCart.freightMinor })
    expect(pricedCart.freightMinor).toBeGreaterThan(0)
    expect(pricedCart.lines.map(({ taxBasisPoints }) => taxBasisPoints)).toEqual([null, null])
    const visitor = await box.member('alice@acme.example')
    const checkout = await visitor.send(`${box.url}/checkout/quote`, athens)
    expect(checkout.body.toString()).toContain('no rate')
    const { order } = placed.parse((await alice.place(pricedCart.id, 'PO-GREECE')).json)
    expect(order).toMatchObject({ taxMinor: 0, noRateMinor: pricedCart.noRateMinor })

    const rowOf = (html: string) => /Tax<\/th><td class="number">([^<]*)</.exec(html)?.[1]
    const page = (await visitor.open(`${box.url}/orders/${order.id}`)).body.toString()
    expect(rowOf(page)).toBe('no rate')
    const oscar = await box.staff('oscar')
    expect((await oscar.open(`${box.url}/admin/orders/${order.id}`)).body.toString()).toContain('tax no rate')
    await box.drain()
    const mail = box.mailbox.mails().find(({ text }) => text.includes('Ordered on your purchase order PO-GREECE.'))
    expect(mail?.text).toMatch(/Tax +no rate/)
    const pdf = await visitor.open(`${box.url}/api/orders/${order.id}/receipt.pdf`)
    expect(pdfText(pdf.body)).toContain('no rate')

    const listed = z.object({
      items: z.array(z.object({ number: z.string(), country: z.string(), noRateMinor: z.number() })),
      sums: z.array(z.object({ currency: z.string(), orders: z.number(), noRateMinor: z.number() })),
    })
    const finance = () => askAs(box, listed, 'fiona', ['GET', '/api/admin/finance/orders-without-rate'])
    expect(await finance()).toEqual({
      items: [{ number: order.number, country: 'GR', noRateMinor: pricedCart.noRateMinor }],
      sums: [{ currency: 'EUR', orders: 1, noRateMinor: pricedCart.noRateMinor }],
    })
    const fiona = await box.staff('fiona')
    const list = (await fiona.open(`${box.url}/admin/finance/orders-without-rate`)).body.toString()
    expect(list).toContain(order.number)
    expect(list).toContain('Greece (GR)')
    expect((await fiona.open(`${box.url}/admin/finance`)).body.toString()).toContain('/orders-without-rate')

    // A rate that is entered later changes no order, and the next one has it.
    await box.store.deps.db.transaction((tx) => importTaxRates(tx, [{ country: 'GR', name: 'VAT', basisPoints: 2400 }]))
    expect(rowOf((await visitor.open(`${box.url}/orders/${order.id}`)).body.toString())).toBe('no rate')
    await alice.put('TEXTURES-2-LIC')
    const taxed = priced.parse((await alice.pricedCart(athens)).json)
    expect(taxed).toMatchObject({ noRateMinor: 0, lines: [{ taxBasisPoints: 2400 }] })
    expect((await alice.place(taxed.id, 'PO-GREECE-2')).status).toBe(201)
    expect((await finance()).items).toHaveLength(1)
  })

  it('an order from before this was noted shows what it froze', async () => {
    const alice = customer(box)
    await alice.put('TEXTURES-2-LIC')
    const pricedCart = priced.parse((await alice.pricedCart({ ...athens, country: 'MT' })).json)
    const { order } = placed.parse((await alice.place(pricedCart.id, 'PO-OLD-TAX')).json)
    await box.database.db.execute(`update orders set no_rate_minor = null where id = '${order.id}'`)
    const visitor = await box.member('alice@acme.example')
    expect((await visitor.open(`${box.url}/orders/${order.id}`)).body.toString()).toMatch(
      /Tax<\/th><td class="number">0\.00 EUR</,
    )
  })
})
