import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadViewer } from '../../../../src/domains/shop/catalog/index.ts'
import {
  freightOf,
  importDiscountRules,
  importFreightRates,
  importPriceList,
  importTaxRates,
  priceItems,
  ratesFor,
  taxRatesFor,
} from '../../../../src/domains/shop/pricing/index.ts'
import { browseItems } from '../../../../src/domains/shop/storefront/index.ts'
import { localDate } from '../../../../src/kernel/local-date.ts'
import { type TestDatabase, testDatabase } from '../../../support/test-database.ts'
import { mirror } from './world.ts'

const on = localDate('2026-06-15')
const list = { id: 'std', name: 'List price', audience: 'everybody', currency: 'EUR' } as const

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
  const given = mirror(database.db)
  await given.account('A')
  await given.product('Paint', '1')
  for (let n = 0; n < 30; n += 1) await given.part(`P-${n}`, ['Paint', '1'])
  await given.publish()
})
afterAll(() => database.drop())

const requested = (partNumber: string, quantity = 1) => ({ partNumber, category: 'base', quantity })

it('importing a list again replaces it whole: what it no longer has is no longer for sale', async () => {
  const { db } = database
  const viewer = await loadViewer(db, 'A', on)
  const bring = (partNumbers: string[]) =>
    db.transaction((tx) =>
      importPriceList(tx, { ...list, entries: partNumbers.map((partNumber) => ({ partNumber, unitMinor: 500 })) }),
    )
  await bring(['P-1', 'P-2'])
  await bring(['P-2', 'P-3'])
  const prices = await priceItems(db, viewer, [requested('P-1'), requested('P-2'), requested('P-3')])
  expect([...prices.values()].map(({ priced }) => priced)).toEqual([false, true, true])
})

it('an import that is not right is refused with the place, and changes nothing', async () => {
  const { db } = database
  const viewer = await loadViewer(db, 'A', on)
  const wrong = [
    [{ ...list, currency: 'XXQ', entries: [] }, ['currency']],
    [{ ...list, audienceValue: 'somebody', entries: [] }, ['audienceValue']],
    [{ ...list, audience: 'account', entries: [] }, ['audienceValue']],
    [{ ...list, entries: [{ partNumber: 'P-2', unitMinor: -1 }] }, ['entries', 0, 'unitMinor']],
    [{ ...list, entries: [{ partNumber: 'P-2', unitMinor: 0.5 }] }, ['entries', 0, 'unitMinor']],
    [{ ...list, validFrom: '2026-02-30', entries: [] }, ['validFrom']],
  ] as const
  for (const [input, path] of wrong)
    await expect(
      db.transaction((tx) => importPriceList(tx, { ...input, entries: [...input.entries] })),
    ).rejects.toMatchObject({
      name: 'ZodError',
      issues: [{ path }],
    })
  expect((await priceItems(db, viewer, [requested('P-2')])).get('P-2')).toMatchObject({ unitPriceMinor: 500 })
})

it('who is looking takes one statement, pricing two and a page of the catalog two, however many items there are', async () => {
  const { db } = database
  await db.transaction(async (tx) => {
    const entries = Array.from({ length: 30 }, (_, n) => ({ partNumber: `P-${n}`, unitMinor: 100 + n }))
    await importPriceList(tx, { ...list, entries })
    await importDiscountRules(tx, [
      { id: 'c', name: 'Customer day', audience: 'accountType', audienceValue: 'customer', basisPoints: 1000 },
    ])
  })
  const client = postgres(database.url, { max: 2, onnotice: () => {} })
  const statements: string[] = []
  const counted = drizzle(client, { logger: { logQuery: (query) => void statements.push(query) } })
  const viewer = await loadViewer(counted, 'A', on)
  expect(statements.splice(0)).toHaveLength(1)
  const prices = await priceItems(
    counted,
    viewer,
    Array.from({ length: 30 }, (_, n) => requested(`P-${n}`)),
  )
  expect(statements.splice(0)).toHaveLength(2)
  expect(prices.get('P-29')).toMatchObject({ priced: true, listPriceMinor: 129, unitPriceMinor: 116 })
  const page = await browseItems(counted, viewer, { limit: 20 })
  expect(statements).toHaveLength(2)
  expect(page.items).toHaveLength(20)
  await client.end()
})

it('freight is that of the country, else that of the rest of the world, else unknown; never converted', async () => {
  const { db } = database
  await db.transaction((tx) =>
    importFreightRates(tx, [
      { country: 'IE', currency: 'EUR', unitMinor: 500 },
      { country: '*', currency: 'EUR', unitMinor: 1500 },
    ]),
  )
  expect(freightOf(await ratesFor(db, 'IE', 'EUR'), 'IE', 'EUR')).toEqual({ minor: 500, currency: 'EUR' })
  expect(freightOf(await ratesFor(db, 'NZ', 'EUR'), 'NZ', 'EUR')).toEqual({ minor: 1500, currency: 'EUR' })
  expect(freightOf(await ratesFor(db, 'IE', 'USD'), 'IE', 'USD')).toBeNull()
})

it('tax rates are those of the destination, and importing them again replaces them', async () => {
  const { db } = database
  const bring = (basisPoints: number) =>
    db.transaction((tx) => importTaxRates(tx, [{ country: 'IE', name: 'VAT', basisPoints }]))
  await bring(2100)
  await bring(2300)
  expect(await taxRatesFor(db, 'IE')).toEqual([{ obligation: '*', name: 'VAT', basisPoints: 2300 }])
  expect(await taxRatesFor(db, 'US')).toEqual([])
})
