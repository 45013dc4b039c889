import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { account, line } from './listed-platform.ts'
import { type SyncWorld, syncWorld } from './sync-world.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await syncWorld(500)
})
afterAll(() => world.close())

interface Scanned extends Record<string, unknown> {
  readonly name: string
  readonly inserted: number
  readonly scans: number
}

it('the first run goes through no table row by row, although the planner was told that all of them are empty', async () => {
  const { platform, clock, database } = world
  platform.lists.lines = Array.from({ length: 3000 }, (_, n) => line(n, 5, clock.now()))
  platform.lists.accounts = Array.from({ length: 1000 }, (_, n) => account(n))
  platform.lists.products = Array.from({ length: 1000 }, (_, n) => ({
    ...{ kind: 'product', platformId: `P-${n}`, name: 'Paint', version: `${n}.0`, description: '', state: 'DEPLOYED' },
    ...{ productLine: null, partNumbers: [`PAINT-${n}`], attributes: {}, lastModifiedAt: clock.now() },
  }))
  platform.lists.partNumbers = Array.from({ length: 1000 }, (_, n) => ({
    ...{ partNumber: `PAINT-${n}`, description: 'Paint' },
    product: { name: 'Paint', version: `${n}.0` },
  }))
  await database.db.execute(sql`vacuum analyze`)
  expect((await world.run('full')).state).toBe('published')
  // Sessions tell what they did up to a second later.
  const tables = await vi.waitFor(async () => {
    const found = await database.db.execute<Scanned>(sql`
      select relname as name, n_tup_ins::int as inserted, seq_scan::int as scans from pg_stat_user_tables`)
    expect(found.find(({ name }) => name === 'entitlement_lines')?.inserted).toBe(3000)
    return found
  }, 5000)
  expect(tables.filter(({ scans }) => scans > 100)).toEqual([])
})
