import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { lineMirror } from '../../../../src/domains/entitlements/rights/mirror.ts'
import { stageKnownPages } from '../../../../src/domains/entitlements/sync/read-pages.ts'
import { createStaging } from '../../../../src/platform/db/mirror-publish.ts'
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
  platform.lists.lines = Array.from({ length: 10_000 }, (_, n) => line(n, 5, clock.now()))
  platform.lists.accounts = Array.from({ length: 1000 }, (_, n) => account(n))
  platform.lists.products = Array.from({ length: 1000 }, (_, n) => ({
    kind: 'product',
    platformId: `P-${n}`,
    name: 'Paint',
    version: `${n}.0`,
    description: '',
    state: 'DEPLOYED',
    productLine: null,
    partNumbers: [`PAINT-${n}`],
    attributes: {},
    lastModifiedAt: clock.now(),
  }))
  platform.lists.partNumbers = Array.from({ length: 1000 }, (_, n) => ({
    partNumber: `PAINT-${n}`,
    description: 'Paint',
    product: { name: 'Paint', version: `${n}.0` },
  }))
  await database.db.execute(sql`vacuum analyze`)
  expect((await world.run('full')).state).toBe('published')
  // Sessions tell what they did up to a second later.
  const tables = await vi.waitFor(async () => {
    const found = await database.db.execute<Scanned>(sql`
      select relname as name, n_tup_ins::int as inserted, seq_scan::int as scans from pg_stat_user_tables`)
    expect(found.find(({ name }) => name === 'entitlement_lines')?.inserted).toBe(10_000)
    return found
  }, 5000)
  expect(tables.filter(({ scans }) => scans > 100)).toEqual([])
})

it('known pages are staged by looking up their own rows, also the last of many, when the planner knows how many there are', async () => {
  const { db } = world.database
  await db.execute(sql`vacuum analyze`)
  const rows = await db.transaction(async (tx) => {
    await createStaging(tx, lineMirror.shape)
    await stageKnownPages(tx, lineMirror.shape, { step: 'entitlement lines', pages: [20], order: 1 })
    const [seen] = await tx.execute<{ gone_through: number; staged: number }>(sql`
      select (select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int from pg_stat_xact_user_tables
        where relname = 'entitlement_lines') as gone_through,
        (select count(*)::int from staged_entitlement_lines) as staged`)
    return seen
  })
  expect(rows).toEqual({ gone_through: 500, staged: 500 })
})
