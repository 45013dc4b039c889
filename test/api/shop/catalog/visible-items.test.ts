import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { HeldRight } from '../../../../src/domains/entitlements/rights/index.ts'
import {
  type ItemPlace,
  type Viewer,
  visibilityOf,
  visibleItems,
  visibleItemsOf,
} from '../../../../src/domains/shop/catalog/index.ts'
import { tidySearch } from '../../../../src/domains/shop/catalog/store.ts'
import { type ItemCategory, items } from '../../../../src/domains/shop/catalog/tables.ts'
import { localDate } from '../../../../src/kernel/local-date.ts'
import { type TestDatabase, testDatabase } from '../../../support/test-database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

type Row = typeof items.$inferInsert

const row = (some: Partial<Row> & { partNumber: string }): Row => ({
  origin: 'platform',
  title: some.partNumber,
  description: '',
  category: 'base',
  obligation: 'licence',
  soldTo: ['customer'],
  requiresAnyOf: [],
  addsToLine: false,
  maxQuantity: 1,
  rowHash: '',
  ...some,
})
const viewerWith = (held: readonly HeldRight[], accountType = 'customer', offered: Viewer['offered'] = []): Viewer => ({
  accountId: 'A',
  accountType,
  partnerTier: null,
  currency: 'EUR',
  held,
  undelivered: [],
  offered,
  rightsOf: 'A',
  on: localDate('2026-06-15'),
})

// Names that would break a careless array literal or quoting are among them.
const names = fc.constantFrom('Paint', 'Paint Pro', 'a"b', 'x{y},z', 'it\\s', "O'Brien", 'NULL')
const versions = fc.constantFrom('1', '2.1', '')
const types = fc.constantFrom('customer', 'reseller', 'internal')
const entries = fc.oneof(
  names,
  fc.tuple(names, versions).map(([name, version]) => `${name}@${version}`),
  fc.tuple(names, versions).map(([name, version]) => `offered: ${name}@${version}`),
)
/** Mostly none, so that enough of a world is visible to compare. */
const few = (some: fc.Arbitrary<string>) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant<string[]>([]) },
    { weight: 1, arbitrary: fc.array(some, { maxLength: 2 }) },
  )
const days = fc.constantFrom(...['2026-06-14', '2026-06-15', '2026-06-16'].map(localDate))
const rowArb = fc.record({
  title: fc.constantFrom('A', 'B', 'b', 'Ä'),
  category: fc.constantFrom<ItemCategory[]>('base', 'update', 'seat', 'addon'),
  soldTo: fc.uniqueArray(types, { maxLength: 2 }),
  requiresAnyOf: fc.array(entries, { maxLength: 2 }),
  addsToLine: fc.boolean(),
  productName: fc.option(names),
  productVersion: fc.option(versions),
  withdrawnAt: fc.option(fc.constant(new Date('2026-01-01T00:00:00Z')), { freq: 5 }),
  unsellableReason: fc.option(fc.constant('somewhere else'), { freq: 5 }),
  requiresAllOf: few(entries),
  requiresNoneOf: few(entries),
  partnerTiers: few(fc.constantFrom('gold', 'silver')),
  onlyAccounts: few(fc.constantFrom('A', 'B', "C'")),
  notAccounts: few(fc.constantFrom('A', 'B', "C'")),
  visibleFrom: fc.option(days, { freq: 3 }),
  visibleThrough: fc.option(days, { freq: 3 }),
})
const grant = { chainId: 'c', validator: 'maintenance' as const, since: localDate('2026-01-01'), sentence: 'It comes.' }
const offeredArb = fc.array(
  fc
    .tuple(names, versions)
    .map(([productName, productVersion]) => ({ ...grant, activationId: 'a', productName, productVersion })),
  { maxLength: 2 },
)
const heldArb = fc.array(
  fc.tuple(names, versions, fc.option(fc.constant(grant))).map(
    ([productName, productVersion, grantedBy]): HeldRight => ({
      activationId: 'a',
      entitlementId: 'e',
      ownerAccountId: 'A',
      productName,
      productVersion,
      partNumber: null,
      quantity: 1,
      startDate: null,
      expirationDate: null,
      orderId: null,
      orderLineNumber: null,
      maintenanceThrough: null,
      grantedBy,
    }),
  ),
  { maxLength: 4 },
)

it('list, single items and the pure rule agree, whatever the items and the rights are [S42]', async () => {
  const { db } = database
  await fc.assert(
    fc.asyncProperty(
      fc.array(rowArb, { minLength: 1, maxLength: 25 }),
      heldArb,
      offeredArb,
      types,
      async (rows, held, offered, type) => {
        await db.delete(items)
        await db.insert(items).values(rows.map((some, n) => row({ ...some, partNumber: `P-${n}` })))
        const all = await db.select().from(items)
        const viewer = viewerWith(held, type, offered)
        const expected = all.filter((item) => visibilityOf(item, viewer, held).visible).map((item) => item.partNumber)
        const { items: listed } = await visibleItems(db, viewer, { limit: 100 })
        const single = await visibleItemsOf(
          db,
          viewer,
          all.map((item) => item.partNumber),
        )
        expect(listed.map((item) => item.partNumber).sort()).toEqual(expected.sort())
        expect([...single.keys()].sort()).toEqual(expected)
      },
    ),
    { numRuns: 150 },
  )
})

it('pages join up to the whole list, each item once, in order of title and part number', async () => {
  const { db } = database
  await db.delete(items)
  await db.insert(items).values(Array.from({ length: 23 }, (_, n) => row({ partNumber: `P-${n}`, title: `T${n % 4}` })))
  const seen: string[] = []
  let after: ItemPlace | undefined
  for (;;) {
    const page = await visibleItems(db, viewerWith([]), { limit: 5, after })
    after = page.places.at(-1)
    if (!after) break
    seen.push(...page.items.map((item) => item.partNumber))
  }
  const whole = await visibleItems(db, viewerWith([]), { limit: 100 })
  expect(seen).toEqual(whole.items.map((item) => item.partNumber))
  expect(new Set(seen).size).toBe(23)
})

it.each([
  ['paint', ['PAINT-PRO-2', 'SUITE']],
  ['PRO 2', ['PAINT-PRO-2']],
  ['pro-2', ['PAINT-PRO-2']],
  ['paint-pro-2', ['PAINT-PRO-2']],
  ['pai', ['PAINT-PRO-2', 'SUITE']],
  ['pinsel für', ['BRUSH']],
  ['2.1', ['PAINT-PRO-2']],
  ["o'brien", ['BOOK']],
  ["'); drop table items; --", []],
  ['<zz> & | ! :* \\ "', []],
  ['& | ! :*', []],
  ['  ', ['PAINT-PRO-2', 'BOOK', 'BRUSH', 'SUITE']],
])('a search for %j finds %j', async (q, expected) => {
  const { db } = database
  await db.delete(items)
  await db
    .insert(items)
    .values([
      row({ partNumber: 'PAINT-PRO-2', title: 'A. Malen/2.1' }),
      row({ partNumber: 'BOOK', title: "B. O'Brien's book" }),
      row({ partNumber: 'BRUSH', title: 'C. Pinsel', description: 'Für alle Fälle' }),
      row({ partNumber: 'SUITE', title: 'D. Suite', description: 'with Paint' }),
    ])
  const found = await visibleItems(db, viewerWith([]), { q, limit: 10 })
  expect(found.items.map((item) => item.partNumber)).toEqual(expected)
})

it('the search is answered from its index, as soon as a bulk write was worked into it', async () => {
  const { db } = database
  await db.delete(items)
  await db.execute(sql`insert into items (part_number, origin, title, description, category, obligation, sold_to,
      requires_any_of, adds_to_line, max_quantity, row_hash)
    select 'P-' || n, 'platform', 'Title ' || n, '', 'base', 'licence', '{customer}', '{}', false, 1, ''
    from generate_series(1, 20000) n`)
  await db.transaction((tx) => tidySearch(tx))
  await db.execute(sql`analyze items`)
  const words = await db.execute(sql`explain select part_number from items
    where requires_any_of = '{}' and search @@ to_tsquery('simple', '''12345'':*')`)
  expect(JSON.stringify(words)).toContain('items_search_open')
  const alike = await db.execute(sql`explain select part_number from items where requires_any_of = '{}'
    and 'titel 12345' <% lower(title || ' ' || part_number || ' ' || coalesce(product_name, ''))`)
  expect(JSON.stringify(alike)).toContain('items_similar_open')
})
