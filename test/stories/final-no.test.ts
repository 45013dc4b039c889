import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { callApi, tokenOf } from '../support/api-callers.ts'
import { type Box, startBox } from '../support/box.ts'
import { codeOf, dublin, shopping } from '../support/shopping.ts'

let box: Box
let alice: Visitor
beforeAll(async () => {
  box = await startBox()
  alice = await box.member('alice@acme.example')
  const imported = await callApi(box, {
    method: 'POST',
    path: '/api/admin/price-lists',
    token: await tokenOf(box, 'carla'),
    headers: { 'content-type': 'text/csv' },
    body: [
      'list,name,audience,audience_value,currency,part_number,min_quantity,unit_price',
      'DEAR,Dear prices,account,ACME,EUR,TEXTURES-2-LIC,1,900000.00',
    ].join('\n'),
  })
  expect(imported.status).toBeLessThan(300)
})
afterAll(() => box.close())

const offered = z.object({
  id: z.string(),
  totalMinor: z.number(),
  paymentMethods: z.array(z.string()),
  notOffered: z.array(z.object({ method: z.string(), reason: z.string() })),
})
const problem = z.object({ status: z.number(), code: z.string(), detail: z.string() })

it('a total that no card can pay is not offered by card, with the reason, and is refused for good all the same [C44]', async () => {
  await shopping(box.url, alice).put({ partNumber: 'TEXTURES-2-LIC' })
  const pricedCart = await alice.ask(offered, 'POST', `${box.url}/api/priced-carts`, { shipTo: dublin })
  expect(pricedCart.totalMinor).toBeGreaterThan(99_999_999)
  expect(pricedCart.paymentMethods).toEqual(['purchaseOrder'])
  expect(pricedCart.notOffered).toEqual([
    { method: 'card', reason: expect.stringMatching(/^By card at most 999,999\.99 EUR .*purchase order/) },
  ])
  const before = box.cards.state().sessions
  const refused = await alice.tell('POST', `${box.url}/api/orders`, { pricedCartId: pricedCart.id, method: 'card' })
  expect([refused.status, codeOf(refused)]).toEqual([409, 'card-amount-not-possible'])
  expect(problem.parse(JSON.parse(refused.body.toString('utf8'))).detail).toContain('Order on a purchase order')
  expect(box.cards.state().sessions).toEqual(before)

  const page = await alice.send(`${box.url}/checkout/quote`, dublin)
  const html = page.body.toString('utf8')
  expect(html).toContain('Not by card: By card at most')
  expect(html).not.toContain('value="card"')
  const [, pricedCartId = ''] = /name="pricedCartId" value="([^"]+)"/.exec(html) ?? []
  const typed = { ...dublin, pricedCartId, method: 'card', expectedTotalMinor: String(pricedCart.totalMinor) }
  const again = await alice.send(`${box.url}/checkout`, typed)
  expect(again.status).toBe(409)
  expect(again.body.toString('utf8')).toMatch(/id="method".*class="wrong-text">By card at most/s)
})

it('an outage of the card processor stands at the way to pay, with what was typed, and is 503 for now [C44]', async () => {
  await callApi(box, {
    method: 'POST',
    path: '/api/admin/price-lists',
    token: await tokenOf(box, 'carla'),
    headers: { 'content-type': 'text/csv' },
    body: [
      'list,name,audience,audience_value,currency,part_number,min_quantity,unit_price',
      'DEAR,Dear prices,account,ACME,EUR,TEXTURES-2-LIC,1,90.00',
    ].join('\n'),
  })
  const { id: pricedCartId, totalMinor } = await shopping(box.url, alice).price()
  box.cards.misbehave({ operation: 'checkout.sessions.create', fault: 'away', times: 10 })
  const away = await alice.send(`${box.url}/checkout`, {
    ...dublin,
    pricedCartId,
    method: 'card',
    expectedTotalMinor: String(totalMinor),
  })
  expect(away.status).toBe(503)
  expect(away.body.toString('utf8')).toMatch(
    /id="method".*class="wrong-text">The card processor does not answer as it should. Nothing was lost/s,
  )
  box.cards.behave()
})
