import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { lineMirror } from '../../../../src/domains/entitlements/rights/mirror.ts'
import { line } from './listed-platform.ts'
import { type SyncWorld, syncWorld } from './sync-world.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await syncWorld()
  await world.run('full')
})
afterAll(() => world.close())

it('a line that a push writes while the publication comes to it is there once, and the next run levels it', async () => {
  const { database, platform, clock } = world
  clock.advance({ minutes: 5 })
  platform.lists.lines = [...platform.lists.lines, line(100, 3, clock.now()), line(101, 4, clock.now())]
  const publishing = await database.db.transaction(async (tx) => {
    await lineMirror.upsert(tx, [line(100, 1, clock.now())], 'pushed')
    const running = world.run('full')
    await vi.waitFor(async () => expect(await waitingForLines(world)).toBe(1), { timeout: 10_000, interval: 20 })
    // Not the promise itself, which would be awaited before the push is committed.
    return { running }
  })
  expect(await publishing.running).toMatchObject({ state: 'published' })
  expect(await world.mirror()).toEqual({ ...world.onPlatform(), 'ACT-100': 1 })
  clock.advance({ minutes: 5 })
  await world.run('full')
  expect(await world.mirror()).toEqual(world.onPlatform())
})

async function waitingForLines({ database }: SyncWorld): Promise<number> {
  const [row] = await database.db.execute<{ waiting: number }>(sql`select count(*)::int as waiting from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and query like 'insert into "entitlement_lines"%'`)
  return row?.waiting ?? 0
}
