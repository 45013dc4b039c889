import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { platformPartNumbers, products } from '../../../../src/domains/entitlements/rights/tables.ts'
import { findItem, importItems, importOverrides } from '../../../../src/domains/shop/catalog/index.ts'
import { items } from '../../../../src/domains/shop/catalog/tables.ts'
import { type TestDatabase, testDatabase } from '../../../support/test-database.ts'
import { mirror, publishedAt } from './world.ts'

let database: TestDatabase
let given: ReturnType<typeof mirror>

beforeAll(async () => {
  database = await testDatabase()
  given = mirror(database.db)
  await database.db.transaction((tx) =>
    importOverrides(
      tx,
      [
        { partNumber: 'PAINT-2-SEAT', addsToLine: true, title: 'Paint 2, additional seat', maxQuantity: 50 },
        { partNumber: 'NOWHERE', title: 'Not on the platform' },
      ],
      { at: publishedAt },
    ),
  )
  await given.product('Paint', '1', { attributes: { storeCategory: 'base' } })
  await given.product('Paint', '2', { attributes: { storeCategory: 'upgrade' }, productLine: 'Paint' })
  await given.product('Paint', '2.1', { attributes: { storeCategory: 'update' } })
  await given.product('Paint', '3', { attributes: { storeCategory: 'upgrade' } })
  await given.product('Paint', '4', { state: 'DRAFT' })
  await given.product('Brush', '1', { attributes: { storeCategory: 'addon' } })
  await given.product('Care', '1', { kind: 'maintenance', description: 'Updates for a year' })
  await given.relation(['Paint', '1'], 'UPGRADE_TO', ['Paint', '2'])
  await given.relation(['Paint', '2'], 'UPSELL_TO', ['Brush', '1'])
  await given.relation(['Paint', '2'], 'HAS_MAINTENANCE', ['Care', '1'])
  await given.relation(['Paint', '1'], 'HAS_MAINTENANCE', ['Care', '1'])
  await given.part('PAINT-1', ['Paint', '1'])
  await given.part('PAINT-2', ['Paint', '2'])
  await given.part('PAINT-2-SEAT', ['Paint', '2'])
  await given.part('PAINT-21', ['Paint', '2.1'])
  await given.part('PAINT-3', ['Paint', '3'])
  await given.part('PAINT-4', ['Paint', '4'])
  await given.part('BRUSH', ['Brush', '1'], 'Brush, licence')
  await given.part('CARE-1Y', ['Care', '1'])
  await given.part('LOOSE', null)
})
afterAll(() => database.drop())

it('after a sync each sellable part number is deployed on the platform, or is listed as drift [S35]', async () => {
  const published = await given.publish()
  expect(published).toEqual({
    added: 9,
    changed: 0,
    removed: 0,
    unsellable: [
      'LOOSE: the platform maps it to no product that it has',
      'NOWHERE: the store describes it, but the platform does not have it',
      'PAINT-3: no product on the platform has a relation UPGRADE_TO to Paint 3',
      'PAINT-4: Paint 4 is DRAFT on the platform, not DEPLOYED',
    ],
  })
})

it.each([
  ['PAINT-1', { category: 'base', requiresAnyOf: [], requirementFrom: null, obligation: 'licence' }],
  ['PAINT-2', { category: 'upgrade', requiresAnyOf: ['Paint@1'], requirementFrom: 'UPGRADE_TO', productLine: 'Paint' }],
  ['PAINT-2-SEAT', { category: 'seat', requiresAnyOf: ['Paint@2'], addsToLine: true, maxQuantity: 50 }],
  ['PAINT-21', { category: 'update' }],
  ['BRUSH', { category: 'addon', requiresAnyOf: ['Paint@2'], requirementFrom: 'UPSELL_TO', title: 'Brush, licence' }],
  [
    'CARE-1Y',
    {
      category: 'maintenance',
      requiresAnyOf: ['Paint@1', 'Paint@2'],
      requirementFrom: 'HAS_MAINTENANCE',
      obligation: 'maintenance',
      termMonths: 12,
      description: 'Updates for a year',
    },
  ],
])('%s becomes the item that its product and relations say', async (partNumber, expected) => {
  expect(await findItem(database.db, partNumber)).toMatchObject({ origin: 'platform', ...expected })
})

it('publishing an unchanged mirror writes nothing', async () => {
  const versions = () => database.db.execute('select part_number, xmin::text from items order by 1')
  const before = await versions()
  expect(await given.publish()).toMatchObject({ added: 0, changed: 0, removed: 0 })
  expect(await versions()).toEqual(before)
})

it('a change on the platform changes the one item, a removal withdraws it, and its return brings it back', async () => {
  const { db } = database
  await db.update(products).set({ state: 'OBSOLETE' }).where(eq(products.name, 'Brush'))
  expect(await given.publish()).toMatchObject({ added: 0, changed: 1, removed: 0 })
  expect(await findItem(db, 'BRUSH')).toMatchObject({
    unsellableReason: 'Brush 1 is OBSOLETE on the platform, not DEPLOYED',
  })

  const part = eq(platformPartNumbers.partNumber, 'PAINT-1')
  await db.update(platformPartNumbers).set({ removedAt: publishedAt }).where(part)
  expect(await given.publish()).toMatchObject({ added: 0, changed: 0, removed: 1 })
  expect(await findItem(db, 'PAINT-1')).toMatchObject({ withdrawnAt: publishedAt })
  expect(await given.publish()).toMatchObject({ removed: 0 })

  await db.update(platformPartNumbers).set({ removedAt: null }).where(part)
  expect(await given.publish()).toMatchObject({ added: 1, changed: 0, removed: 0 })
  expect(await findItem(db, 'PAINT-1')).toMatchObject({ withdrawnAt: null })
})

it("the store's word about a part number counts at once, and changes no other item", async () => {
  const { db } = database
  const say = (title: string | null) =>
    db.transaction((tx) => importOverrides(tx, [{ partNumber: 'BRUSH', title }], { at: publishedAt }))
  await say('Brush, as we call it')
  expect(await findItem(db, 'BRUSH')).toMatchObject({ title: 'Brush, as we call it' })
  expect(await given.publish()).toMatchObject({ added: 0, changed: 0, removed: 0 })
  await say(null)
  expect(await findItem(db, 'BRUSH')).toMatchObject({ title: 'Brush, licence' })
})

it("a sync leaves the store's own items alone, also when the platform takes their part number", async () => {
  await database.db.transaction((tx) => importItems(tx, [{ partNumber: 'BOOK-1', title: 'A book', category: 'book' }]))
  await given.part('BOOK-1', ['Paint', '1'])
  const { unsellable } = await given.publish()
  expect(unsellable).toContain('BOOK-1: the store has an item of its own under this part number')
  expect(await findItem(database.db, 'BOOK-1')).toMatchObject({ origin: 'store', title: 'A book', obligation: 'goods' })
})

it('an import refuses a second kit for one title, names the first, and imports nothing [S28]', async () => {
  const { db } = database
  const kit = (partNumber: string, partnerProductId: string) =>
    ({ partNumber, title: partNumber, category: 'media', partnerProductId }) as const
  await db.transaction((tx) => importItems(tx, [kit('KIT-A', 'TITLE-1'), kit('KIT-B', 'TITLE-2')]))
  for (const refused of [
    [{ partNumber: 'BOOK-2', title: 'B', category: 'book' } as const, kit('KIT-C', 'TITLE-1')],
    [kit('KIT-C', 'TITLE-3'), kit('KIT-D', 'TITLE-3')],
  ])
    await expect(db.transaction((tx) => importItems(tx, refused))).rejects.toMatchObject({ code: 'kit-already-mapped' })
  expect(await findItem(db, 'BOOK-2')).toBeNull()
  expect(await findItem(db, 'KIT-C')).toBeNull()

  // The same import again, and titles changing places within one, are no second kits.
  await db.transaction((tx) => importItems(tx, [kit('KIT-A', 'TITLE-2'), kit('KIT-B', 'TITLE-1')]))
  expect(await findItem(db, 'KIT-A')).toMatchObject({ partnerProductId: 'TITLE-2', obligation: 'media' })
})

it('of two imports at the same time that want the same title, one is refused', async () => {
  const { db } = database
  const bring = (partNumber: string) =>
    db.transaction((tx) =>
      importItems(tx, [{ partNumber, title: partNumber, category: 'media', partnerProductId: 'TITLE-9' }]),
    )
  const outcomes = await Promise.allSettled([bring('KIT-X'), bring('KIT-Y'), bring('KIT-Z')])
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const outcome of outcomes)
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'kit-already-mapped' })
})

it("an import cannot take a part number of the platform's", async () => {
  const taking = database.db.transaction((tx) =>
    importItems(tx, [{ partNumber: 'PAINT-2', title: 'Mine', category: 'book' }]),
  )
  await expect(taking).rejects.toMatchObject({ code: 'part-number-taken' })
})

it('sixty thousand part numbers are published, and publishing them again changes none', async () => {
  const { db } = database
  await db.execute(`insert into platform_part_numbers (part_number, description, product_name, product_version, row_hash)
    select 'BULK-' || n, 'Part ' || n, 'Paint', '1', 'h' from generate_series(1, 60000) n`)
  expect(await given.publish()).toMatchObject({ added: 60_000, changed: 0 })
  expect(await given.publish()).toMatchObject({ added: 0, changed: 0 })
  expect(await db.$count(items, eq(items.productVersion, '1'))).toBeGreaterThan(60_000)
})
