import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { entitlementLines } from '../../../src/domains/entitlements/tables.ts'
import { PartnerFailure } from '../../../src/kernel/partner-failure.ts'
import { line } from './listed-platform.ts'
import { type SyncWorld, syncWorld } from './sync-world.ts'

// Forty lines on six pages of seven.
const everyPage = [1, 2, 3, 4, 5, 6]
let world: SyncWorld
let whole: SyncWorld['platform']['lists']
beforeAll(async () => {
  world = await syncWorld()
  whole = { ...world.platform.lists }
})
afterAll(() => world.close())
beforeEach(async () => {
  Object.assign(world.platform.lists, whole)
  world.platform.onPage = () => {}
  world.clock.advance({ minutes: 5 })
  await world.run('full')
  world.platform.unreadPages.length = 0
})

const linesOf = async () => (await world.run('full')).report?.kinds['entitlementLines']
const inMirror = (activationId: string) => eq(entitlementLines.activationId, activationId)

it('pages that are what they were are not read again, and count as read', async () => {
  expect(await linesOf()).toEqual({ read: 40, added: 0, changed: 0, removed: 0, held: 0 })
  expect(world.platform.unreadPages).toEqual(everyPage)
  expect(await world.mirror()).toEqual(world.onPlatform())
})

it('of a changed line only its page is read, of a line that is gone those after it too', async () => {
  world.platform.lists.lines = whole.lines.map((each) =>
    each.activationId === 'ACT-8' ? { ...each, quantity: 9 } : each,
  )
  expect(await linesOf()).toMatchObject({ read: 40, changed: 1 })
  expect(world.platform.unreadPages).toEqual([1, 3, 4, 5, 6])
  world.platform.unreadPages.length = 0
  world.platform.lists.lines = world.platform.lists.lines.filter(({ activationId }) => activationId !== 'ACT-30')
  expect(await linesOf()).toMatchObject({ read: 39, changed: 0, removed: 1 })
  expect(world.platform.unreadPages).toEqual([1, 2, 3, 4])
  expect(await world.mirror()).toEqual(world.onPlatform())
})

it('a page is read where the mirror has one of its lines otherwise, whoever changed it', async () => {
  const { db } = world.database
  await db.update(entitlementLines).set({ quantity: 77, rowHash: 'pushed' }).where(inMirror('ACT-3'))
  await db.update(entitlementLines).set({ removedAt: world.clock.now() }).where(inMirror('ACT-39'))
  expect(await linesOf()).toMatchObject({ read: 40, added: 1, changed: 1 })
  expect(world.platform.unreadPages).toEqual([2, 3, 4, 5])
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

it('a line that changes here while its page is under way is read at the next try', async () => {
  world.platform.onPage = (question, page) => {
    if (question !== 'lines' || page !== 2) return
    world.platform.onPage = () => {}
    held = world.database.db
      .update(entitlementLines)
      .set({ quantity: 78, rowHash: 'pushed' })
      .where(inMirror('ACT-8'))
      .execute()
  }
  let held: Promise<unknown> = Promise.resolve()
  const first = await world.run('full').catch((error: unknown) => error)
  await held
  if (first instanceof PartnerFailure) expect(first.judgement).toBe('retryable')
  world.platform.onPage = () => {}
  await world.run('full')
  await world.run('full')
  expect(await world.mirror()).toEqual(world.onPlatform())
})

it('a week later everything is read', async () => {
  world.clock.advance({ days: 8 })
  expect(await linesOf()).toMatchObject({ read: 40, changed: 0 })
  expect(world.platform.unreadPages).toEqual([])
})
