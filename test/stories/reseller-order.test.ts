import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { cartAnswer, downloadsAnswer, type OrderAnswer } from '../../src/cli/demo/answers.ts'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { type Box, startBox } from '../support/box.ts'
import { shopping } from '../support/shopping.ts'

const pricedItem = z.object({
  listPrice: z.object({ minor: z.number() }),
  unitPrice: z.object({ minor: z.number() }),
  priceSentence: z.string().optional(),
})

let box: Box
let rosa: Visitor
let alice: Visitor
beforeAll(async () => {
  box = await startBox()
  rosa = await box.member('rosa@pixel.example')
  alice = await box.member('alice@acme.example')
})
afterAll(() => box.close())

const priceOf = (visitor: Visitor, partNumber: string) =>
  visitor.ask(pricedItem, 'GET', `${box.url}/api/items/${partNumber}`)

it('a reseller sees the partner price on list, item, cart and quote without a code, and nobody else sees it [S44] [S45]', async () => {
  const partner = await priceOf(rosa, 'PAINT-PRO-2-LIC')
  const customer = await priceOf(alice, 'PAINT-PRO-2-LIC')
  // The gold list says 450.00 and the reseller's rule takes a fifth off it.
  expect([partner.listPrice.minor, partner.unitPrice.minor]).toEqual([49_900, 36_000])
  expect([customer.listPrice.minor, customer.unitPrice.minor]).toEqual([49_900, 49_900])

  const list = await rosa.tell('GET', `${box.url}/api/items?limit=100`)
  const listed = z
    .object({ items: z.array(pricedItem.extend({ partNumber: z.string() })) })
    .parse(JSON.parse(list.body.toString()))
  expect(listed.items.find(({ partNumber }) => partNumber === 'PAINT-PRO-2-LIC')?.unitPrice.minor).toBe(36_000)

  await shopping(box.url, rosa).put({ partNumber: 'PAINT-PRO-2-LIC' })
  const cart = await rosa.tell('GET', `${box.url}/api/cart`)
  expect(JSON.parse(cart.body.toString())).toMatchObject({
    lines: [{ listPriceMinor: 49_900, unitPriceMinor: 36_000 }],
  })
  const pricedCart = await shopping(box.url, rosa).price()
  expect(pricedCart.lines).toEqual([expect.objectContaining({ unitPriceMinor: 36_000, listPriceMinor: 49_900 })])
  expect(pricedCart.lines[0]?.priceRule).toContain('Reseller discount')

  for (const path of ['/api/items?limit=100', '/api/items/PAINT-PRO-2-LIC', '/api/items/PAINT-PRO-2-LIC/explain'])
    expect((await alice.tell('GET', `${box.url}${path}`)).body.toString()).not.toMatch(/Reseller|[Gg]old/)
})

it('the order freezes its price and the rule that gave it, whatever the lists say later [S45]', async () => {
  const order = await shopping(box.url, rosa).order([{ partNumber: 'SKETCH-5-LIC' }], 'PO-FREEZE')
  const sold = order.lines.find(({ partNumber }) => partNumber === 'SKETCH-5-LIC')
  await box.database.db.execute(`update price_list_entries set unit_minor = 1 where part_number = 'SKETCH-5-LIC'`)
  const later = await rosa.tell('GET', `${box.url}/api/orders/${order.id}`)
  const line = z
    .object({ lines: z.array(z.object({ partNumber: z.string(), unitPriceMinor: z.number(), priceRule: z.string() })) })
    .parse(JSON.parse(later.body.toString()))
    .lines.find(({ partNumber }) => partNumber === 'SKETCH-5-LIC')
  expect(line).toMatchObject({ unitPriceMinor: 11_920, priceRule: expect.stringContaining('Reseller discount') })
  expect(sold).toBeDefined()
  expect((await priceOf(rosa, 'SKETCH-5-LIC')).unitPrice.minor).toBe(1)
})

it('licence and seats for an end customer become one live line each on that customer, with our numbers and one welcome from the platform [S3] [S61] [S62] [S63] [S64]', async () => {
  await rosa.ask(cartAnswer, 'PUT', `${box.url}/api/cart/end-customer`, { accountId: 'ACME-US' })
  await box.drain()
  const before = box.portal.state()
  const placed = await shopping(box.url, rosa).order(
    [
      { partNumber: 'PAINT-PRO-2-LIC', quantity: 2 },
      { partNumber: 'PAINT-PRO-2-SEAT', quantity: 5, targetActivationId: 'ACT-ACMEUS-SUB' },
    ],
    'PO-STORY-61',
  )
  const waiting = await shopping(box.url, rosa).see(placed.id)
  expect(waiting.lines.filter(({ right }) => right?.live === true)).toEqual([])
  expect(waiting.lines.every(({ sentence }) => sentence.length > 0)).toBe(true)

  const order = await live(rosa, placed.id)
  expect(box.portal.state().entitlements).toBe(before.entitlements + 1)
  expect(box.portal.state().lines).toBe(before.lines + 2)
  const lines = await box.store.deps.platform.linesOfOrder(order.number)
  expect(lines.lines).toHaveLength(2)
  for (const line of lines.lines)
    expect(line).toMatchObject({ accountId: 'ACME-US', state: 'DEPLOYED', orderId: order.number })
  expect(lines.lines.map(({ orderLineNumber }) => orderLineNumber).sort()).toEqual(['1', '2'])
  expect(lines.lines.map(({ quantity }) => quantity).sort()).toEqual([2, 5])

  const activationId = order.lines.find(({ partNumber }) => partNumber === 'PAINT-PRO-2-LIC')?.right?.activationId
  const receipt = (await rosa.open(`${box.url}/orders/${placed.id}`)).body.toString()
  // The partner fetches what it bought, beside the customer's own members.
  const bought = await rosa.ask(downloadsAnswer, 'GET', `${box.url}/api/products/${activationId}/downloads`)
  const [first] = bought.packages.flatMap(({ files }) => files)
  expect(receipt).toContain(first?.name)
  const fetched = await rosa.open(`${box.url}${first?.href}`)
  expect([fetched.status, fetched.body.length]).toEqual([200, first?.sizeBytes])
  expect(receipt).not.toContain('does not answer')

  const sam = await box.member('sam@acme.example')
  const offered = await sam.ask(downloadsAnswer, 'GET', `${box.url}/api/products/${activationId}/downloads`)
  const file = offered.packages.flatMap(({ files }) => files)[0]
  const got = await sam.open(`${box.url}${file?.href}`)
  expect([got.status, got.body.length]).toEqual([200, file?.sizeBytes])

  await box.drain()
  expect(box.portal.state().mails).toBe(before.mails + 1)
  const ours = box.mailbox.mails().filter(({ subject }) => subject.includes(order.number))
  expect(ours.filter(({ subject }) => /welcome/i.test(subject))).toHaveLength(1)
})

it('a second purchase of the same part number is a second right, not a duplicate [C17]', async () => {
  const buy = (number: string) => shopping(box.url, alice).order([{ partNumber: 'TEXTURES-2-LIC' }], number)
  const first = await live(alice, (await buy('PO-TWICE-1')).id)
  const second = await live(alice, (await buy('PO-TWICE-2')).id)
  const ids = [first, second].map(({ lines }) => lines[0]?.right?.activationId)
  expect(new Set(ids).size).toBe(2)
  const owned = await alice.tell('GET', `${box.url}/api/products`)
  for (const id of ids) expect(owned.body.toString()).toContain(String(id))
})

async function live(visitor: Visitor, orderId: string): Promise<OrderAnswer> {
  return box.workUntil(async () => {
    const order = await shopping(box.url, visitor).see(orderId)
    const rights = order.lines.filter(({ obligation }) => obligation === 'licence')
    return rights.every(({ right }) => right?.live === true) && order
  })
}
