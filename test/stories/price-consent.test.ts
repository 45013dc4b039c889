import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { priceLines } from '../../src/domains/selling/carts/price-lines.ts'
import { priceOffer } from '../../src/domains/selling/carts/price-offer.ts'
import { loadViewer } from '../../src/domains/shop/catalog/index.ts'
import { importPriceList } from '../../src/domains/shop/pricing/index.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { dateOf } from '../../src/kernel/local-date.ts'
import { allTokens, callApi } from '../support/api-callers.ts'
import { type Box, startBox } from '../support/box.ts'
import { codeOf, dublin, shopping } from '../support/shopping.ts'

const part = 'PAINT-PRO-2-LIC'
const cartAnswer = z.object({
  lines: z.array(
    z.object({ id: z.string(), unitPriceMinor: z.number().nullable(), shownUnitPriceMinor: z.number().nullable() }),
  ),
})
const pricedCartAnswer = z.object({
  id: z.string(),
  totalMinor: z.number(),
  lines: z.array(z.object({ unitPriceMinor: z.number() })),
})

let box: Box
let alice: Visitor
beforeAll(async () => {
  box = await startBox()
  alice = await box.member('alice@acme.example')
})
afterAll(() => box.close())
beforeEach(async () => {
  await box.database.db.execute(sql`delete from cart_lines`)
  await sell([{ minQuantity: 1, unitMinor: 10_000 }])
})

type Entries = Parameters<typeof importPriceList>[1]['entries']
const sell = (entries: readonly Omit<Entries[number], 'partNumber'>[]) =>
  box.database.db.transaction((tx) =>
    importPriceList(tx, {
      id: 'contract',
      name: 'Contract',
      audience: 'account',
      audienceValue: 'ACME',
      currency: 'EUR',
      entries: entries.map((entry) => ({ partNumber: part, ...entry })),
    }),
  )
const costs = (unitMinor: number) => sell([{ minQuantity: 1, unitMinor }])
const tell = (method: 'GET' | 'POST', path: string, body?: object) => alice.tell(method, `${box.url}${path}`, body)
const cart = async () => cartAnswer.parse(JSON.parse((await tell('GET', '/api/cart')).body.toString())).lines
const askPricedCart = () => tell('POST', '/api/priced-carts', { shipTo: dublin })
const price = async () => pricedCartAnswer.parse(JSON.parse((await askPricedCart()).body.toString()))

it('a drop between cart and order is passed on, a rise stops for consent with both amounts, what was quoted stays, and a draft of staff comes to the same [C9]', async () => {
  await shopping(box.url, alice).put({ partNumber: part })
  await costs(9_000)
  expect((await price()).lines).toEqual([{ unitPriceMinor: 9_000 }])
  expect(await cart()).toMatchObject([{ unitPriceMinor: 9_000, shownUnitPriceMinor: null }])

  // Back to where it was when it went into the cart is a rise all the same: 90.00 was shown since.
  await costs(10_000)
  const [risen] = await cart()
  expect(risen).toMatchObject({ unitPriceMinor: 10_000, shownUnitPriceMinor: 9_000 })
  const stopped = await askPricedCart()
  expect([stopped.status, codeOf(stopped)]).toEqual([409, 'price-changed'])
  const lineId = risen?.id ?? ''
  expect(JSON.parse(stopped.body.toString())).toMatchObject({
    priceRises: [{ lineId, partNumber: part, shownMinor: 9_000, nowMinor: 10_000, currency: 'EUR' }],
  })

  // Consent is to the price that was seen: one that has risen again meanwhile asks again.
  await costs(11_000)
  const accept = (unitPriceMinor: number) =>
    tell('POST', '/api/cart/accept-prices', { prices: [{ lineId, unitPriceMinor }] })
  expect((await accept(10_000)).status).toBe(200)
  expect(codeOf(await askPricedCart())).toBe('price-changed')
  await accept(11_000)
  const agreed = await price()
  expect(agreed.lines).toEqual([{ unitPriceMinor: 11_000 }])

  const draft = await box.database.db.transaction((tx) =>
    priceOffer(
      tx,
      { db: box.database.db, clock: systemClock, taxNoRate: 'sell', freightNoRate: 'sell' },
      {
        accountId: 'ACME',
        endCustomerAccountId: null,
        shipTo: dublin,
        requestedLines: [
          { id: '1', partNumber: part, quantity: 1, targetActivationId: '', downloadDeclined: true, discount: null },
        ],
      },
    ),
  )
  expect(draft.totalMinor).toBe(agreed.totalMinor)

  await costs(20_000)
  const order = { pricedCartId: agreed.id, method: 'purchaseOrder', purchaseOrderNumber: 'PO-AGREED' }
  const placed = await tell('POST', '/api/orders', order)
  expect(JSON.parse(placed.body.toString())).toMatchObject({ order: { totalMinor: agreed.totalMinor } })
})

it('the cart page shows the old and the new price and one button that accepts it; until then there is no checkout', async () => {
  await shopping(box.url, alice).put({ partNumber: part })
  await costs(12_000)
  const page = await alice.open(`${box.url}/cart`)
  expect(page.body.toString()).toMatch(/risen from 100\.00 EUR to <strong>120\.00 EUR<\/strong> each/)
  expect(page.body.toString()).not.toContain('href="/checkout"')
  const [line] = await cart()
  const after = await alice.send(`${box.url}/cart/prices`, { [`price-${line?.id}`]: '12000' })
  expect(after.body.toString()).toContain('href="/checkout"')
  expect(after.body.toString()).not.toContain('has risen')
})

it('a volume price begins at its break, also for a part number on several lines, and a quantity that is not sold is refused naming the nearest [P19]', async () => {
  const { db } = box.database
  await sell([
    { minQuantity: 5, unitMinor: 10_000 },
    { minQuantity: 10, increment: 5, unitMinor: 9_000 },
  ])
  const viewer = await loadViewer(db, 'ACME', dateOf(systemClock.now()))
  const split = async (...quantities: number[]) => {
    const requested = { partNumber: part, targetActivationId: '', downloadDeclined: true }
    const requestedLines = await priceLines(
      db,
      viewer,
      quantities.map((quantity, n) => ({ ...requested, id: String(n), quantity })),
    )
    return requestedLines.map(({ price, problem }) => price?.unitPriceMinor ?? problem?.sentence)
  }
  const standard = (await split(4))[0]
  expect(await split(9)).toEqual([10_000])
  expect(await split(4, 5)).toEqual([10_000, 10_000])
  expect(await split(10)).toEqual([9_000])
  expect(await split(4, 6)).toEqual([9_000, 9_000])
  expect(await split(11)).toEqual(['11 cannot be ordered: order 10 or 15.'])
  expect(await split(6, 5)).toEqual(Array(2).fill('11 cannot be ordered: order 10 or 15.'))
  // Below the contract's minimum the list price counts: the contract falls back.
  expect(standard).toBe(49_900)

  await shopping(box.url, alice).put({ partNumber: part, quantity: 10 })
  const refused = await tell('POST', '/api/cart/lines', { partNumber: part, quantity: 1 })
  expect([refused.status, codeOf(refused)]).toEqual([409, 'quantity-not-allowed'])
  expect(refused.body.toString()).toContain('order 10 or 15')
  const shown = await alice.open(`${box.url}/items/${part}?quantity=11`)
  expect(shown.body.toString()).toContain('11 cannot be ordered: order 10 or 15.')
  expect(shown.body.toString()).toContain('From 10, in steps of 5')
})

it('staff see what a file changes for open carts and quotes before it is live, on the page and over the API', async () => {
  await shopping(box.url, alice).put({ partNumber: part, quantity: 2 })
  const before = await price()
  const token = (await allTokens(box)).carla
  const csv = `list,part_number,unit_price\ncontract,${part},120.00\n`
  const call = (query: string) =>
    callApi(box, {
      method: 'POST',
      path: `/api/admin/price-lists?${query}`,
      token,
      body: csv,
      headers: { 'content-type': 'text/csv' },
    })
  const seen = await call('preview=true')
  expect(seen.json).toMatchObject({
    published: false,
    lists: [{ dearer: 1, accounts: 1, lowestPercent: 20, highestPercent: 20 }],
    offers: {
      affected: [
        { kind: 'pricedCart', id: before.id, beforeMinor: 20_000, afterMinor: 24_000 },
        { kind: 'cart', accountId: 'ACME', beforeMinor: 20_000, afterMinor: 24_000, lost: [] },
      ],
    },
  })
  expect((await cart())[0]?.unitPriceMinor).toBe(10_000)
  const { hash } = z.object({ hash: z.string() }).parse(seen.json)
  expect(await call(`hash=${hash}`)).toMatchObject({ status: 200, json: { published: true } })
  expect((await cart())[0]).toMatchObject({ unitPriceMinor: 12_000, shownUnitPriceMinor: 10_000 })
  expect(await call(`hash=${hash}`)).toMatchObject({ status: 409, json: { code: 'preview-outdated' } })
})

it('staff look at a file on a page, publish it as they saw it, and see mistakes by row and column', async () => {
  const carla = await box.member('carla@paintworks.example')
  const csv = `list,name,audience,currency,priority,valid_from,part_number,unit_price\nspring,Spring,everybody,EUR,5,2099-03-01,${part},450.00\n`
  const seen = (await carla.send(`${box.url}/admin/price-file`, { csv })).body.toString()
  expect(seen).toContain('live on 1 Mar 2099')
  const hash = /name="hash" value="([^"]+)"/.exec(seen)?.[1] ?? ''
  const after = await carla.send(`${box.url}/admin/price-file/publish`, { csv, hash })
  expect(new URL(after.url).pathname).toBe('/admin/price-lists')
  expect(after.body.toString()).toContain('1 price list published')
  expect(after.body.toString()).toMatch(/1 Mar 2099: <a href="[^"]+">Spring<\/a> becomes live/)
  const list = (await carla.open(`${box.url}/admin/price-lists/spring?q=PRO-2`)).body.toString()
  expect(list).toContain('Scheduled')
  expect(list).toContain('450.00 EUR')
  const wrong = (
    await carla.send(`${box.url}/admin/price-file`, { csv: csv.replace('450.00', '4.5.0') })
  ).body.toString()
  expect(wrong).toContain('not-an-amount')
  const explained = `${box.url}/admin/explain?accountId=BRIGHT&partNumber=${part}&on=`
  expect((await carla.open(`${explained}2099-03-01`)).body.toString()).toContain('Spring')
  expect((await carla.open(`${explained}2099-02-28`)).body.toString()).toContain('not yet valid')
})
