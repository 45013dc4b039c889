import { eq, isNull } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startedSyncAnswer } from '../../src/cli/demo/answers.ts'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import type { PlatformEntitlementLine } from '../../src/domains/entitlements/rights/port.ts'
import { entitlementLines } from '../../src/domains/entitlements/rights/tables.ts'
import { carryOutSync, findRun, openSync } from '../../src/domains/entitlements/sync/index.ts'
import { progressOf } from '../../src/domains/entitlements/sync/sync-staging.ts'
import { PartnerFailure } from '../../src/kernel/partner-failure.ts'
import { type Box, startBox } from '../support/box.ts'

let box: Box
let oscar: Visitor
beforeAll(async () => {
  box = await startBox()
  oscar = await box.staff('oscar')
})
afterAll(() => box.close())

it('after a sync the lines of every account are those of the platform: id, quantity, state and dates [S36]', async () => {
  box.portal.plant({ kind: 'entitlementLine', action: 'upsert', row: { activationId: 'ACT-ACME-BRUSH', quantity: 7 } })
  box.portal.plant({
    kind: 'entitlementLine',
    action: 'upsert',
    row: { activationId: 'ACT-BRIGHT-COLOUR', expirationDate: '2030-02-28', state: 'INACTIVE' },
  })
  await fullSync()
  const theirs: PlatformEntitlementLine[] = []
  for (let page = 1, hasMore = true; hasMore; page += 1) {
    const answer = await box.store.deps.platform.entitlementLines({ page })
    theirs.push(...answer.items)
    hasMore = answer.hasMore
  }
  const facts = (line: PlatformEntitlementLine | typeof entitlementLines.$inferSelect) => {
    const { activationId, accountId, quantity, state, startDate, expirationDate, partNumber } = line
    return { activationId, accountId, quantity, state, startDate, expirationDate, partNumber }
  }
  const ours = await box.database.db.select().from(entitlementLines).where(isNull(entitlementLines.removedAt))
  const byId = (a: { activationId: string }, b: { activationId: string }) => (a.activationId < b.activationId ? -1 : 1)
  expect(theirs.length).toBeGreaterThan(7)
  expect(ours.map(facts).sort(byId)).toEqual(theirs.map(facts).sort(byId))
})

it('a run that is cut off goes on at its page and publishes nothing until it is whole, and reports what it did [S37]', async () => {
  const { deps } = box.store
  box.portal.plant({ kind: 'entitlementLine', action: 'upsert', row: { activationId: 'ACT-ACME-PAINT', quantity: 26 } })
  const quantity = async () => {
    const [line] = await deps.db
      .select()
      .from(entitlementLines)
      .where(eq(entitlementLines.activationId, 'ACT-ACME-PAINT'))
    return line?.quantity
  }
  const runId = await openSync(deps, { mode: 'full', trigger: 'test' })
  box.portal.misbehave({ operation: 'getUsersQuery', fault: 'away', times: 100 })
  await expect(carryOutSync(deps, runId)).rejects.toThrow(PartnerFailure)
  expect(await quantity()).toBe(25)
  const stopped = await progressOf(deps.db, runId)
  const before = box.portal.state().calls
  await oscar.tell('DELETE', `${box.portal.url}/sandbox/misbehave`)

  const steps: string[] = []
  await carryOutSync(deps, runId, ({ step }) => steps.push(step))
  expect(await quantity()).toBe(26)
  const done = stopped.filter(({ nextPage }) => nextPage === 0).map(({ step }) => step)
  expect(done.length).toBeGreaterThan(0)
  for (const step of done) expect(steps).not.toContain(step)
  expect(box.portal.state().calls['getProductsQuery']).toBe(before['getProductsQuery'])

  const run = await findRun(deps.db, runId)
  expect(run).toMatchObject({ state: 'published', report: { kinds: { entitlementLines: { changed: 1, removed: 0 } } } })
})

async function fullSync(): Promise<void> {
  const { runId } = await oscar.ask(startedSyncAnswer, 'POST', `${box.url}/api/admin/sync-runs`, { mode: 'full' })
  await box.drain()
  expect(await findRun(box.database.db, runId)).toMatchObject({ state: 'published' })
}
