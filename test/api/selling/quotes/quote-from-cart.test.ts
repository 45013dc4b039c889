import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { type Box, startBox } from '../../../support/box.ts'
import { askAs, callAs, quoteAnswer } from '../../../support/sales.ts'
import { dublin } from '../../../support/shopping.ts'

let box: Box
beforeAll(async () => {
  box = await startBox()
})
afterAll(() => box.close())

type Buyer = 'alice' | 'bob' | 'bruno' | 'rosa'
const cartAnswer = z.object({
  lines: z.array(z.object({ id: z.string(), partNumber: z.string(), quantity: z.number() })),
})
const requestAnswer = z.object({ approvalId: z.string().nullable() })

const put = (buyer: Buyer, partNumber: string, quantity = 1) =>
  askAs(box, z.unknown(), buyer, ['POST', '/api/cart/lines'], { partNumber, quantity })
const cartOf = async (buyer: Buyer) =>
  Object.fromEntries(
    (await askAs(box, cartAnswer, buyer, ['GET', '/api/cart'])).lines.map((line) => [line.partNumber, line.quantity]),
  )
async function empty(buyer: Buyer) {
  const { lines } = await askAs(box, cartAnswer, buyer, ['GET', '/api/cart'])
  for (const { id } of lines) await callAs(box, buyer, ['DELETE', `/api/cart/lines/${id}`])
}
let count = 0
const save = (buyer: Buyer) => {
  count += 1
  return askAs(box, quoteAnswer, buyer, ['POST', '/api/quotes'], { shipTo: dublin, requestKey: `from-cart-${count}` })
}
const accept = (buyer: Buyer, id: string, purchaseOrderNumber: string) =>
  askAs(box, requestAnswer, buyer, ['POST', `/api/quotes/${id}/acceptance`], {
    version: 1,
    method: 'purchaseOrder',
    purchaseOrderNumber,
  })

it('what was accepted leaves the cart that its quote was saved from, and what came since stays', async () => {
  await put('alice', 'BRUSH-LIB-LIC')
  await put('alice', 'SKETCH-5-LIC', 2)
  const quote = await save('alice')
  expect(await cartOf('alice')).toEqual({ 'BRUSH-LIB-LIC': 1, 'SKETCH-5-LIC': 2 })
  await put('alice', 'SKETCH-5-LIC', 1)
  await put('alice', 'TEXTURES-2-LIC')
  // A colleague accepts it: it is out of the cart of the one who saved it, and the colleague's own stays.
  await put('bob', 'BRUSH-LIB-LIC')
  await accept('bob', quote.id, 'PO-FROM-CART-1')
  expect(await cartOf('alice')).toEqual({ 'SKETCH-5-LIC': 1, 'TEXTURES-2-LIC': 1 })
  expect(await cartOf('bob')).toEqual({ 'BRUSH-LIB-LIC': 1 })
  await accept('bob', quote.id, 'PO-FROM-CART-1')
  expect(await cartOf('alice')).toEqual({ 'SKETCH-5-LIC': 1, 'TEXTURES-2-LIC': 1 })
  await empty('alice')
  await empty('bob')
})

it('what was taken out of the cart and put there again is another wish', async () => {
  await put('alice', 'BRUSH-LIB-LIC')
  const quote = await save('alice')
  await empty('alice')
  await put('alice', 'BRUSH-LIB-LIC')
  await accept('alice', quote.id, 'PO-FROM-CART-2')
  expect(await cartOf('alice')).toEqual({ 'BRUSH-LIB-LIC': 1 })
  await empty('alice')
})

it('copied into the cart and accepted all the same, it is there no longer', async () => {
  await put('alice', 'BRUSH-LIB-LIC')
  const quote = await save('alice')
  await askAs(box, z.unknown(), 'alice', ['POST', `/api/quotes/${quote.id}/cart`])
  await accept('alice', quote.id, 'PO-FROM-CART-3')
  expect(await cartOf('alice')).toEqual({})
})

it('a partner who keeps its cart for another customer by now has it all there when the quote for the first is accepted', async () => {
  const customer = (accountId: string) =>
    askAs(box, z.unknown(), 'rosa', ['PUT', '/api/cart/end-customer'], { accountId })
  await customer('BRIGHT')
  await put('rosa', 'SKETCH-5-LIC', 2)
  const quote = await save('rosa')
  await customer('ACME-US')
  await accept('rosa', quote.id, 'PO-FROM-CART-5')
  expect(await cartOf('rosa')).toEqual({ 'SKETCH-5-LIC': 2 })
  await empty('rosa')
})

it('a quote says beforehand that accepting it needs approval, and while it waits by whom it was accepted', async () => {
  await askAs(box, z.unknown(), 'alice', ['POST', '/api/company/approval-rules'], { overMinor: 0, currency: 'EUR' })
  const [bruno, alice] = [await box.member('bruno@acme.example'), await box.member('alice@acme.example')]
  await put('bruno', 'BRUSH-LIB-LIC')
  const { id } = await save('bruno')
  const see = async (visitor: typeof bruno) => (await visitor.open(`${box.url}/quotes/${id}`)).body.toString('utf8')
  const before = await see(bruno)
  expect(before).toMatch(/This order of [\d,.]+ EUR will need approval by [A-Z]/)
  expect(before).toContain('Accept, and ask for approval of')
  const { approvalId } = await accept('bruno', id, 'PO-FROM-CART-4')
  expect(await cartOf('bruno')).toEqual({})
  await put('bruno', 'BRUSH-LIB-LIC')
  const waiting = await see(alice)
  expect(waiting).toContain('Bruno Brandt accepted it')
  expect(waiting).toContain(`href="/approvals/${approvalId}"`)
  expect(waiting).not.toContain('/acceptance"')
  // Approved, it takes nothing out a second time.
  const { totalMinor } = await askAs(box, z.object({ totalMinor: z.number() }), 'bob', [
    'GET',
    `/api/approvals/${approvalId}`,
  ])
  await askAs(box, z.unknown(), 'bob', ['POST', `/api/approvals/${approvalId}/release`], {
    expectedTotalMinor: totalMinor,
  })
  expect(await cartOf('bruno')).toEqual({ 'BRUSH-LIB-LIC': 1 })
})
