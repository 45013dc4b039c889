import { afterAll, beforeAll, expect, it } from 'vitest'
import { carryOutSync, decideDryRun, findRun, openSync } from '../../../../src/domains/entitlements/sync/index.ts'
import { auditEntries } from '../../../../src/platform/http/tables.ts'
import { line } from './listed-platform.ts'
import { type SyncWorld, syncWorld } from './sync-world.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await syncWorld()
  await world.run('full')
})
afterAll(() => world.close())

async function dryRun() {
  world.clock.advance({ minutes: 5 })
  const runId = await openSync(world.deps, { mode: 'full', trigger: 'test', dryRun: true })
  await carryOutSync(world.deps, runId)
  const run = await findRun(world.database.db, runId)
  if (!run) throw new Error('the run is gone')
  return run
}

const decide = (runId: string, decision: 'publish' | 'discard') =>
  decideDryRun(world.deps, { runId, decision, by: 'oscar' })

it('a dry run publishes nothing, and publishing it later does what its report says', async () => {
  const before = await world.mirror()
  const gained = { ...line(90, 1, world.clock.now()), product: { name: 'Brush', version: '2' } }
  world.platform.lists.lines = [...world.platform.lists.lines.slice(2), gained]
  const run = await dryRun()
  expect(run.state).toBe('dryRun')
  expect(await world.mirror()).toEqual(before)
  await decide(run.id, 'publish')
  await carryOutSync(world.deps, run.id)
  const published = await findRun(world.database.db, run.id)
  expect(published?.state).toBe('published')
  expect(published?.report).toEqual(run.report)
  expect(await world.mirror()).toEqual(world.onPlatform())
})

it('a dry run that is discarded, or overtaken by a new one, is never published', async () => {
  const before = await world.mirror()
  world.platform.lists.lines = [...world.platform.lists.lines, line(91, 1, world.clock.now())]
  const discarded = await dryRun()
  await decide(discarded.id, 'discard')
  await carryOutSync(world.deps, discarded.id)
  expect(await world.mirror()).toEqual(before)
  const overtaken = await dryRun()
  await world.run('full')
  await expect(decide(overtaken.id, 'publish')).rejects.toMatchObject({ code: 'state-conflict' })
  expect(await world.mirror()).toEqual(world.onPlatform())
  const noted = await world.database.db.select().from(auditEntries)
  expect(noted.map(({ actor, action }) => [actor, action])).toEqual([
    ['oscar', 'sync.dryRun.publish'],
    ['oscar', 'sync.dryRun.discard'],
  ])
})

it('what a dry run had read and a crash of the database took is not published as an empty feed', async () => {
  const { db } = world.database
  const before = await world.mirror()
  const run = await dryRun()
  await decide(run.id, 'publish')
  // What PostgreSQL does with unlogged tables when it comes up after a crash.
  const tables = await db.execute<{ name: string }>(`select tablename as name from pg_tables
    where schemaname = 'public' and (tablename like 'staged_%' or tablename = 'sync_progress')`)
  expect(tables.length).toBeGreaterThan(5)
  await db.execute(`truncate ${tables.map(({ name }) => name).join(', ')}`)
  await expect(carryOutSync(world.deps, run.id)).rejects.toMatchObject({ code: 'state-conflict' })
  expect(await findRun(db, run.id)).toMatchObject({ state: 'failed', error: expect.stringContaining('was lost') })
  expect(await world.mirror()).toEqual(before)
  await world.run('full')
  expect(await world.mirror()).toEqual(world.onPlatform())
})

it('whoever asks for a dry run is refused while a run is under way that will be published', async () => {
  const open = await openSync(world.deps, { mode: 'full', trigger: 'test' })
  await expect(openSync(world.deps, { mode: 'full', trigger: 'test', dryRun: true })).rejects.toMatchObject({
    code: 'sync-running',
  })
  await carryOutSync(world.deps, open)
})
