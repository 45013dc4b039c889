import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { requestPush } from '../../../../src/domains/entitlements/push/index.ts'
import { mirrorPushedLines } from '../../../../src/domains/entitlements/push/mirror-pushed-lines.ts'
import { mirrorLink } from '../../../../src/domains/entitlements/push/parent-link-store.ts'
import { findPush, linesOf } from '../../../../src/domains/entitlements/push/push-store.ts'
import { pushLines } from '../../../../src/domains/entitlements/push/tables.ts'
import { lineMirror } from '../../../../src/domains/entitlements/rights/mirror.ts'
import { localDate } from '../../../../src/kernel/local-date.ts'
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
    await lineMirror.upsert(tx, [line(100, 1, clock.now())])
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

it('a line that was pushed and linked to its parent while a run was reading is kept, although no page had it', async () => {
  const { database, platform, clock } = world
  const { db } = database
  platform.onPage = () => {
    throw new Error('the process dies')
  }
  await expect(world.run('full')).rejects.toThrow('the process dies')
  platform.onPage = () => {}
  await db.transaction(async (tx) => {
    await requestPush(tx, {
      orderId: 'ord_1',
      orderNumber: 'SO-1',
      accountId: 'ACCOUNT-1',
      partnerAccountId: null,
      contactUserName: null,
      shipToEmail: null,
      locale: 'en',
      at: clock.now(),
      lines: [
        {
          lineNumber: 1,
          partNumber: 'PAINT-1',
          quantity: 3,
          startDate: localDate('2026-01-01'),
          expirationDate: null,
          targetEntitlementId: null,
          baseActivationId: null,
          maintenanceOf: null,
        },
      ],
    })
    const push = await findPush(tx, 'ord_1')
    if (!push) throw new Error('the push is gone')
    const lines = await linesOf(tx, 'ord_1')
    await tx.update(pushLines).set({ liveAt: clock.now() })
    await mirrorPushedLines(tx, push, lines)
    await mirrorLink(tx, lines[0]?.activationId ?? '', 'ACT-1')
  })
  const [pushed] = await linesOf(db, 'ord_1')
  expect(await world.run('full')).toMatchObject({ state: 'published' })
  expect(await world.mirror()).toEqual({ ...world.onPlatform(), [pushed?.activationId ?? '']: 3 })
  // The next run began after the push, and misses it.
  clock.advance({ minutes: 5 })
  await world.run('full')
  expect(await world.mirror()).toEqual(world.onPlatform())
})

async function waitingForLines({ database }: SyncWorld): Promise<number> {
  const [row] = await database.db.execute<{ waiting: number }>(sql`select count(*)::int as waiting from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and query like 'insert into "entitlement_lines"%'`)
  return row?.waiting ?? 0
}
