import { type SQL, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadViewer } from '../../../../src/domains/shop/catalog/index.ts'
import { priceItems } from '../../../../src/domains/shop/pricing/index.ts'
import { pageOfLists } from '../../../../src/domains/shop/pricing/price-list-store.ts'
import { browseItems } from '../../../../src/domains/shop/storefront/index.ts'
import { localDate } from '../../../../src/kernel/local-date.ts'
import { type TestDatabase, testDatabase } from '../../../support/test-database.ts'
import { mirror } from './world.ts'

const on = localDate('2026-06-15')
let database: TestDatabase
let small: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
  small = await testDatabase()
  await fill(database, 2_000)
  // The lists of the account alone.
  await fill(small, 6)
}, 180_000)
afterAll(async () => {
  await database.drop()
  await small.drop()
})

async function fill({ db }: TestDatabase, lists: number): Promise<void> {
  const given = mirror(db)
  await given.account('A', { accountType: 'reseller', partnerTier: 'gold' })
  await given.product('Paint', '1')
  await db.execute(sql`insert into platform_part_numbers (part_number, description, product_name, product_version, row_hash)
    select 'P-' || n, 'Part ' || n, 'Paint', '1', 'h' from generate_series(1, 5000) n`)
  await given.publish()
  // Six lists are the account's and price everything; the others are of other accounts and price a fiftieth each.
  await db.execute(sql`
    insert into price_lists (id, name, audience, audience_value, currency, priority, falls_back)
    select 'L-' || n, 'L ' || n,
      case when n <= 3 then 'everybody' when n <= 5 then 'partnerTier' else 'account' end,
      case when n <= 3 then '' when n <= 5 then 'gold' when n = 6 then 'A' else 'account-' || n end, 'EUR', n % 7, true
    from generate_series(1, ${lists}::int) n`)
  await db.execute(sql`
    insert into price_list_entries (price_list_id, part_number, min_quantity, increment, unit_minor)
    select 'L-' || l, 'P-' || p, 1, 1, 1000 + p from generate_series(1, ${lists}::int) l, generate_series(1, 5000) p
    where l <= 6 or (l + p) % 50 = 0`)
  await db.execute(sql`analyze`)
}

it('with 2,000 lists and 5,000 part numbers a page of prices takes as many statements as with one, by index [C8]', async () => {
  const client = postgres(database.url, { max: 2, onnotice: () => {} })
  const statements: string[] = []
  const db = drizzle(client, { logger: { logQuery: (query) => void statements.push(query) } })
  const viewer = await loadViewer(db, 'A', on)
  const hundred = Array.from({ length: 100 }, (_, n) => ({ partNumber: `P-${n + 1}`, category: 'base', quantity: 1 }))
  for (const [work, expected] of [
    [() => browseItems(db, viewer, { limit: 100 }), 2],
    [() => priceItems(db, viewer, hundred), 2],
    [() => pageOfLists(db, { q: '', state: null, on, after: undefined, limit: 51 }), 1],
  ] as const) {
    statements.length = 0
    await work()
    expect(statements).toHaveLength(expected)
  }
  const planOf = async (query: SQL) => JSON.stringify([...(await db.execute(sql`explain ${query}`))])
  for (const query of [
    sql`select * from price_list_entries where part_number = any(array['P-1', 'P-2']) and price_list_id = any(array['L-1', 'L-6'])`,
    sql`select * from price_list_entries where price_list_id = 'L-9' order by part_number, min_quantity`,
    sql`delete from price_list_entries where price_list_id = 'L-9'`,
  ])
    expect(await planOf(query)).not.toContain('Seq Scan')
  await client.end()
}, 120_000)

it('a page has the prices that it has where only the lists of the account exist', async () => {
  const pages = await Promise.all(
    [database, small].map(async ({ db }) => {
      const viewer = await loadViewer(db, 'A', on)
      const { items } = await browseItems(db, viewer, { limit: 100 })
      return { prices: items.map(({ item, price }) => [item.partNumber, price.unitPriceMinor]) }
    }),
  )
  const [many, few] = pages
  if (!many || !few) throw new Error('there are two databases')
  expect(many.prices).toEqual(few.prices)
  expect(many.prices).toHaveLength(100)
}, 120_000)
