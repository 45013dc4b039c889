import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { itemsAnswer, pricedCartAnswer } from '../../src/cli/demo/answers.ts'
import { createVisitor, type Visitor } from '../../src/cli/demo/visitor.ts'
import { pushLines } from '../../src/domains/entitlements/push/tables.ts'
import { type Box, startBox } from '../support/box.ts'
import { codeOf, dublin, shopping } from '../support/shopping.ts'

let box: Box
let alice: Visitor
let nina: Visitor
let rosa: Visitor
let carla: Visitor
beforeAll(async () => {
  box = await startBox()
  alice = await box.member('alice@acme.example')
  nina = await box.member('nina@nova.example')
  rosa = await box.member('rosa@pixel.example')
  carla = await box.staff('carla')
})
afterAll(() => box.close())

const part = z.object({ partNumber: z.string(), category: z.string() })
const groupsAnswer = z.object({
  items: z.array(
    z.object({
      product: z.string(),
      owned: z.boolean(),
      bases: z.array(part),
      included: z.array(part),
      related: z.array(part),
    }),
  ),
})
const rulesOf = (partNumber: string) => `${box.url}/api/admin/items/${partNumber}/rules`
const put = (visitor: Visitor, requested: object) => visitor.tell('POST', `${box.url}/api/cart/lines`, requested)
const listed = async (visitor: Visitor) => {
  const { items } = await visitor.ask(itemsAnswer, 'GET', `${box.url}/api/items?limit=100`)
  return items.map(({ partNumber }) => partNumber)
}

it('the list by product has the base first, then its updates, then what is sold beside it, each with its category [S22]', async () => {
  // The platform's Paint Pro 2.0 licence is an update here, which ACME holds; its page shows it as included.
  await box.database.db.execute(
    sql`update items set category = 'update', unsellable_reason = null where part_number = 'PAINT-PRO-20-LIC'`,
  )
  const { items } = await alice.ask(groupsAnswer, 'GET', `${box.url}/api/items/groups?limit=100`)
  const paint = items.find(({ product }) => product === 'Paint Pro')
  expect(paint).toMatchObject({ owned: true })
  expect(paint?.bases.map(({ category }) => category)).toContain('base')
  expect(paint?.included).toEqual([{ partNumber: 'PAINT-PRO-20-LIC', category: 'update' }])
  expect(new Set(paint?.related.map(({ category }) => category))).toEqual(
    new Set(['upgrade', 'addon', 'maintenance', 'media', 'book']),
  )
  const page = (await alice.open(`${box.url}/catalog/products`)).body.toString()
  expect(page).toContain('Included')
  // Whoever does not hold it is told of no update, and nobody can buy one.
  const ofNina = await nina.ask(groupsAnswer, 'GET', `${box.url}/api/items/groups?limit=100`)
  expect(ofNina.items.flatMap(({ included }) => included)).toEqual([])
  expect((await put(alice, { partNumber: 'PAINT-PRO-20-LIC' })).status).toBe(404)
  const all = [...items, ...ofNina.items].map(({ bases, related }) => [...bases, ...related].length)
  expect(Math.max(...all)).toBeGreaterThan(3)
})

it('a part number unknown to the platform is sold, taxed, shipped, and never pushed [S38]', async () => {
  const known = await box.database.db.execute(
    sql`select from platform_part_numbers where part_number = 'BOOK-PAINT-LIGHT'`,
  )
  expect(known).toHaveLength(0)
  const shop = shopping(box.url, alice)
  await shop.put({ partNumber: 'BOOK-PAINT-LIGHT', quantity: 2 })
  const pricedCart = await alice.ask(
    pricedCartAnswer.extend({ taxMinor: z.number(), netMinor: z.number() }),
    'POST',
    `${box.url}/api/priced-carts`,
    { shipTo: dublin },
  )
  expect(pricedCart.taxMinor).toBeGreaterThan(0)
  const order = await shop.order([], 'PO-BOOK')
  await box.drain()
  const waiting = await shop.see(order.id)
  expect(waiting.lines).toMatchObject([{ partNumber: 'BOOK-PAINT-LIGHT', state: 'awaitingShipment' }])
  expect(await box.database.db.select().from(pushLines).where(eq(pushLines.orderId, order.id))).toEqual([])
  const oscar = await box.staff('oscar')
  const shipped = await oscar.tell('POST', `${box.url}/api/admin/orders/${order.id}/shipments`, {
    carrier: 'Post',
    trackingNumber: 'T-38',
    lineNumbers: [1],
  })
  expect(shipped.status).toBe(201)
  await box.drain()
  expect((await shop.see(order.id)).lines).toMatchObject([{ state: 'shipped' }])
  const { platform } = box.store.deps
  expect((await platform.linesOfOrder(order.number)).lines).toEqual([])
  const partNumbers = (await platform.entitlementLines({ page: 1 })).items.map(({ partNumber }) => partNumber)
  expect(partNumbers).toContain('BRUSH-LIB-LIC')
  expect(partNumbers).not.toContain('BOOK-PAINT-LIGHT')
})

it('a kit for partners is there for partners alone, also when the right to it is held by all [S46]', async () => {
  const kit = 'KIT-PARTNER-SHOWCASE'
  const saved = await carla.tell('PUT', rulesOf(kit), { soldTo: ['reseller', 'distributor'], requiresAnyOf: [] })
  expect(saved.status).toBe(200)
  for (const visitor of [alice, nina]) {
    expect(await listed(visitor)).not.toContain(kit)
    expect((await visitor.tell('GET', `${box.url}/api/items/${kit}`)).status).toBe(404)
    const refused = await put(visitor, { partNumber: kit, downloadDeclined: true })
    expect([refused.status, codeOf(refused)]).toEqual([404, 'item-not-available'])
  }
  expect(await listed(rosa)).toContain(kit)
  expect((await put(rosa, { partNumber: kit, downloadDeclined: true })).status).toBe(201)
  // An account that becomes a partner sees it at once, and no longer when it ceases to be one.
  const become = (type: string) =>
    box.database.db.execute(sql`update accounts set account_type = ${type} where account_id = 'NOVA'`)
  await become('reseller')
  expect(await listed(nina)).toContain(kit)
  await become('customer')
  expect(await listed(nina)).not.toContain(kit)
})

it('seats go to a live line that the account owns, up to the rule of the item and no further [S66]', async () => {
  const seat = 'PAINT-PRO-2-SEAT'
  const sam = await box.member('sam@acme.example')
  // ACME-US has a line of Paint Pro 2.1; Nova has none, and neither may name a line of somebody else.
  expect((await nina.tell('GET', `${box.url}/api/items/${seat}`)).status).toBe(404)
  const foreign = await put(sam, { partNumber: seat, quantity: 1, targetActivationId: 'ACT-PIXEL-SUITE' })
  expect(codeOf(foreign)).toBe('line-not-eligible')
  expect(
    (await carla.tell('PUT', rulesOf(seat), { maxQuantity: 6, maxPerAccount: 10, perAccountDays: 30 })).status,
  ).toBe(200)
  const wanted = (quantity: number) => ({ partNumber: seat, quantity, targetActivationId: 'ACT-ACMEUS-SUB' })
  const tooMany = await put(sam, wanted(7))
  expect([tooMany.status, codeOf(tooMany)]).toEqual([409, 'quantity-not-allowed'])
  const order = await shopping(box.url, sam).order([wanted(6)], 'PO-SEATS')
  await box.drain()
  const [pushed] = await box.database.db.select().from(pushLines).where(eq(pushLines.orderId, order.id))
  expect(pushed).toMatchObject({ partNumber: seat, quantity: 6, targetEntitlementId: 'ENT-ACME-3' })
  // Six of ten are ordered, whoever of the account asks next and in however many orders.
  expect(codeOf(await put(sam, wanted(5)))).toBe('quantity-not-allowed')
  await shopping(box.url, sam).order([wanted(4)], 'PO-SEATS-2')
  expect(codeOf(await put(sam, wanted(1)))).toBe('quantity-not-allowed')
  // A line that has ended takes no more, though the limit leaves room.
  const roomy = { maxQuantity: 6, maxPerAccount: 20, perAccountDays: 30 }
  expect((await carla.tell('PUT', rulesOf(seat), roomy)).status).toBe(200)
  expect((await put(sam, wanted(1))).status).toBeLessThan(300)
  await box.database.db.execute(
    sql`update entitlement_lines set expiration_date = '2020-01-01' where activation_id = 'ACT-ACMEUS-SUB'`,
  )
  const late = await put(sam, wanted(1))
  expect([late.status, codeOf(late)]).toEqual([409, 'line-not-eligible'])
})

it('without a sign-on or with a hand-off that is not good, a kit page has no price and nothing gets into a cart', async () => {
  const stranger = createVisitor()
  for (const [path, status] of [
    ['/kits/PAINT_PRO_2_1', 401],
    ['/sso/handoff?token=nothing', 401],
    ['/catalog/products', 401],
  ] as const) {
    const page = await stranger.open(`${box.url}${path}`)
    expect([path, page.status]).toEqual([path, status])
    expect(page.body.toString()).not.toMatch(/\d\.\d\d EUR|Add to cart|Send it to this address/)
  }
  expect((await put(stranger, { partNumber: 'KIT-PAINT-PRO-2' })).status).toBe(401)
  expect((await stranger.tell('GET', `${box.url}/api/items/suggest?q=paint`)).status).toBe(401)
})

it('rules that contradict each other are refused with the place, and change nothing', async () => {
  const before = await carla.tell('GET', rulesOf('BRUSH-LIB-LIC'))
  for (const [rules, pointer] of [
    [{ visibleFrom: '2026-02-01', visibleThrough: '2026-01-01' }, 'visibleThrough'],
    [{ perAccountDays: 5 }, 'perAccountDays'],
    [{ requiresAllOf: ['A'], requiresNoneOf: ['A'] }, 'requiresNoneOf'],
    [{ visibleFrom: '2026-02-30' }, 'visibleFrom'],
    [{ soldTo: ['nobody'] }, 'soldTo'],
  ] as const) {
    const refused = await carla.tell('PUT', rulesOf('BRUSH-LIB-LIC'), rules)
    expect(refused.status).toBe(400)
    expect(refused.body.toString()).toContain(pointer)
  }
  expect((await carla.tell('GET', rulesOf('BRUSH-LIB-LIC'))).body).toEqual(before.body)
  expect((await carla.tell('PUT', rulesOf('NO-SUCH-PART'), {})).status).toBe(404)
})
