import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type CallerName, callApi, tokenOf } from '../../../support/api-callers.ts'
import { type Box, startBox } from '../../../support/box.ts'
import { askAs, callAs, refusalOf } from '../../../support/sales.ts'
import { dublin } from '../../../support/shopping.ts'

let box: Box
beforeAll(async () => {
  box = await startBox()
  // Each of the two fits an order in a small quantity; together, or in a large one, they do not.
  await importPrices(['TEXTURES-2-LIC,1,600000000000.00', 'SKETCH-5-LIC,1,300000000000.00'])
})
afterAll(() => box.close())

const header = 'list,name,audience,audience_value,currency,part_number,min_quantity,unit_price'
async function importPrices(rows: readonly string[]) {
  return callApi(box, {
    method: 'POST',
    path: '/api/admin/price-lists',
    token: await tokenOf(box, 'carla'),
    headers: { 'content-type': 'text/csv' },
    body: [header, ...rows.map((row) => `HUGE,Huge prices,account,ACME,EUR,${row}`)].join('\n'),
  })
}
const put = (partNumber: string, quantity: number, caller: CallerName = 'alice') =>
  callAs(box, caller, ['POST', '/api/cart/lines'], { partNumber, quantity, downloadDeclined: true })
const cartAnswer = z.object({
  netMinor: z.number(),
  lines: z.array(
    z.object({
      id: z.string(),
      partNumber: z.string(),
      quantity: z.number(),
      available: z.boolean(),
      netMinor: z.number().nullable(),
      problem: z.string().nullable(),
    }),
  ),
})
const cart = () => askAs(box, cartAnswer, 'alice', ['GET', '/api/cart'])
const tooLarge = { code: 'amount-too-large', status: 409 }

describe('an amount that is more than an order can hold', () => {
  it('is refused where a line is put in the cart or changed, which stays as it was', async () => {
    const refused = await put('TEXTURES-2-LIC', 900)
    expect([refused.status, refused.json]).toEqual([
      409,
      expect.objectContaining({ ...tooLarge, detail: expect.stringMatching(/^With 900 of TEXTURES-2-LIC /) }),
    ])
    expect((await cart()).lines).toEqual([])
    expect((await put('TEXTURES-2-LIC', 10)).status).toBe(201)
    const [line] = (await cart()).lines
    const changed = await callAs(box, 'alice', ['PATCH', `/api/cart/lines/${line?.id}`], { quantity: 20 })
    expect([changed.status, refusalOf(changed)]).toEqual([409, 'amount-too-large'])
    expect(await cart()).toMatchObject({ netMinor: 600_000_000_000_000, lines: [{ quantity: 10 }] })
  })

  it('is refused for the lines of a cart together', async () => {
    const refused = await put('SKETCH-5-LIC', 20)
    expect([refused.status, refused.json]).toEqual([
      409,
      expect.objectContaining({ ...tooLarge, detail: expect.stringMatching(/^With 20 of SKETCH-5-LIC /) }),
    ])
    expect((await cart()).lines).toHaveLength(1)
    expect((await put('SKETCH-5-LIC', 10)).status).toBe(201)
    expect((await cart()).netMinor).toBe(900_000_000_000_000)
  })

  it('that follows from a later price is told at the line and refused by the quote; the cart can still be seen and mended', async () => {
    const pricedCart = async () => callAs(box, 'alice', ['POST', '/api/priced-carts'], { shipTo: dublin })
    const priced = await pricedCart()
    expect(priced.status).toBe(201)
    const total = z
      .object({ netMinor: z.number(), taxMinor: z.number(), freightMinor: z.number(), totalMinor: z.number() })
      .parse(priced.json)
    expect(BigInt(total.totalMinor)).toBe(BigInt(total.netMinor) + BigInt(total.taxMinor) + BigInt(total.freightMinor))
    expect(total.netMinor).toBe(900_000_000_000_000)
    await importPrices(['TEXTURES-2-LIC,1,600000000000.00', 'SKETCH-5-LIC,1,900000000000.00'])
    const seen = await cart()
    expect(seen.lines.map(({ available, netMinor }) => [available, netMinor])).toEqual([
      [true, 600_000_000_000_000],
      [false, null],
    ])
    expect(seen.lines[1]?.problem).toContain('more than one order can hold')
    expect(refusalOf(await pricedCart())).toBe('amount-too-large')
    const alice = await box.member('alice@acme.example')
    const page = await alice.open(`${box.url}/cart`)
    expect([page.status, page.body.toString()]).toEqual([200, expect.stringContaining('more than one order can hold')])
    expect((await callAs(box, 'alice', ['DELETE', `/api/cart/lines/${seen.lines[1]?.id}`])).status).toBeLessThan(300)
    expect((await pricedCart()).status).toBe(201)
  })

  it('is refused in a draft of staff', async () => {
    const lines = [{ partNumber: 'TEXTURES-2-LIC', quantity: 900 }]
    const body = {
      accountId: 'ACME',
      contactUserName: 'alice@acme.example',
      lines,
      shipTo: dublin,
      requestKey: randomUUID(),
    }
    const refused = await callAs(box, 'carla', ['POST', '/api/admin/quotes'], body)
    expect([refused.status, refusalOf(refused)]).toEqual([409, 'amount-too-large'])
  })

  it('is a mistake of its row in a price list', async () => {
    const refused = await importPrices(['SKETCH-5-LIC,1,300000000000.00', 'TEXTURES-2-LIC,1000000,600000000000.00'])
    expect([refused.status, refused.json]).toEqual([
      400,
      expect.objectContaining({
        errors: [expect.objectContaining({ row: 3, column: 'unit_price', code: 'amount-too-large' })],
      }),
    ])
  })

  it('is refused where a price is explained', async () => {
    const path = '/api/admin/explain?accountId=ACME&partNumber=TEXTURES-2-LIC&quantity=1000'
    const answer = await callAs(box, 'reid', ['GET', path])
    expect([answer.status, answer.json]).toEqual([409, expect.objectContaining({ code: 'amount-too-large' })])
  })
})
