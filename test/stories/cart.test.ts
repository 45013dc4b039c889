import { afterAll, beforeAll, expect, it } from 'vitest'
import { cartAnswer } from '../../src/cli/demo/answers.ts'
import { handOver, signInAtPortal } from '../../src/cli/demo/portal-visit.ts'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { type Box, startBox } from '../support/box.ts'
import { codeOf, dublin, shopping } from '../support/shopping.ts'

let box: Box
let alice: Visitor
beforeAll(async () => {
  box = await startBox()
  alice = await signInAtPortal(box.portal.url, 'alice@acme.example')
})
afterAll(() => box.close())

it('two clicks in the portal, one after the other, land in one cart [S33]', async () => {
  for (const title of ['BRUSH_LIBRARY_1_4', 'PAINT_PRO_2_0']) {
    const page = await handOver(alice, box.portal.url, { entry: 'kit', package: title })
    const requestKey = /name="requestKey" value="([^"]+)"/.exec(page.body.toString())?.[1] ?? 'no-form-was-shown'
    const next = await alice.send(page.url, { requestKey, quantity: '1', downloadDeclined: 'yes' })
    expect(new URL(next.url).pathname).toBe('/cart')
  }
  const cart = await alice.ask(cartAnswer, 'GET', `${box.url}/api/cart`)
  expect(cart.lines.map(({ partNumber }) => partNumber)).toEqual(['KIT-BRUSH-14', 'KIT-PAINT-PRO-20'])
})

it('a kit that costs something goes through cart, tax and payment, and by no other way [S32]', async () => {
  const past = await alice.tell('POST', `${box.url}/api/kit-orders`, {
    partNumber: 'KIT-BRUSH-14',
    quantity: 1,
    shipTo: dublin,
    downloadDeclined: true,
    requestKey: 'story-past-it',
  })
  expect([past.status, codeOf(past)]).toEqual([409, 'payment-method-not-allowed'])

  const pricedCart = await alice.tell('POST', `${box.url}/api/priced-carts`, { shipTo: dublin })
  // 12.50 and 14.50, a parcel in Ireland for 5.90, and 23 % on each, rounded by itself.
  expect(JSON.parse(pricedCart.body.toString())).toMatchObject({
    netMinor: 2_700,
    freightMinor: 590,
    taxMinor: 288 + 334 + 136,
    totalMinor: 2_700 + 590 + 758,
    paymentMethods: ['purchaseOrder', 'card'],
  })
  const { id } = await shopping(box.url, alice).price()
  const free = await alice.tell('POST', `${box.url}/api/orders`, { pricedCartId: id, method: 'free' })
  expect([free.status, codeOf(free)]).toEqual([409, 'payment-method-not-allowed'])
  const unnumbered = await alice.tell('POST', `${box.url}/api/orders`, { pricedCartId: id, method: 'purchaseOrder' })
  expect(unnumbered.status).toBe(400)
  const orders = await box.database.db.execute('select 1 from orders')
  expect(orders).toHaveLength(0)
})
