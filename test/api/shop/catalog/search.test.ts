import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import {
  countItems,
  type ItemPlace,
  type Viewer,
  visibilityOf,
  visibleGroups,
  visibleItems,
} from '../../../../src/domains/shop/catalog/index.ts'
import { type ItemCategory, items } from '../../../../src/domains/shop/catalog/tables.ts'
import { localDate } from '../../../../src/kernel/local-date.ts'
import { type TestDatabase, testDatabase } from '../../../support/test-database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  await database.db.delete(items)
})

type Row = typeof items.$inferInsert
const row = (partNumber: string, title: string, some: Partial<Row> = {}): Row => ({
  partNumber,
  title,
  origin: 'platform',
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
const right = (productName: string): Viewer['held'][number] => ({
  activationId: 'a',
  entitlementId: 'e',
  ownerAccountId: 'A',
  productName,
  productVersion: '1',
  quantity: 1,
  partNumber: null,
  startDate: null,
  expirationDate: null,
  orderId: null,
  orderLineNumber: null,
  maintenanceThrough: null,
  grantedBy: null,
})
const viewer = (...held: string[]): Viewer => ({
  accountId: 'A',
  accountType: 'customer',
  partnerTier: null,
  currency: 'EUR',
  rightsOf: 'A',
  offered: [],
  undelivered: [],
  held: held.map(right),
  on: localDate('2026-06-15'),
})
const found = async (q: string, who = viewer()) => {
  const { match, items: list } = await visibleItems(database.db, who, { q, limit: 50 })
  return [match, ...list.map(({ partNumber }) => partNumber)]
}

it('the part number itself comes first, then what begins with it, then titles that begin with it, then the rest by weight', async () => {
  await database.db
    .insert(items)
    .values([
      row('X-1', 'Handbook', { description: 'All about Brush' }),
      row('X-9', 'The old brush'),
      row('X-3', 'Brush for beginners'),
      row('BRUSH-2', 'Second'),
      row('BRUSH', 'First'),
      row('X-4', 'Something', { productLine: 'Brush' }),
    ])
  expect(await found('brush')).toEqual(['words', 'BRUSH', 'BRUSH-2', 'X-3', 'X-9', 'X-4', 'X-1'])
  expect(await found('BRUSH-2')).toEqual(['words', 'BRUSH-2'])
  expect(await found('brush2')).toEqual(['words', 'BRUSH-2'])
})

it('when nothing has the words, what is alike is found; rights decide there as anywhere', async () => {
  await database.db
    .insert(items)
    .values([
      row('P-1', 'Paint Pro 2, licence'),
      row('P-2', 'Paint Pro 3, licence', { requiresAnyOf: ['Paint'] }),
      row('S-1', 'Sketch'),
    ])
  expect(await found('piant pro')).toEqual(['alike', 'P-1'])
  expect(await found('pant pro', viewer('Paint'))).toEqual(['alike', 'P-1', 'P-2'])
  expect(await found('skecth')).toEqual(['alike', 'S-1'])
  expect(await found('xylophone')).toEqual(['alike'])
  expect(await found('"; drop table items; --')).toEqual(['alike'])
  expect(await found('% _ \\ \' "')).toEqual(['words'])
})

const words = fc.constantFrom('paint', 'pro', 'brush', 'lab', 'Pinsel', '2')
const itemArb = fc.record({
  title: fc.array(words, { minLength: 1, maxLength: 4 }).map((some) => some.join(' ')),
  description: fc.array(words, { maxLength: 2 }).map((some) => some.join(' ')),
  category: fc.constantFrom<ItemCategory[]>('base', 'addon', 'media', 'update'),
  productLine: fc.option(fc.constantFrom('One', 'Two')),
  productName: fc.option(fc.constantFrom('Paint', 'Brush')),
  requiresAnyOf: fc.array(fc.constantFrom('Paint', 'Brush'), { maxLength: 1 }),
  requiresNoneOf: fc.constantFrom<string[][]>([], ['Lab']),
})
const has = (item: { title: string; description: string }, q: string) =>
  q
    .toLowerCase()
    .split(' ')
    .every((word) =>
      `${item.title} ${item.description}`
        .toLowerCase()
        .split(' ')
        .some((one) => one.startsWith(word)),
    )

it('pages of a search join up to the whole, each item once, and the counts are those of what is seen', async () => {
  const { db } = database
  await fc.assert(
    fc.asyncProperty(
      fc.array(itemArb, { minLength: 1, maxLength: 30 }),
      fc.array(words, { maxLength: 2 }).map((some) => some.join(' ')),
      fc.subarray(['Paint', 'Brush', 'Lab']),
      fc.option(fc.constantFrom<ItemCategory[]>('base', 'addon'), { nil: undefined }),
      async (worlds, q, held, category) => {
        await db.delete(items)
        await db.insert(items).values(worlds.map((some, n) => row(`N${n}`, some.title, some)))
        const who = viewer(...held)
        const seen = (await db.select().from(items)).filter((item) => visibilityOf(item, who, who.held).visible)
        const wanted = seen.filter((item) => has(item, q) || q === '')
        // What the obvious way does not look through: part numbers, products, groups and lines.
        const isExact = wanted.length > 0 && !/paint|brush|2/i.test(q)
        const pages: string[] = []
        let after: ItemPlace | undefined
        for (;;) {
          const page = await visibleItems(db, who, { q, category, limit: 4, after })
          after = page.places.at(-1)
          if (!after) break
          pages.push(...page.items.map(({ partNumber }) => partNumber))
        }
        const whole = await visibleItems(db, who, { q, category, limit: 100 })
        expect(pages).toEqual(whole.items.map(({ partNumber }) => partNumber))
        expect(new Set(pages).size).toBe(pages.length)
        const facets = await countItems(db, who, { q, category })
        const anyCategory = await visibleItems(db, who, { q, limit: 100 })
        if (facets.match === whole.match) expect(facets.total).toBe(pages.length)
        if (facets.match === anyCategory.match)
          expect(facets.categories.reduce((sum, { count }) => sum + count, 0)).toBe(anyCategory.items.length)
        expect(pages.every((partNumber) => seen.some((item) => item.partNumber === partNumber))).toBe(true)
        if (isExact && category === undefined)
          expect([...pages].sort()).toEqual(wanted.map(({ partNumber }) => partNumber).sort())
      },
    ),
    { numRuns: 60 },
  )
})

it('groups hold every item that belongs to a product once, and nothing that is hidden', async () => {
  const { db } = database
  await fc.assert(
    fc.asyncProperty(
      fc.array(itemArb, { minLength: 1, maxLength: 30 }),
      fc.subarray(['Paint', 'Brush', 'Lab']),
      async (worlds, held) => {
        await db.delete(items)
        await db
          .insert(items)
          .values(worlds.map((some, n) => row(`N${n}`, some.title, { ...some, productVersion: '1' })))
        const who = viewer(...held)
        const seen = (await db.select().from(items)).filter((item) => visibilityOf(item, who, who.held).visible)
        const groups = await visibleGroups(db, who, { limit: 10 })
        const sold = groups.flatMap(({ bases, related }) => [...bases, ...related]).map(({ partNumber }) => partNumber)
        expect(new Set(sold).size).toBe(sold.length)
        expect(sold.every((partNumber) => seen.some((item) => item.partNumber === partNumber))).toBe(true)
        const products = groups.map(({ product }) => product)
        const bases = seen.filter(({ category, productName }) => category === 'base' && productName !== null)
        expect(bases.every(({ partNumber }) => sold.includes(partNumber))).toBe(true)
        expect(held.every((product) => products.includes(product))).toBe(true)
        for (const { product, owned, included } of groups) {
          expect(owned).toBe(held.includes(product))
          expect(included.every(({ category }) => owned && category === 'update')).toBe(true)
        }
        const paged: string[] = []
        for (let after: string | undefined; ; after = paged.at(-1)) {
          const [next] = await visibleGroups(db, who, { limit: 1, after })
          if (!next) break
          paged.push(next.product)
        }
        expect(paged).toEqual(products)
      },
    ),
    { numRuns: 40 },
  )
})
