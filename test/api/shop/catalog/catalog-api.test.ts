import { sql } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { importItems } from '../../../../src/domains/shop/catalog/index.ts'
import { importDiscountRules, importPriceList } from '../../../../src/domains/shop/pricing/index.ts'
import type { Caller } from '../../../../src/platform/http/request/caller.ts'
import { movableClock } from '../../../support/movable-clock.ts'
import { type TestDatabase, testDatabase } from '../../../support/test-database.ts'
import { catalogApp, memberOfAccount, mirror, staff } from './world.ts'

let database: TestDatabase
let app: FastifyInstance
let caller: Caller = { kind: 'nobody' }

beforeAll(async () => {
  database = await testDatabase()
  const { db } = database
  const given = mirror(db)
  await given.account('OWNER')
  await given.account('CHILD')
  await given.parent('CHILD', 'OWNER')
  await given.account('STRANGER')
  await given.account('GOLD', { accountType: 'reseller', partnerTier: 'gold' })
  await given.account('DOLLAR', { currency: 'USD' })
  await given.product('Paint', '1')
  await given.product('Brush', '1', { attributes: { storeCategory: 'addon' }, productLine: 'Paint' })
  await given.relation(['Paint', '1'], 'UPSELL_TO', ['Brush', '1'])
  await given.part('PAINT', ['Paint', '1'], 'Paint')
  await given.part('BRUSH', ['Brush', '1'], 'Brush, licence')
  await given.part('UNPRICED', ['Paint', '1'], 'Nobody has a price for this')
  await given.line('act-1', 'OWNER', ['Paint', '1'])
  await given.publish()
  await db.transaction(async (tx) => {
    await importItems(tx, [
      { partNumber: 'BOOK', title: 'Paint the book', category: 'book', requiresAnyOf: ['Paint'] },
      {
        partNumber: 'KIT',
        title: 'Paint on disc',
        category: 'media',
        requiresAnyOf: ['Paint'],
        partnerProductId: 'T-1',
      },
    ])
    const entries = ['PAINT', 'BRUSH', 'BOOK', 'KIT'].map((partNumber) => ({ partNumber, unitMinor: 100_000 }))
    await importPriceList(tx, { id: 'std', name: 'List price', audience: 'everybody', currency: 'EUR', entries })
    await importPriceList(tx, {
      id: 'owner',
      name: 'Contract of OWNER',
      audience: 'account',
      audienceValue: 'OWNER',
      currency: 'EUR',
      entries: [{ partNumber: 'BRUSH', unitMinor: 55_500 }],
    })
    await importDiscountRules(tx, [
      { id: 'g', name: 'Gold partner discount', audience: 'partnerTier', audienceValue: 'gold', basisPoints: 3000 },
    ])
  })
  app = await catalogApp({ db, clock: movableClock() }, () => caller)
})
afterAll(async () => {
  await app.close()
  await database.drop()
})
beforeEach(() => {
  caller = memberOfAccount('OWNER')
})

const get = async (url: string) => {
  const response = await app.inject({ url })
  return { status: response.statusCode, body: response.json() }
}
const partNumbers = async (url = '/api/items') => {
  const { body } = await get(url)
  return body.items.map((item: { partNumber: string }) => item.partNumber)
}

describe('the catalog of an account', () => {
  it('lists what the account may buy, with price, sentence and the requirement it meets', async () => {
    const { status, body } = await get('/api/items')
    expect(status).toBe(200)
    expect(body.items.map((item: { partNumber: string }) => item.partNumber)).toEqual(['BRUSH', 'PAINT', 'KIT', 'BOOK'])
    expect(body.items[0]).toMatchObject({
      partNumber: 'BRUSH',
      requires: ['Paint@1'],
      listPrice: { minor: 100_000, currency: 'EUR' },
      unitPrice: { minor: 55_500, currency: 'EUR' },
      priceSentence: 'Contract of OWNER: 555.00 EUR instead of 1,000.00 EUR each',
      rule: null,
    })
  })

  it('the owner of X may buy book Y, which exists in the store alone; nobody else sees it [S43]', async () => {
    expect((await get('/api/items/BOOK')).status).toBe(200)
    caller = memberOfAccount('STRANGER')
    expect((await get('/api/items/BOOK')).status).toBe(404)
  })

  it('what the account may not buy is absent from list, search, direct link and explanation alike [S42]', async () => {
    caller = memberOfAccount('STRANGER')
    expect(await partNumbers()).toEqual(['PAINT'])
    expect(await partNumbers('/api/items?q=brush')).toEqual([])
    expect(await partNumbers('/api/items?category=book')).toEqual([])
    const unknown = await get('/api/items/NO-SUCH-ITEM')
    expect(unknown).toMatchObject({ status: 404, body: { code: 'item-not-available' } })
    expect(await get('/api/items/BRUSH')).toEqual(unknown)
    expect(await get('/api/items/BRUSH/explain')).toEqual(unknown)
    expect(await get('/api/items/UNPRICED')).toEqual(unknown)
  })

  it('a child account sees what its parent holds, and the explanation says whose line it is', async () => {
    caller = memberOfAccount('CHILD')
    const { body } = await get('/api/items/BRUSH/explain')
    expect(body.because).toContainEqual(
      expect.objectContaining({ right: expect.objectContaining({ activationId: 'act-1', inheritedFrom: 'OWNER' }) }),
    )
  })

  it('each catalog and price answer is for the one account that asks, and without one there is none [S41]', async () => {
    caller = { kind: 'nobody' }
    for (const url of ['/api/items', '/api/items/PAINT', '/api/items/PAINT/explain', '/api/titles/T-1'])
      expect(await get(url)).toMatchObject({ status: 401, body: { code: 'sign-in-needed' } })
    caller = memberOfAccount('NO-SUCH-ACCOUNT')
    expect((await get('/api/items')).status).toBe(404)
    caller = memberOfAccount('OWNER')
    expect((await get('/api/items')).body.items[0]).toMatchObject({ accountId: 'OWNER' })
    expect((await get('/api/items/PAINT')).body).toMatchObject({ accountId: 'OWNER' })
    expect(await get('/api/items?accountId=GOLD')).toMatchObject({ status: 400, body: { code: 'invalid-input' } })
  })

  it('a reseller sees its net price with the rule on list and item, and nobody else can see that price', async () => {
    caller = memberOfAccount('GOLD')
    const listed = (await get('/api/items')).body.items[0]
    const shown = (await get('/api/items/PAINT')).body
    for (const item of [listed, shown])
      expect(item).toMatchObject({
        partNumber: 'PAINT',
        unitPrice: { minor: 70_000, currency: 'EUR' },
        rule: { id: 'g', name: 'Gold partner discount', basisPoints: 3000 },
        priceSentence: 'Gold partner discount 30 %: 700.00 EUR instead of 1,000.00 EUR each',
      })
    for (const other of ['OWNER', 'STRANGER', 'CHILD']) {
      caller = memberOfAccount(other)
      const text = JSON.stringify([await get('/api/items'), await get('/api/items/PAINT/explain')])
      expect(text).not.toContain('Gold')
      expect(text).not.toContain('70000')
    }
  })

  it("another account's contract price and its name reach nobody else, not even as a loser", async () => {
    caller = memberOfAccount('CHILD')
    const text = JSON.stringify((await get('/api/items/BRUSH/explain')).body)
    expect(text).not.toContain('owner')
    expect(text).not.toContain('55500')
  })

  it('nothing is for sale without a price in the currency of the account', async () => {
    caller = memberOfAccount('DOLLAR')
    expect(await partNumbers()).toEqual([])
    expect((await get('/api/items/PAINT')).status).toBe(404)
  })

  it('pages by cursor, each item once', async () => {
    const first = (await get('/api/items?limit=3')).body
    const second = (await get(`/api/items?limit=3&cursor=${first.nextCursor}`)).body
    expect(first.items).toHaveLength(3)
    expect(second).toMatchObject({ items: [{ partNumber: 'BOOK' }], nextCursor: null })
  })

  it.each(['/api/items?limit=0', '/api/items?category=nothing', '/api/items/%00', '/api/items/PAINT?quantity=0'])(
    '%s is refused with the place and the reason',
    async (url) => {
      const { status, body } = await get(url)
      expect(status).toBe(400)
      expect(body.errors[0].detail).not.toBe('')
    },
  )
})

describe('a title of the portal', () => {
  it('resolves to its one kit, or to a clear refusal and a logged miss, once a day for each account [S31]', async () => {
    expect(await get('/api/titles/T-1')).toMatchObject({ status: 200, body: { partNumber: 'KIT' } })
    for (let n = 0; n < 2; n += 1)
      expect(await get('/api/titles/T-404')).toMatchObject({ status: 404, body: { code: 'title-not-mapped' } })
    caller = staff
    expect((await get('/api/admin/title-misses')).body.items).toEqual([
      { partnerProductId: 'T-404', accountId: 'OWNER', at: '2026-06-15T10:00:00.000Z' },
    ])
  })

  it('made up by one account, many at the same moment, uses up the alarms of that account and not those of the day', async () => {
    const alarmed = async (accountId: string) => {
      const rows = await database.db.execute<{ n: number }>(
        sql`select count(*)::int as n from title_misses where alarmed and account_id = ${accountId}`,
      )
      return rows[0]?.n
    }
    caller = memberOfAccount('CHILD')
    await Promise.all(Array.from({ length: 24 }, (_, n) => get(`/api/titles/MADE-UP-${n}`)))
    expect(await alarmed('CHILD')).toBe(3)
    caller = memberOfAccount('GOLD')
    await get('/api/titles/REALLY-MISSED')
    expect(await alarmed('GOLD')).toBe(1)
  })

  it('whose kit the account may not have answers like one without a kit, and is no miss', async () => {
    caller = memberOfAccount('STRANGER')
    const hidden = await get('/api/titles/T-1')
    expect(hidden).toMatchObject({ status: 404, body: { code: 'title-not-mapped' } })
    caller = staff
    expect(JSON.stringify(await get('/api/admin/title-misses'))).not.toContain('STRANGER')
  })
})

describe('for staff', () => {
  it('members get none of it', async () => {
    for (const url of ['/api/admin/price-lists', '/api/admin/items', '/api/admin/title-misses', '/api/admin/explain'])
      expect((await get(url)).status).toBe(403)
  })

  it('an item that is hidden is explained by the rule that hides it, with its price', async () => {
    caller = staff
    const { body } = await get('/api/admin/explain?accountId=STRANGER&partNumber=BRUSH')
    expect(body).toMatchObject({
      visible: false,
      reason: 'NOT_ENTITLED',
      price: { priced: true, unitPrice: { minor: 100_000, currency: 'EUR' } },
    })
    expect(await get('/api/admin/explain?accountId=OWNER&partNumber=UNPRICED')).toMatchObject({
      body: { visible: true, price: { priced: false, reason: 'NO_PRICE' } },
    })
    expect((await get('/api/admin/explain?accountId=OWNER&partNumber=NONE')).status).toBe(404)
  })

  it('lists price lists with their sizes, and items page by page', async () => {
    caller = staff
    const lists = (await get('/api/admin/price-lists')).body.items
    expect(lists).toMatchObject([
      { id: 'owner', audience: 'account', partNumbers: 1 },
      { id: 'std', partNumbers: 4 },
    ])
    const first = (await get('/api/admin/items?limit=3')).body
    expect(first.items).toHaveLength(3)
    expect((await get(`/api/admin/items?limit=3&cursor=${first.nextCursor}`)).body.items).toHaveLength(2)
    expect((await get('/api/admin/items?unsellable=true')).body.items).toEqual([])
  })
})
