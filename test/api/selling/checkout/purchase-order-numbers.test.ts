import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { purchaseOrderKey } from '../../../../src/domains/fulfilment/orders/purchase-order-key.ts'
import { fillPurchaseOrderKeys } from '../../../../src/domains/selling/approvals/fill-purchase-order-keys.ts'
import type { CallerName } from '../../../support/api-callers.ts'
import { type Box, startBox } from '../../../support/box.ts'
import { askAs, callAs, placed, quoteAnswer, refusalOf } from '../../../support/sales.ts'
import { dublin } from '../../../support/shopping.ts'

let box: Box
beforeAll(async () => {
  box = await startBox()
})
afterAll(() => box.close())

const pricedCart = async (caller: CallerName = 'alice') => {
  const line = { partNumber: 'TEXTURES-2-LIC', downloadDeclined: true }
  await askAs(box, z.unknown(), caller, ['POST', '/api/cart/lines'], line)
  const body = { shipTo: dublin }
  return (await askAs(box, z.object({ id: z.string() }), caller, ['POST', '/api/priced-carts'], body)).id
}
const place = (pricedCartId: string, purchaseOrderNumber: string, caller: CallerName = 'alice') =>
  callAs(box, caller, ['POST', '/api/orders'], { pricedCartId, method: 'purchaseOrder', purchaseOrderNumber })
const order = z.object({ order: z.object({ id: z.string(), number: z.string(), purchaseOrderNumber: z.string() }) })
const refused = z.object({
  status: z.number(),
  code: z.string(),
  detail: z.string(),
  standing: z.object({ orderNumber: z.string().nullable(), purchaseOrderNumber: z.string().nullable() }),
})
const counted = async () => {
  const [row] = await box.database.db.execute('select count(*)::int as n from orders')
  return Number(row?.['n'])
}
const found = async (search: string) => {
  const list = z.object({ items: z.array(z.object({ purchaseOrderNumber: z.string().nullable() })) })
  const path = `/api/admin/orders?search=${encodeURIComponent(search)}`
  const { items } = await askAs(box, list, 'reid', ['GET', path])
  return items.map(({ purchaseOrderNumber }) => purchaseOrderNumber)
}
const spellings = [
  'po-4711',
  'ＰＯ－４７１１',
  'PO–4711',
  'P\u00adO-47\u200b11',
  '\u202ePO-4711\u202c',
  ' PO -\u00a04711 ',
]

describe('a purchase order number in another spelling', () => {
  it('is the same number: no second order, and the answer names the first [C48]', async () => {
    const first = order.parse((await place(await pricedCart(), 'PO-4711')).json).order
    const pricedCartId = await pricedCart()
    const before = await counted()
    for (const spelling of spellings) {
      const answer = await place(pricedCartId, spelling)
      expect(answer.status).toBe(409)
      const { code, detail, standing } = refused.parse(answer.json)
      expect(code).toBe('purchase-order-used')
      expect(standing).toEqual({ orderNumber: first.number, purchaseOrderNumber: 'PO-4711' })
      expect(detail).toContain(first.number)
    }
    expect(await counted()).toBe(before)
    // The cart is as it was, and goes with another number; another account has numbers of its own.
    expect((await place(pricedCartId, 'PO-4712')).status).toBe(201)
    expect((await place(await pricedCart('beth'), 'po-4711', 'beth')).status).toBe(201)
  })

  it('is shown as it was typed, and found in every spelling [C48]', async () => {
    const typed = 'ｐｏ–４７１３'
    const { id } = order.parse((await place(await pricedCart(), `  ${typed} `)).json).order
    const seen = await askAs(box, z.object({ purchaseOrderNumber: z.string() }), 'alice', ['GET', `/api/orders/${id}`])
    expect(seen.purchaseOrderNumber).toBe(typed)
    for (const search of [typed, 'PO-4713', 'po-4713', 'PO\u20114713 ']) expect(await found(search)).toEqual([typed])
    expect(await found('PO-471')).toEqual([])
  })

  it('is refused when nobody could see it', async () => {
    const pricedCartId = await pricedCart()
    for (const unseen of ['\u200b', '\u00ad', '\u3164'])
      expect(refusalOf(await place(pricedCartId, unseen))).toBe('invalid-input')
    expect((await place(pricedCartId, 'PO-SEEN')).status).toBe(201)
  })

  it('names the field on the page, with the order that has it', async () => {
    await place(await pricedCart(), 'PO-PAGE-1')
    const alice = await box.member('alice@acme.example')
    const pricedCartId = await pricedCart()
    const page = await alice.send(`${box.url}/checkout`, {
      ...dublin,
      pricedCartId,
      method: 'purchaseOrder',
      purchaseOrderNumber: 'po‑page‑1',
      expectedTotalMinor: '99999999',
    })
    expect(page.status).toBe(409)
    expect(page.body.toString()).toMatch(/Order SO-\d{4}-\d{6} of your account has purchase order number PO-PAGE-1/)
    expect(page.body.toString()).toContain('po‑page‑1')
    expect((await place(pricedCartId, 'PO-PAGE-2')).status).toBe(201)
  })
})

describe('one priced cart', () => {
  it('placed with twenty numbers at once is one order, and the others are told which [C48]', async () => {
    const pricedCartId = await pricedCart()
    const before = await counted()
    const numbers = Array.from({ length: 20 }, (_, n) => `PO-RACE-${n}`)
    const answers = await Promise.all(numbers.map((number) => place(pricedCartId, number)))
    expect(await counted()).toBe(before + 1)
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(409)])
    const won = order.parse(answers.find(({ status }) => status === 201)?.json).order
    for (const answer of answers.filter(({ status }) => status === 409)) {
      const { code, detail, standing } = refused.parse(answer.json)
      expect(code).toBe('already-ordered')
      expect(standing).toEqual({ orderNumber: won.number, purchaseOrderNumber: won.purchaseOrderNumber })
      expect(detail).toContain(won.number)
      expect(detail).toContain(won.purchaseOrderNumber)
    }
  })

  it('placed again with the same number, in any spelling, is 200 with the order [C48]', async () => {
    const pricedCartId = await pricedCart()
    const first = await place(pricedCartId, 'PO-AGAIN')
    expect(first.status).toBe(201)
    for (const number of ['PO-AGAIN', 'po-again', 'PO—AGAIN']) {
      const again = await place(pricedCartId, number)
      expect(again.status).toBe(200)
      expect(again.json).toMatchObject({ outcome: 'placed', repeated: true })
      expect(order.parse(again.json).order).toEqual(order.parse(first.json).order)
    }
  })

  it('that is an order is not paid by card, nor taken for free', async () => {
    const pricedCartId = await pricedCart()
    await place(pricedCartId, 'PO-NO-CARD')
    for (const method of ['card', 'free']) {
      const answer = await callAs(box, 'alice', ['POST', '/api/orders'], { pricedCartId, method })
      expect([answer.status, refusalOf(answer)]).toEqual([409, 'already-ordered'])
    }
  })
})

describe('a quote in writing', () => {
  it('is accepted on one number in any spelling, and on no other [C48]', async () => {
    await pricedCart()
    const { id } = await askAs(box, quoteAnswer, 'alice', ['POST', '/api/quotes'], {
      shipTo: dublin,
      requestKey: `po-numbers-${randomUUID()}`,
    })
    const accept = (purchaseOrderNumber: string) =>
      callAs(box, 'alice', ['POST', `/api/quotes/${id}/acceptance`], {
        version: 1,
        method: 'purchaseOrder',
        purchaseOrderNumber,
      })
    await place(await pricedCart(), 'PO-QUOTE-0')
    expect(refusalOf(await accept('po–quote–0'))).toBe('purchase-order-used')
    const first = await accept('PO-QUOTE-1')
    expect(first.status).toBe(201)
    const again = await accept('ｐｏ-quote-1')
    expect(again.status).toBe(200)
    expect(placed.parse(again.json).order.id).toBe(placed.parse(first.json).order.id)
    expect(refusalOf(await accept('PO-QUOTE-2'))).toBe('already-ordered')
  })
})

describe('orders from before keys', () => {
  it('get theirs at start; of two that are one number both stay, and a third is refused [C48]', async () => {
    const numbers = ['PO-OLD', 'PO-OLD-X', 'PO-OLD-Y']
    for (const number of numbers) await place(await pricedCart(), number)
    await box.database.db.execute(`update orders set purchase_order_key = null`)
    await box.database.db.execute(
      `update orders set purchase_order_number = 'po–ÖLD' where purchase_order_number = 'PO-OLD-X'`,
    )
    await box.database.db.execute(
      `update orders set purchase_order_number = 'PO-öld' where purchase_order_number = 'PO-OLD-Y'`,
    )
    await Promise.all([1, 2].map(() => fillPurchaseOrderKeys(box.store.deps.db)))
    const rows = await box.database.db.execute(
      `select purchase_order_number as typed, purchase_order_key as key, purchase_order_doubled as doubled
       from orders where purchase_order_number is not null order by placed_at`,
    )
    expect(rows.length).toBeGreaterThan(5)
    for (const { typed, key } of rows) expect(key).toBe(purchaseOrderKey(String(typed)))
    const old = rows.filter(({ typed }) => /old|öld/i.test(String(typed)))
    expect(old.map(({ typed, doubled }) => [typed, doubled])).toEqual([
      ['PO-OLD', false],
      ['po–ÖLD', false],
      ['PO-öld', true],
    ])
    expect((await found('PO-ÖLD')).sort()).toEqual(['PO-öld', 'po–ÖLD'].sort())
    const answer = await place(await pricedCart(), 'Po-Öld')
    expect(refused.parse(answer.json).standing.purchaseOrderNumber).toBe('po–ÖLD')
  })

  it('are held apart by the database itself', async () => {
    const pricedCartId = await pricedCart()
    await place(pricedCartId, 'PO-INDEX')
    const copy = (set: string) =>
      box.database.db.execute(
        `update orders set purchase_order_key = 'PO-INDEX'${set} where purchase_order_number = 'PO-SEEN'`,
      )
    await expect(copy('')).rejects.toMatchObject({ cause: { constraint_name: 'orders_purchase_order_key' } })
    await copy(', purchase_order_doubled = true')
  })
})

describe('an order that waits for approval', () => {
  it('holds its number in every spelling, and is asked for once [C48]', async () => {
    const rule = { overMinor: 0, currency: 'EUR' }
    await askAs(box, z.unknown(), 'alice', ['POST', '/api/company/approval-rules'], rule)
    const pricedCartId = await pricedCart('bruno')
    const asked = await place(pricedCartId, 'PO-WAITS', 'bruno')
    expect([asked.status, asked.json]).toMatchObject([201, { outcome: 'approval', repeated: false }])
    expect((await place(pricedCartId, 'po-waits', 'bruno')).status).toBe(200)
    const other = await place(pricedCartId, 'PO-WAITS-2', 'bruno')
    expect(refused.parse(other.json)).toMatchObject({
      status: 409,
      code: 'already-ordered',
      standing: { orderNumber: null, purchaseOrderNumber: 'PO-WAITS' },
    })
    const second = await place(await pricedCart('bruno'), 'ｐｏ－ｗａｉｔｓ', 'bruno')
    expect(refused.parse(second.json)).toMatchObject({
      status: 409,
      code: 'purchase-order-used',
      standing: { orderNumber: null, purchaseOrderNumber: 'PO-WAITS' },
    })
  })
})
