import { afterAll, beforeAll, expect, it } from 'vitest'
import { carryOutSync, decideRehearsed, findRun, openSync } from '../../../src/domains/entitlements/index.ts'
import { line } from './listed-platform.ts'
import { type SyncWorld, syncWorld } from './sync-world.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await syncWorld()
  await world.run('full')
})
afterAll(() => world.close())

async function rehearse() {
  world.clock.advance({ minutes: 5 })
  const runId = await openSync(world.deps, { mode: 'full', trigger: 'test', rehearse: true })
  await carryOutSync(world.deps, runId)
  const run = await findRun(world.database.db, runId)
  if (!run) throw new Error('the run is gone')
  return run
}

it('a rehearsal publishes nothing, says who gains and loses what, and its figures are those of the publication', async () => {
  const before = await world.mirror()
  const gained = { ...line(90, 1, world.clock.now()), product: { name: 'Brush', version: '2' } }
  world.platform.lists.lines = [...world.platform.lists.lines.slice(2), gained]
  const run = await rehearse()
  expect(run.state).toBe('rehearsed')
  expect(await world.mirror()).toEqual(before)
  expect(run.rehearsal).toEqual({
    accountsGaining: 1,
    accountsLosing: 0,
    changes: [{ accountId: 'ACCOUNT-0', product: 'Brush 2', change: 'gains' }],
  })
  await decideRehearsed(world.deps, run.id, 'publish')
  await carryOutSync(world.deps, run.id)
  const published = await findRun(world.database.db, run.id)
  expect(published?.state).toBe('published')
  expect(published?.report).toEqual(run.report)
  expect(await world.mirror()).toEqual(world.onPlatform())
})

it('a rehearsed run that is discarded, or overtaken by a new one, is never published', async () => {
  const before = await world.mirror()
  world.platform.lists.lines = [...world.platform.lists.lines, line(91, 1, world.clock.now())]
  const discarded = await rehearse()
  await decideRehearsed(world.deps, discarded.id, 'discard')
  await carryOutSync(world.deps, discarded.id)
  expect(await world.mirror()).toEqual(before)
  const overtaken = await rehearse()
  await world.run('full')
  await expect(decideRehearsed(world.deps, overtaken.id, 'publish')).rejects.toMatchObject({ code: 'state-conflict' })
  expect(await world.mirror()).toEqual(world.onPlatform())
})
