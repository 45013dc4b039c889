import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { placementAnswer } from '../../src/cli/demo/answers.ts'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { pushAttempts } from '../../src/domains/entitlements/push/tables.ts'
import { entitlementLines } from '../../src/domains/entitlements/rights/tables.ts'
import { type Box, startBox } from '../support/box.ts'
import { plantLine, syncNow } from '../support/install-base.ts'
import { movableClock } from '../support/movable-clock.ts'
import { codeOf, dublin, shopping } from '../support/shopping.ts'

let box: Box
let alice: Visitor
let nina: Visitor
beforeAll(async () => {
  box = await startBox({ clock: movableClock('2026-06-15T10:00:00Z') })
  alice = await box.member('alice@acme.example')
  nina = await box.member('nina@nova.example')
})
afterAll(() => box.close())

const addOn = 'COLOUR-LAB-LIC'
const based = z.object({
  lines: z.array(
    z.object({
      partNumber: z.string(),
      base: z.object({ activationId: z.string(), product: z.string() }).nullable(),
      problem: z.string().nullish(),
    }),
  ),
})
const refusal = z.object({
  code: z.string(),
  baseLines: z.array(z.object({ activationId: z.string(), product: z.string() })).optional(),
})
const put = (visitor: Visitor, requested: object) => visitor.tell('POST', `${box.url}/api/cart/lines`, requested)
const refusedFor = async (visitor: Visitor, requested: object) => {
  const answer = await put(visitor, requested)
  return { status: answer.status, ...refusal.parse(JSON.parse(answer.body.toString())) }
}
const cartOf = (visitor: Visitor) => visitor.ask(based, 'GET', `${box.url}/api/cart`)
const basesOf = async (visitor: Visitor) => (await cartOf(visitor)).lines.map(({ base }) => base?.activationId)
const emptied = async (visitor: Visitor) => {
  const ids = z.object({ lines: z.array(z.object({ id: z.string() })) })
  const { lines } = await visitor.ask(ids, 'GET', `${box.url}/api/cart`)
  for (const { id } of lines) await visitor.tell('DELETE', `${box.url}/api/cart/lines/${id}`)
}
const atPlatform = async (orderNumber: string) => {
  const { lines } = await box.store.deps.platform.linesOfOrder(orderNumber)
  return lines.map(({ partNumber, quantity, parentActivationId }) => [partNumber, quantity, parentActivationId])
}
const paintOf = (activationId: string) =>
  plantLine(box, {
    activationId,
    accountId: 'NOVA',
    partNumber: 'PAINT-PRO-20-LIC',
    quantity: 4,
    startDate: '2025-01-10',
  })
const place = (visitor: Visitor, pricedCartId: string, purchaseOrderNumber: string) =>
  visitor.tell('POST', `${box.url}/api/orders`, { pricedCartId, method: 'purchaseOrder', purchaseOrderNumber })

it('an add-on is offered to holders of its base alone, and its line at the platform names the base line as its parent [S67]', async () => {
  expect((await nina.tell('GET', `${box.url}/api/items/${addOn}`)).status).toBe(404)
  const unseen = await put(nina, { partNumber: addOn, targetActivationId: 'ACT-ACME-PAINT' })
  expect([unseen.status, codeOf(unseen)]).toEqual([404, 'item-not-available'])

  // One line alone opens it, so nobody is asked.
  const base = { activationId: 'ACT-ACME-PAINT', product: 'Paint Pro 2.0' }
  expect((await put(alice, { partNumber: addOn, quantity: 2 })).status).toBe(201)
  expect((await cartOf(alice)).lines).toMatchObject([{ partNumber: addOn, base }])
  const shop = shopping(box.url, alice)
  const { id, number } = await shop.order([], 'PO-ADD-ON')
  expect((await alice.ask(based, 'GET', `${box.url}/api/orders/${id}`)).lines).toMatchObject([{ base }])
  await box.drain()
  expect(await atPlatform(number)).toEqual([[addOn, 2, 'ACT-ACME-PAINT']])
  // Known at once, and the same when the platform is read.
  const mirrored = async () =>
    box.database.db
      .select({ parent: entitlementLines.parentActivationId })
      .from(entitlementLines)
      .where(eq(entitlementLines.orderId, number))
  expect(await mirrored()).toEqual([{ parent: 'ACT-ACME-PAINT' }])
  await syncNow(box)
  expect(await mirrored()).toEqual([{ parent: 'ACT-ACME-PAINT' }])
  expect((await alice.open(`${box.url}/orders/${id}`)).body.toString()).toContain(
    'For Paint Pro 2.0, line <code>ACT-ACME-PAINT</code>',
  )
  const told = JSON.stringify(box.mailbox.mails())
  expect(told).toContain('for Paint Pro 2.0, line ACT-ACME-PAINT')
})

it('where several lines open an add-on its buyer chooses, and a line of somebody else is refused', async () => {
  paintOf('NOVA-A')
  paintOf('NOVA-B')
  await syncNow(box)
  expect(await refusedFor(nina, { partNumber: addOn })).toMatchObject({
    status: 409,
    code: 'base-line-not-chosen',
    baseLines: [
      { activationId: 'NOVA-A', product: 'Paint Pro 2.0' },
      { activationId: 'NOVA-B', product: 'Paint Pro 2.0' },
    ],
  })
  for (const targetActivationId of ['ACT-ACME-PAINT', 'ACT-ACME-BRUSH', 'NOBODYS'])
    expect(await refusedFor(nina, { partNumber: addOn, targetActivationId })).toMatchObject({
      status: 409,
      code: 'line-not-eligible',
    })
  const item = (await nina.open(`${box.url}/items/${addOn}`)).body.toString()
  expect(item).toContain('Buy for this line')
  expect(item).toContain('value="NOVA-B"')
  const base = (await nina.open(`${box.url}/products`)).body.toString()
  expect(base).toContain('<input type="hidden" name="targetActivationId" value="NOVA-A">')

  const order = await shopping(box.url, nina).order(
    [
      { partNumber: addOn, quantity: 3, targetActivationId: 'NOVA-B' },
      { partNumber: addOn, quantity: 1, targetActivationId: 'NOVA-A' },
    ],
    'PO-TWO-BASES',
  )
  await box.drain()
  expect(await atPlatform(order.number)).toEqual([
    [addOn, 3, 'NOVA-B'],
    [addOn, 1, 'NOVA-A'],
  ])
})

it('the line is asked for again when the cart is quoted and when the quote is placed', async () => {
  const bright = await box.member('beth@bright.example')
  await emptied(bright)
  const shop = shopping(box.url, bright)
  expect((await put(bright, { partNumber: 'BRUSH-LIB-LIC' })).status).toBe(201)
  expect(await basesOf(bright)).toEqual(['ACT-BRIGHT-PAINT'])
  const pricedCart = await shop.price()
  // Another line takes its place: what was quoted for one is not sold for another.
  plantLine(box, {
    activationId: 'BRIGHT-NEW',
    accountId: 'BRIGHT',
    partNumber: 'PAINT-PRO-20-LIC',
    quantity: 1,
    startDate: '2026-01-10',
  })
  const state = (to: string) =>
    box.portal.plant({
      kind: 'entitlementLine',
      action: 'upsert',
      row: { activationId: 'ACT-BRIGHT-PAINT', state: to },
    })
  state('INACTIVE')
  await syncNow(box)
  const late = await place(bright, pricedCart.id, 'PO-LATE')
  expect([late.status, codeOf(late)]).toEqual([409, 'line-not-eligible'])
  state('DEPLOYED')
  await syncNow(box)
  const unsaid = await bright.tell('POST', `${box.url}/api/priced-carts`, { shipTo: dublin })
  expect([unsaid.status, codeOf(unsaid)]).toEqual([409, 'base-line-not-chosen'])
  // What was quoted stays as it was: for the line that is there again.
  const placed = await place(bright, pricedCart.id, 'PO-BACK')
  const { order } = placementAnswer.parse(JSON.parse(placed.body.toString()))
  await box.drain()
  expect(await atPlatform(order?.number ?? '')).toEqual([['BRUSH-LIB-LIC', 1, 'ACT-BRIGHT-PAINT']])
})

it('a base line that was renumbered after the order is named by its new id, and a link that is lost is made once', async () => {
  const order = await shopping(box.url, nina).order(
    [{ partNumber: 'BRUSH-LIB-LIC', targetActivationId: 'NOVA-A' }],
    'PO-RENUMBERED',
  )
  box.portal.misbehave({ operation: 'updateEntitlementLineItem', fault: 'away', times: 1 })
  await box.drain()
  expect(await atPlatform(order.number)).toEqual([['BRUSH-LIB-LIC', 1, null]])
  box.portal.move({ move: 'renumberLine', activationId: 'NOVA-A', newActivationId: 'NOVA-A2' })
  await syncNow(box)
  await box.workUntil(async () => {
    await box.store.worker?.drain({ includeDelayed: true })
    return (await shopping(box.url, nina).see(order.id)).lines[0]?.right?.live === true
  })
  expect(await atPlatform(order.number)).toEqual([['BRUSH-LIB-LIC', 1, 'NOVA-A2']])
  const attempts = await box.database.db.select().from(pushAttempts).where(eq(pushAttempts.orderId, order.id))
  expect(attempts.filter(({ outcome }) => outcome.startsWith('created'))).toHaveLength(1)
  const seen = await nina.ask(based, 'GET', `${box.url}/api/orders/${order.id}`)
  expect(seen.lines).toMatchObject([{ base: { activationId: 'NOVA-A2' } }])
})
