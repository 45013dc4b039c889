import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { PlatformPartNumber, PlatformProduct } from '../../../../src/domains/entitlements/rights/port.ts'
import { entitlementLines, platformPartNumbers, products } from '../../../../src/domains/entitlements/rights/tables.ts'
import { accounts } from '../../../../src/domains/people/accounts/tables.ts'
import { account, line } from './listed-platform.ts'
import { type SyncWorld, syncWorld } from './sync-world.ts'

// Forty lines on six pages of seven.
const everyPage = [1, 2, 3, 4, 5, 6]
let world: SyncWorld
let whole: SyncWorld['platform']['lists']
beforeAll(async () => {
  world = await syncWorld()
  const { lists } = world.platform
  lists.products = Array.from({ length: 10 }, (_, n) => product(n))
  lists.partNumbers = Array.from({ length: 10 }, (_, n) => partNumber(n))
  lists.accounts = Array.from({ length: 10 }, (_, n) => account(n))
  whole = { ...world.platform.lists }
})
afterAll(() => world.close())
beforeEach(async () => {
  Object.assign(world.platform.lists, whole)
  world.platform.onPage = () => {}
  world.clock.advance({ minutes: 5 })
  await world.run('full')
  world.platform.unread.clear()
  world.platform.given.clear()
})

const unread = (question = 'lines') => world.platform.unread.get(question)
const linesOf = async () => (await world.run('full')).report?.kinds['entitlementLines']
const inMirror = (activationId: string) => eq(entitlementLines.activationId, activationId)

it('pages that are what they were are not read again, and count as read', async () => {
  expect(await linesOf()).toEqual({ read: 40, added: 0, changed: 0, removed: 0, held: 0 })
  expect(unread()).toEqual(everyPage)
  expect(await world.mirror()).toEqual(world.onPlatform())
})

it('of a changed line only its page is read, of a line that is gone those after it too', async () => {
  world.platform.lists.lines = whole.lines.map((each) =>
    each.activationId === 'ACT-8' ? { ...each, quantity: 9 } : each,
  )
  expect(await linesOf()).toMatchObject({ read: 40, changed: 1 })
  expect(unread()).toEqual([1, 3, 4, 5, 6])
  world.platform.unread.clear()
  world.platform.given.clear()
  world.platform.lists.lines = world.platform.lists.lines.filter(({ activationId }) => activationId !== 'ACT-30')
  expect(await linesOf()).toMatchObject({ read: 39, changed: 0, removed: 1 })
  expect(unread()).toEqual([1, 2, 3, 4])
  expect(await world.mirror()).toEqual(world.onPlatform())
})

it('a known page is read all the same where the mirror has one of its lines otherwise, whoever changed it', async () => {
  const { db } = world.database
  await db.update(entitlementLines).set({ quantity: 77, rowHash: null }).where(inMirror('ACT-3'))
  await db.update(entitlementLines).set({ removedAt: world.clock.now() }).where(inMirror('ACT-39'))
  expect(await linesOf()).toMatchObject({ read: 40, added: 1, changed: 1 })
  // Beyond the last there is nothing to be known by.
  expect(new Set(world.platform.given.get('lines'))).toEqual(new Set([1, 6, 7, 8]))
  expect(await world.mirror()).toEqual(world.onPlatform())
})

it('what an incremental run brought in meanwhile is read again, and nothing is lost of it', async () => {
  const changed = { ...line(8, 9, world.clock.now()), quantity: 9 }
  world.platform.lists.lines = whole.lines.map((each) => (each.activationId === 'ACT-8' ? changed : each))
  await world.run('incremental')
  // Back to what it was: the bytes of the page are those of the full run before.
  Object.assign(world.platform.lists, whole)
  expect(await linesOf()).toMatchObject({ read: 40, changed: 1 })
  expect(await world.mirror()).toEqual(world.onPlatform())
})

it('a line that changes here while its page is under way is put right, at the latest in the next run', async () => {
  world.platform.onPage = (question, page) => {
    if (question !== 'lines' || page !== 2) return
    world.platform.onPage = () => {}
    // Before its page is kept or after it: either way the run ends well, and at the latest the next one has compared it.
    changed = world.database.db
      .update(entitlementLines)
      .set({ quantity: 78, rowHash: null })
      .where(inMirror('ACT-8'))
      .execute()
  }
  let changed: Promise<unknown> = Promise.resolve()
  expect((await world.run('full')).state).toBe('published')
  await changed
  world.platform.onPage = () => {}
  await world.run('full')
  expect(await world.mirror()).toEqual(world.onPlatform())
})

it('a page that changes there while it is read after all is read again in its place, so that no row falls between two pages', async () => {
  const { db } = world.database
  await db.update(entitlementLines).set({ quantity: 77, rowHash: null }).where(inMirror('ACT-3'))
  let firstPages = 0
  world.platform.onPage = (question, page) => {
    if (question !== 'lines' || page !== 1) return
    firstPages += 1
    // A line before all others moves the last line of each page to the page after it, which was asked for before.
    if (firstPages === 2) world.platform.lists.lines = [line(99, 1, world.clock.now()), ...whole.lines]
  }
  await expect(world.run('full')).rejects.toMatchObject({ judgement: 'retryable' })
  expect((await world.run('full')).report?.kinds['entitlementLines']).toMatchObject({ read: 41, removed: 0 })
  expect(await world.mirror()).toEqual(world.onPlatform())
})

it('a line that two pages have counts once, also where one of them is known', async () => {
  const [first, second] = [whole.lines.slice(0, 13), whole.lines.slice(13)]
  // Page 1 is what it was; page 2 ends with a line of page 1, and another line is gone from the platform.
  world.platform.lists.lines = [...first, whole.lines[3], ...second.slice(0, -1)].filter((each) => each !== undefined)
  expect(await linesOf()).toMatchObject({ removed: 1 })
  expect(await world.mirror()).toEqual(world.onPlatform())
  expect(await linesOf()).toMatchObject({ added: 0, changed: 0, removed: 0 })
  expect(await world.mirror()).toEqual(world.onPlatform())
})

it('products, part numbers, accounts and roots are known by their pages too', async () => {
  await world.run('full')
  for (const question of ['products product', 'partNumbers', 'accounts', 'roots'])
    expect(unread(question)).toEqual([1, 2])
  world.platform.unread.clear()
  world.platform.given.clear()
  const { db } = world.database
  await db.update(products).set({ description: 'ours', rowHash: 'changed' }).where(eq(products.name, 'Paint 8'))
  await db.update(platformPartNumbers).set({ rowHash: 'changed' }).where(eq(platformPartNumbers.partNumber, 'PAINT-2'))
  world.platform.lists.accounts = whole.accounts.map((each) =>
    each.accountId === 'ACCOUNT-9' ? { ...each, name: 'Moved' } : each,
  )
  const run = await world.run('full')
  expect(run.report?.kinds).toMatchObject({
    products: { read: 10, added: 0, changed: 1, removed: 0 },
    partNumbers: { read: 10, added: 0, changed: 1, removed: 0 },
    accounts: { read: 10, added: 0, changed: 1, removed: 0 },
  })
  expect(unread('accounts')).toEqual([1])
  const [paint] = await db.select().from(products).where(eq(products.name, 'Paint 8'))
  expect(paint?.description).toBe('Paint of kind 8')
  const [moved] = await db.select().from(accounts).where(eq(accounts.accountId, 'ACCOUNT-9'))
  expect(moved?.name).toBe('Moved')
})

it('a week later everything is read', async () => {
  world.clock.advance({ days: 8 })
  expect(await linesOf()).toMatchObject({ read: 40, changed: 0 })
  expect(unread()).toBeUndefined()
})

function product(n: number): PlatformProduct {
  return {
    kind: 'product',
    platformId: `PRD-${n}`,
    name: `Paint ${n}`,
    version: '1.0',
    state: 'DEPLOYED',
    description: `Paint of kind ${n}`,
    productLine: null,
    partNumbers: [`PAINT-${n}`],
    attributes: {},
    lastModifiedAt: null,
  }
}

function partNumber(n: number): PlatformPartNumber {
  return { partNumber: `PAINT-${n}`, description: `Paint ${n}`, product: { name: `Paint ${n}`, version: '1.0' } }
}
