import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { startedSyncAnswer } from '../../src/cli/demo/answers.ts'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { importChains } from '../../src/domains/entitlements/rights/index.ts'
import { findRun } from '../../src/domains/entitlements/sync/index.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { addDays, dateOf } from '../../src/kernel/local-date.ts'
import { type Box, startBox } from '../support/box.ts'

const productsAnswer = z.object({
  lines: z.array(
    z.object({
      activationId: z.string(),
      productName: z.string(),
      productVersion: z.string(),
      grantedBy: z.object({ chainId: z.string(), validator: z.string(), sentence: z.string() }).nullable(),
    }),
  ),
})
const visibleAnswer = z.object({ visible: z.boolean() }).loose()

let box: Box
let oscar: Visitor
const people: Record<string, Visitor> = {}
const today = dateOf(systemClock.now())

beforeAll(async () => {
  box = await startBox()
  oscar = await box.staff('oscar')
  for (const who of ['greta@acme.example', 'alice@acme.example', 'sam@acme.example', 'beth@bright.example'])
    people[who.split('@')[0] ?? ''] = await box.member(who)
})
afterAll(() => box.close())

it('a release that is chained to a product is there for every eligible account after the next sync, and for no other [S2] [S10]', async () => {
  const update = { name: 'Sketch', version: '4.1' }
  box.portal.plant({
    kind: 'product',
    action: 'upsert',
    row: {
      ...update,
      description: 'Service pack',
      productLine: 'Sketch',
      attributes: { storeCategory: 'update', releaseDate: addDays(today, -1) },
    },
  })
  await sync()
  expect(await whoHas('Sketch 4.1')).toEqual([])

  box.portal.plant({
    kind: 'product',
    action: 'upsert',
    row: {
      name: 'Sketch',
      version: '4.0',
      relations: [
        { relation: 'UPGRADE_TO', to: { name: 'Sketch', version: '5.0' } },
        { relation: 'UPGRADE_TO', to: update },
        { relation: 'HAS_MAINTENANCE', to: { name: 'Sketch Maintenance', version: '1.0' } },
      ],
    },
  })
  await sync()
  expect(await whoHas('Sketch 4.1')).toEqual(['greta'])
  const line = (await productsOf('greta')).find(({ productVersion }) => productVersion === '4.1')
  expect(line).toMatchObject({ activationId: 'ACT-ACMEDE-SKETCH', grantedBy: { validator: 'maintenance' } })
  const page = await visitor('greta').tell('GET', `${box.url}/products`)
  expect(page.body.toString()).toContain(line?.grantedBy?.sentence)

  box.portal.plant({
    kind: 'maintenanceLine',
    action: 'upsert',
    row: { activationId: 'MNT-ACMEDE-SKETCH', expirationDate: addDays(today, -2) },
  })
  await sync()
  expect(await whoHas('Sketch 4.1')).toEqual([])
})

it('an early ship is there for the named account alone, and for everybody who holds its base after one import [S15]', async () => {
  const chain = {
    id: 'paint-3',
    from: { name: 'Paint Pro', version: null },
    to: { name: 'Paint Pro', version: '3.0' },
    grants: 'update',
    validator: 'subscription',
    cohort: ['BRIGHT'],
  } as const
  const bring = (generalFrom: string | null) =>
    box.database.db.transaction((tx) => importChains(tx, [{ ...chain, cohort: [...chain.cohort], generalFrom }]))
  // Sam's account has a line of its own.
  expect(await whoHas('Paint Pro 3.0')).toEqual(['sam'])
  await bring(null)
  expect(await whoHas('Paint Pro 3.0')).toEqual(['beth', 'sam'])
  await bring(today)
  expect(await whoHas('Paint Pro 3.0')).toEqual(['alice', 'beth', 'greta', 'sam'])
  await bring(null)
  expect(await whoHas('Paint Pro 3.0')).toEqual(['beth', 'sam'])
})

it("staff ask what an account could see yesterday, and today's sync does not change the answer [N11]", async () => {
  const explain = (knownAt = '') =>
    oscar.ask(visibleAnswer, 'GET', `${box.url}/api/admin/explain?accountId=ACME-DE&partNumber=SKETCH-5-UPG${knownAt}`)
  const knownAt = `&knownAt=${encodeURIComponent(systemClock.now().toISOString())}`
  const answer = await explain(knownAt)
  expect(answer).toMatchObject({ visible: true })
  box.portal.plant({
    kind: 'entitlementLine',
    action: 'upsert',
    row: { activationId: 'ACT-ACMEDE-SKETCH', state: 'INACTIVE' },
  })
  await sync()
  expect(await explain()).toMatchObject({ visible: false, reason: 'NOT_ENTITLED' })
  expect(await explain(knownAt)).toEqual(answer)
})

function visitor(name: string): Visitor {
  const found = people[name]
  if (!found) throw new Error(`nobody is called ${name}`)
  return found
}

async function productsOf(name: string) {
  return (await visitor(name).ask(productsAnswer, 'GET', `${box.url}/api/products`)).lines
}

async function whoHas(product: string): Promise<string[]> {
  const found: string[] = []
  for (const name of Object.keys(people).sort())
    if ((await productsOf(name)).some((line) => `${line.productName} ${line.productVersion}` === product))
      found.push(name)
  return found
}

async function sync(): Promise<void> {
  const { runId } = await oscar.ask(startedSyncAnswer, 'POST', `${box.url}/api/admin/sync-runs`, { mode: 'full' })
  await box.drain()
  expect(await findRun(box.database.db, runId)).toMatchObject({ state: 'published' })
}
