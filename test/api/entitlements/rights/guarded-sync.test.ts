import { isNotNull } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { decideHeldRemovals } from '../../../../src/domains/entitlements/sync/decide-held.ts'
import { heldOf } from '../../../../src/domains/entitlements/sync/held-removals.ts'
import {
  alarmLateSync,
  carryOutSync,
  findRun,
  openSync,
  recentRuns,
} from '../../../../src/domains/entitlements/sync/index.ts'
import { FeedRepeats } from '../../../../src/domains/entitlements/sync/sync-reading.ts'
import { mails } from '../../../../src/domains/people/notifications/tables.ts'
import { items } from '../../../../src/domains/shop/catalog/tables.ts'
import { line } from './listed-platform.ts'
import { type SyncWorld, syncWorld } from './sync-world.ts'

let world: SyncWorld
let whole: SyncWorld['platform']['lists']
beforeAll(async () => {
  world = await syncWorld()
  whole = { ...world.platform.lists }
})
afterAll(() => world.close())
beforeEach(async () => {
  Object.assign(world.platform.lists, whole)
  world.platform.loops = false
  world.clock.advance({ minutes: 5 })
  await world.run('full')
  // Runs are told apart by when they were started.
  world.clock.advance({ minutes: 5 })
})

const held = (runId: string) => heldOf(world.database.db, runId, { after: undefined, limit: 500 })

it('an empty feed removes nothing, of many rows or of few, and raises an alarm [P15]', async () => {
  Object.assign(world.platform.lists, { lines: [], accounts: [], partNumbers: [], members: [] })
  const run = await world.run('full')
  expect(run).toMatchObject({
    state: 'published',
    report: { kinds: { entitlementLines: { removed: 0, held: 40 }, accounts: { held: 3 }, items: { removed: 0 } } },
  })
  expect(Object.keys(await world.mirror())).toHaveLength(40)
  const alarms = await world.database.db.select().from(mails)
  expect(alarms.filter(({ reference }) => reference === run.id)).toHaveLength(1)
})

it('a feed that stops early publishes what is new and holds what is missing, row by row [P15]', async () => {
  world.platform.lists.lines = [...whole.lines.slice(0, 15), line(100, 1, world.clock.now())]
  const run = await world.run('full')
  expect(run.report?.kinds['entitlementLines']).toEqual({ read: 16, added: 1, changed: 0, removed: 0, held: 25 })
  expect(run.report?.reasons?.[0]).toContain('25 of 40')
  expect((await held(run.id)).map(({ key }) => key)).toContain('ACT-39')
  expect(Object.keys(await world.mirror())).toHaveLength(41)
})

it('a platform that gives the same page again stops the run with a clear failure and changes nothing [P15]', async () => {
  const before = await world.mirror()
  world.platform.loops = true
  world.platform.lists.lines = whole.lines.map((each) => ({ ...each, quantity: 9 }))
  // Every page is the first one, and full: without a look at it the run would never end.
  const endless = world.platform.entitlementLines
  world.platform.entitlementLines = async (query) => ({ ...(await endless(query)), hasMore: true })
  await expect(world.run('full')).rejects.toThrow(FeedRepeats)
  world.platform.entitlementLines = endless
  const [run] = await recentRuns(world.database.db, 1)
  expect(run).toMatchObject({
    state: 'failed',
    error: expect.stringContaining('gave page 1 of entitlement lines again'),
  })
  expect(await world.mirror()).toEqual(before)
})

it('a shuffled feed changes nothing, not even the order of attributes [P15]', async () => {
  world.platform.lists.lines = [...whole.lines].reverse()
  world.platform.lists.accounts = whole.accounts
    .map((each) => ({ ...each, attributes: { area: 'b', zone: 'a' } }))
    .reverse()
  const run = await world.run('full')
  for (const counts of Object.values(run.report?.kinds ?? {}))
    expect(counts).toMatchObject({ added: 0, changed: 0, removed: 0, held: 0 })
})

it('what is held is removed when a person says that it was meant, once, with the catalog [C23]', async () => {
  world.platform.lists.lines = whole.lines.slice(0, 10)
  const run = await world.run('full')
  const decide = (state: 'applied' | 'rejected') =>
    decideHeldRemovals(world.deps, { runId: run.id, state, by: 'oscar@paintworks.example' })
  expect(await decide('applied')).toEqual({ decided: 30 })
  expect(await world.mirror()).toEqual(world.onPlatform())
  expect((await held(run.id))[0]).toMatchObject({ state: 'applied', decidedBy: 'oscar@paintworks.example' })
  await expect(decide('rejected')).rejects.toMatchObject({ code: 'state-conflict' })
})

it('what is held stays when a person rejects it, and a row that came back is never removed by a late word [C23]', async () => {
  world.platform.lists.lines = whole.lines.slice(0, 10)
  const rejected = await world.run('full')
  await decideHeldRemovals(world.deps, { runId: rejected.id, state: 'rejected', by: 'oscar' })
  expect(Object.keys(await world.mirror())).toHaveLength(40)

  const again = await world.run('full')
  expect(again.report?.kinds['entitlementLines']?.held).toBe(30)
  world.clock.advance({ minutes: 1 })
  world.platform.lists.lines = [...whole.lines.slice(0, 10), line(20, 8, world.clock.now())]
  await world.run('incremental')
  await decideHeldRemovals(world.deps, { runId: again.id, state: 'applied', by: 'oscar' })
  expect((await world.mirror())['ACT-20']).toBe(8)
  expect(await findRun(world.database.db, again.id)).toMatchObject({ state: 'published' })
})

it('a few rows that are gone are removed without asking anybody [C23]', async () => {
  world.platform.lists.lines = whole.lines.slice(0, 37)
  expect((await world.run('full')).report?.kinds['entitlementLines']).toMatchObject({ removed: 3, held: 0 })
  expect(await world.mirror()).toEqual(world.onPlatform())
})

it('a night without a full run raises one alarm, and only when it is late [P15]', async () => {
  const late = async () =>
    (await world.database.db.select().from(mails)).filter(({ subject }) => subject.startsWith('The daily sync is late'))
  world.clock.advance({ minutes: 25 * 60 })
  await alarmLateSync(world.deps)
  expect(await late()).toEqual([])
  world.clock.advance({ minutes: 90 })
  await alarmLateSync(world.deps)
  await alarmLateSync(world.deps)
  expect(await late()).toHaveLength(1)
})

it('a run has ended when what it read is published, not before', async () => {
  const { deps, clock, database } = world
  const runId = await openSync(deps, { mode: 'full', trigger: 'test' })
  const startedAt = clock.now()
  const publishCatalog: typeof deps.publishCatalog = (tx, context) => {
    clock.advance({ minutes: 2 })
    return deps.publishCatalog(tx, context)
  }
  await carryOutSync({ ...deps, publishCatalog }, runId)
  const run = await findRun(database.db, runId)
  expect((run?.finishedAt?.getTime() ?? 0) - startedAt.getTime()).toBe(120_000)
})

it('of thousands of part numbers those that are gone are withdrawn from the catalog, wherever they stand, and no others', async () => {
  const { lists } = world.platform
  const many = Array.from({ length: 4_100 }, (_, n) => ({
    partNumber: `PN-${String(n).padStart(4, '0')}`,
    description: `Part ${n}`,
    product: { name: 'Paint', version: '1.0' },
  }))
  lists.partNumbers = many
  await world.run('full')
  const gone = ['PN-0000', 'PN-1999', 'PN-2000', 'PN-4099']
  lists.partNumbers = many.filter(({ partNumber }) => !gone.includes(partNumber))
  expect((await world.run('full')).report?.kinds['items']).toMatchObject({ added: 0, changed: 0, removed: 4 })
  const withdrawn = await world.database.db.select().from(items).where(isNotNull(items.withdrawnAt))
  expect(
    withdrawn
      .map(({ partNumber }) => partNumber)
      .filter((id) => id.startsWith('PN-'))
      .sort(),
  ).toEqual(gone)
})
