import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { watchPrices } from '../../src/domains/selling/carts/watch-prices.ts'
import { previewPrices } from '../../src/domains/shop/pricing/publish-prices.ts'
import { addDays, addMonths, daysBetween, localDate } from '../../src/kernel/local-date.ts'
import { allocate, money } from '../../src/kernel/money.ts'
import { type Box, startBox } from '../support/box.ts'
import { coTermCart, installBaseAnswer, plantLine, syncNow } from '../support/install-base.ts'
import { movableClock } from '../support/movable-clock.ts'
import { codeOf, shopping } from '../support/shopping.ts'

const today = localDate('2027-06-15')
// Five lines with three ends; the 29th of February 2028 lies in the terms of all.
const owned = [
  { id: 'CO-1', seats: 25, ends: '2027-09-30' } as const,
  { id: 'CO-2', seats: 3, ends: '2027-12-31' } as const,
  { id: 'CO-3', seats: 7, ends: '2027-09-30' } as const,
  { id: 'CO-4', seats: 1, ends: '2028-03-31' } as const,
  { id: 'CO-5', seats: 10, ends: '2027-12-31' } as const,
]
// The clock stands still, so lines that were put in one after the other have no order but their quantities.
const bySeats = (a: { readonly quantity: number }, b: { readonly quantity: number }) =>
  owned.findIndex(({ seats }) => seats === a.quantity) - owned.findIndex(({ seats }) => seats === b.quantity)
const common = localDate('2028-09-30')
const orderAnswer = z.object({
  id: z.string(),
  purchaseOrderNumber: z.string().nullable(),
  netMinor: z.number(),
  totalMinor: z.number(),
  taxMinor: z.number(),
  freightMinor: z.number(),
  lines: z.array(
    z.object({
      partNumber: z.string(),
      quantity: z.number(),
      unitPriceMinor: z.number(),
      netMinor: z.number(),
      term: z
        .object({
          startDate: z.string(),
          through: z.string(),
          wholeTerms: z.number(),
          daysUsed: z.number(),
          daysInTerm: z.number(),
        })
        .nullable(),
      right: z
        .object({ startDate: z.string().nullable(), expirationDate: z.string().nullable(), live: z.boolean() })
        .nullable(),
    }),
  ),
})

let box: Box
let alice: Visitor
beforeAll(async () => {
  box = await startBox({ clock: movableClock(`${today}T10:00:00Z`) })
  for (const { id, seats, ends } of owned)
    plantLine(box, {
      activationId: id,
      accountId: 'ACME',
      partNumber: 'PAINT-PRO-20-LIC',
      quantity: seats,
      startDate: '2026-01-01',
      maintenanceThrough: ends,
    })
  await syncNow(box)
  alice = await box.member('alice@acme.example')
})
afterAll(() => box.close())

it('five lines with three ends are renewed in one order on one purchase order, all end together, and each costs exactly its days [N3]', async () => {
  const base = await alice.ask(installBaseAnswer, 'GET', `${box.url}/api/products?q=CO-`)
  for (const { id, seats, ends } of owned) {
    const line = base.lines.find(({ activationId, under }) => activationId === id && under === null)
    const [renewal] = line?.can.renewals ?? []
    expect(renewal).toMatchObject({
      partNumber: 'PAINT-MNT-1Y',
      unitPriceMinor: 8_900,
      startDate: addDays(localDate(ends), 1),
    })
    await shopping(box.url, alice).put({ partNumber: 'PAINT-MNT-1Y', quantity: seats, targetActivationId: id })
  }
  // Beside them what has no term: seats for ever, and a disc.
  await shopping(box.url, alice).put({ partNumber: 'TEXTURES-2-LIC', quantity: 2 }, { partNumber: 'KIT-BRUSH-14' })

  const cart = await alice.ask(coTermCart, 'PUT', `${box.url}/api/cart/co-term`, { through: common })
  const expected = owned.map(({ seats, ends }) => {
    const start = addDays(localDate(ends), 1)
    const year = daysBetween(start, addMonths(start, 12))
    const days = daysBetween(start, addDays(common, 1))
    const whole = days >= year ? 1 : 0
    const rest = days - whole * year
    const term = whole === 1 ? daysBetween(addMonths(start, 12), addMonths(start, 24)) : year
    const one = money(8_900 * seats, 'EUR')
    const [share] = rest === 0 ? [money(0, 'EUR')] : allocate(one, [rest, term - rest])
    return one.minor * whole + (share?.minor ?? 0)
  })
  const inCart = cart.lines.filter(({ term }) => term !== null).sort(bySeats)
  expect(inCart.map(({ netMinor }) => netMinor)).toEqual(expected)
  // By hand: 1 October 2027 to 30 September 2028 is the year with a leap day, whole; 25 seats at 89.00.
  expect(expected[0]).toBe(222_500)
  // 1 January to 30 September 2028: 274 of 366 days of 3 x 89.00 = 199.885..., so 199.89.
  expect(expected[1]).toBe(19_989)
  // 1 April to 30 September 2028: 183 of 365 days of 89.00 = 44.62.
  expect(expected[3]).toBe(4_462)

  const { id: pricedCartId } = await shopping(box.url, alice).price()
  const placed = await alice.ask(z.object({ order: orderAnswer }), 'POST', `${box.url}/api/orders`, {
    pricedCartId,
    method: 'purchaseOrder',
    purchaseOrderNumber: 'PO-CO-TERM',
  })
  await box.drain()
  const order = await alice.ask(orderAnswer, 'GET', `${box.url}/api/orders/${placed.order.id}`)
  expect(order.purchaseOrderNumber).toBe('PO-CO-TERM')
  const terms = order.lines.filter(({ term }) => term !== null).sort(bySeats)
  expect(terms.map(({ netMinor }) => netMinor)).toEqual(expected)
  expect(terms.map(({ term }) => term?.through)).toEqual(owned.map(() => common))
  expect(terms.map(({ right }) => right?.expirationDate)).toEqual(owned.map(() => common))
  expect(terms.map(({ right }) => right?.startDate)).toEqual(owned.map(({ ends }) => addDays(localDate(ends), 1)))
  expect(terms.map(({ term }) => [term?.wholeTerms, term?.daysUsed, term?.daysInTerm])).toEqual([
    [1, 0, 0],
    [0, 274, 366],
    [1, 0, 0],
    [0, 183, 365],
    [0, 274, 366],
  ])
  // What has no term is as it was, and the sum is the sum of the lines.
  const rest = order.lines.filter(({ term }) => term === null).sort((a, b) => b.quantity - a.quantity)
  expect(
    rest.map(({ partNumber, quantity, unitPriceMinor, netMinor }) => [
      partNumber,
      netMinor - quantity * unitPriceMinor,
    ]),
  ).toEqual([
    ['TEXTURES-2-LIC', 0],
    ['KIT-BRUSH-14', 0],
  ])
  expect(order.netMinor).toBe(order.lines.reduce((sum, { netMinor }) => sum + netMinor, 0))
  expect(order.totalMinor).toBe(order.netMinor + order.freightMinor + order.taxMinor)

  // The platform has it so too, and so has the page of what is owned.
  await syncNow(box)
  const after = await alice.ask(installBaseAnswer, 'GET', `${box.url}/api/products?q=CO-`)
  const ends = after.lines.filter(({ under }) => under === null).map(({ maintenanceThrough }) => maintenanceThrough)
  expect(ends).toEqual(owned.map(() => common))
})

it('a common end before a line begins is refused, and so is a line that begins after the common end', async () => {
  const put = (through: string | null) => alice.tell('PUT', `${box.url}/api/cart/co-term`, { through })
  await shopping(box.url, alice).put({ partNumber: 'PAINT-MNT-1Y', targetActivationId: 'CO-1' })
  const early = await put('2028-09-30')
  expect([early.status, codeOf(early)]).toEqual([409, 'co-term-not-possible'])
  expect((await put('2028-10-01')).status).toBe(200)
  for (const wrong of ['2027-06-14', '2099-01-01', '2028-02-30']) expect((await put(wrong)).status, wrong).toBe(400)
  // Without a common end it runs its own year, from where the line ends.
  const { lines } = await alice.ask(coTermCart, 'PUT', `${box.url}/api/cart/co-term`, { through: null })
  expect(lines[0]).toMatchObject({
    netMinor: 8_900,
    term: { startDate: '2028-10-01', through: '2029-09-30', wholeTerms: 1 },
  })
})

it('a quote whose common end was changed since is refused, and nobody renews a line of another account', async () => {
  const { id: pricedCartId } = await shopping(box.url, alice).price()
  await alice.tell('PUT', `${box.url}/api/cart/co-term`, { through: '2029-01-31' })
  const placed = await alice.tell('POST', `${box.url}/api/orders`, {
    pricedCartId,
    method: 'purchaseOrder',
    purchaseOrderNumber: 'PO-STALE',
  })
  expect([placed.status, codeOf(placed)]).toEqual([409, 'cart-changed'])
  for (const targetActivationId of ['ACT-BRIGHT-PAINT', 'NO-SUCH-LINE']) {
    const added = await alice.tell('POST', `${box.url}/api/cart/lines`, {
      partNumber: 'PAINT-MNT-1Y',
      targetActivationId,
    })
    expect([added.status, codeOf(added)], targetActivationId).toEqual([409, 'line-not-eligible'])
  }
})

it('a subscription is renewed from the day after its end, and seats that are added in the same order end with it', async () => {
  const sam = await box.member('sam@acme.example')
  const { lines } = await sam.ask(installBaseAnswer, 'GET', `${box.url}/api/products?q=ACT-ACMEUS-SUB`)
  const [sub] = lines
  const [renewal] = sub?.can.renewals.filter(({ partNumber }) => partNumber === 'PAINT-PRO-2-SUB') ?? []
  const end = localDate(sub?.expirationDate ?? '')
  expect(renewal).toMatchObject({
    startDate: addDays(end, 1),
    through: addDays(addMonths(addDays(end, 1), 12), -1),
    quantity: 8,
  })
  const order = await shopping(box.url, sam).order(
    [
      { partNumber: 'PAINT-PRO-2-SUB', quantity: 8, targetActivationId: 'ACT-ACMEUS-SUB' },
      { partNumber: 'PAINT-PRO-2-SEAT', quantity: 2, targetActivationId: 'ACT-ACMEUS-SUB' },
    ],
    'PO-SUB',
  )
  await box.drain()
  const seen = await sam.ask(orderAnswer, 'GET', `${box.url}/api/orders/${order.id}`)
  expect(seen.lines.map(({ right }) => right?.expirationDate)).toEqual([renewal?.through, renewal?.through])
  // Two lines put in the cart in the same millisecond have no order of their own.
  const renewed = seen.lines.find(({ partNumber }) => partNumber === 'PAINT-PRO-2-SUB')
  expect(renewed?.right?.startDate).toBe(renewal?.startDate)
})

it('what waits for an approver keeps the common end that was chosen, and its price', async () => {
  const line = { activationId: 'CO-WAITS', accountId: 'ACME', partNumber: 'PAINT-PRO-20-LIC', quantity: 2 }
  plantLine(box, { ...line, startDate: '2026-01-01', maintenanceThrough: '2027-10-31' })
  await syncNow(box)
  const bruno = await box.member('bruno@acme.example')
  const at = (path: string) => `${box.url}/api${path}`
  await shopping(box.url, bruno).put({ partNumber: 'PAINT-MNT-1Y', quantity: 2, targetActivationId: 'CO-WAITS' })
  await bruno.tell('PUT', at('/cart/co-term'), { through: '2027-12-31' })
  const pricedCart = await shopping(box.url, bruno).price()
  await alice.tell('POST', at('/company/approval-rules'), { overMinor: 0 })
  const payment = { method: 'purchaseOrder', purchaseOrderNumber: 'PO-CO-WAITS' }
  const { approvalId } = await bruno.ask(z.object({ approvalId: z.string() }), 'POST', at('/orders'), {
    pricedCartId: pricedCart.id,
    ...payment,
  })
  const expectedTotalMinor = pricedCart.totalMinor
  const released = await alice.ask(
    z.object({ totalMinor: z.number(), order: z.object({ id: z.string() }) }),
    'POST',
    at(`/approvals/${approvalId}/release`),
    { expectedTotalMinor },
  )
  expect(released.totalMinor).toBe(pricedCart.totalMinor)
  const order = await bruno.ask(orderAnswer, 'GET', at(`/orders/${released.order.id}`))
  expect(order.lines.map(({ term }) => [term?.startDate, term?.through])).toEqual([['2027-11-01', '2027-12-31']])
})

it('the preview of a price change knows what a cart with a common end comes to', async () => {
  const line = { activationId: 'CO-SEEN', accountId: 'ACME', partNumber: 'PAINT-PRO-20-LIC', quantity: 2 }
  plantLine(box, { ...line, startDate: '2026-01-01', maintenanceThrough: '2027-10-31' })
  await syncNow(box)
  const bob = await box.member('bob@acme.example')
  await shopping(box.url, bob).put({ partNumber: 'PAINT-MNT-1Y', quantity: 2, targetActivationId: 'CO-SEEN' })
  const { netMinor } = await bob.ask(coTermCart, 'PUT', `${box.url}/api/cart/co-term`, { through: '2027-12-31' })
  const head = 'list,name,audience,audience_value,currency,part_number,unit_price'
  const deps = { db: box.database.db, clock: movableClock(`${today}T10:00:00Z`), watchOffers: watchPrices }
  const { offers } = await previewPrices(deps, `${head}\nacme,Acme,account,ACME,EUR,PAINT-MNT-1Y,0.00`)
  expect(offers.affected.find(({ userName }) => userName === 'bob@acme.example')).toMatchObject({
    kind: 'cart',
    beforeMinor: netMinor,
    afterMinor: 0,
  })
})
