import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { chainsOfFile } from '../../src/cli/chains-file.ts'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { heldRights, type ListedChain } from '../../src/domains/entitlements/rights/index.ts'
import { chainSentence } from '../../src/domains/shop/catalog/chain-sentence.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { dateOf, localDate } from '../../src/kernel/local-date.ts'
import { type Box, startBox } from '../support/box.ts'
import { shopping } from '../support/shopping.ts'

const chainsAnswer = z.object({ items: z.array(z.looseObject({ id: z.string(), sentence: z.string() })) })
const changedAnswer = z.object({ chains: z.number(), itemsChanged: z.number() })
const problemAnswer = z.object({ code: z.string(), errors: z.array(z.object({ pointer: z.string() })).optional() })

let box: Box
let carla: Visitor
const today = dateOf(systemClock.now())
beforeAll(async () => {
  box = await startBox()
  carla = await box.staff('carla')
})
afterAll(() => box.close())

const chain = (some: object = {}) => ({
  id: 'lab-2-brush',
  from: { name: 'Colour Lab', version: '3.2' },
  to: { name: 'Brush Library', version: '1.4' },
  grants: 'update',
  validator: 'subscription',
  ...some,
})
const put = (chains: readonly object[]) => carla.tell('PUT', `${box.url}/api/admin/product-chains`, { chains })
const list = () => carla.ask(chainsAnswer, 'GET', `${box.url}/api/admin/product-chains`)

async function granted(accountId: string, product: string): Promise<boolean> {
  const held = await heldRights(box.database.db, accountId, today)
  return held.some(({ productName, productVersion }) => `${productName} ${productVersion}` === product)
}

it('the box has a chain of each sort, told in sentences', async () => {
  const { items } = await list()
  expect(items.map(({ sentence }) => sentence)).toEqual([
    'Holders of Paint Pro 2.1 get Paint Pro 3.0 free while their line is in effect; early for ACME-US, and for nobody else.',
    'Holders of Sketch 4.0 may buy Sketch 5.0 at its price while their line is in effect.',
  ])
})

it('an imported chain counts at once: rights and the items of the catalog change in one step, without a sync', async () => {
  expect(await granted('BRIGHT', 'Brush Library 1.4')).toBe(false)
  await put([chain()])
  expect(await granted('BRIGHT', 'Brush Library 1.4')).toBe(true)

  const greta = await box.member('greta@acme.example')
  const sees = async () => (await greta.tell('GET', `${box.url}/api/items/SKETCH-5-UPG`)).status
  expect(await sees()).toBe(200)
  const upgrade = {
    id: 'sketch-5-upgrade',
    from: { name: 'Sketch', version: '4.0' },
    to: { name: 'Sketch', version: '5.0' },
  }
  const hidden = await carla.ask(changedAnswer, 'PUT', `${box.url}/api/admin/product-chains`, {
    chains: [{ ...upgrade, grants: 'hidden', validator: 'subscription' }],
  })
  expect(hidden.itemsChanged).toBeGreaterThan(0)
  expect(await sees()).toBe(404)
  await carla.tell('DELETE', `${box.url}/api/admin/product-chains/sketch-5-upgrade`)
  // The platform's relation speaks for itself again.
  expect(await sees()).toBe(200)
  await shopping(box.url, greta).put({ partNumber: 'SKETCH-5-UPG' })
})

it('one step opens an early ship to every eligible account, and one takes it back; both are on the page and in the audit', async () => {
  await put([chain({ cohort: ['ACME'] })])
  expect(await granted('BRIGHT', 'Brush Library 1.4')).toBe(false)
  const page = await carla.open(`${box.url}/admin/chains`)
  expect(page.body.toString()).toContain('early for ACME, and for nobody else')
  await carla.send(`${box.url}/admin/chains/lab-2-brush/open`, {})
  expect(await granted('BRIGHT', 'Brush Library 1.4')).toBe(true)
  await carla.send(`${box.url}/admin/chains/lab-2-brush/take-back`, {})
  expect(await granted('BRIGHT', 'Brush Library 1.4')).toBe(false)
  const audit = z.object({ items: z.array(z.looseObject({ action: z.string(), subject: z.string() })) })
  const { items } = await carla.ask(audit, 'GET', `${box.url}/api/admin/audit`)
  expect(items.filter(({ subject }) => subject === 'lab-2-brush').map(({ action }) => action)).toEqual([
    'chains.take-back',
    'chains.open',
    'chains.save',
    'chains.save',
  ])
})

it('a list with one bad row is refused whole, and the row is named', async () => {
  const before = await list()
  for (const [bad, pointer] of [
    [chain({ id: 'b', validator: 'warranty' }), '#/chains/1/warrantyDays'],
    [chain({ id: 'b', grants: 'gift' }), '#/chains/1/grants'],
    [chain({ id: 'a' }), '#/chains/1/id'],
  ] as const) {
    const answer = await put([chain({ id: 'a' }), bad])
    const problem = problemAnswer.parse(JSON.parse(answer.body.toString()))
    expect([answer.status, problem.errors?.[0]?.pointer]).toEqual([400, pointer])
  }
  expect(await list()).toEqual(before)
})

it('a chain without an early ship cannot be taken back, and one that is not there is no chain', async () => {
  await put([chain({ id: 'for-all' })])
  const status = async (path: string) =>
    (await carla.tell('POST', `${box.url}/api/admin/product-chains/${path}`)).status
  expect(await status('for-all/take-back')).toBe(409)
  expect(await status('nothing/open')).toBe(404)
})

it('a CSV file says the same as a JSON file, and its mistakes name their line', () => {
  const csv =
    '\ufeffid,from.name,from.version,to.name,to.version,grants,validator,warrantyDays,cohort,generalFrom\r\n' +
    'a,"Paint, Pro",,Paint Pro,3.0,update,warranty,90,ACME; BRIGHT,2026-05-03\r\n'
  const json = JSON.stringify([
    {
      id: 'a',
      from: { name: 'Paint, Pro', version: null },
      to: { name: 'Paint Pro', version: '3.0' },
      grants: 'update',
      validator: 'warranty',
      warrantyDays: 90,
      cohort: ['ACME', 'BRIGHT'],
      generalFrom: '2026-05-03',
    },
  ])
  expect(chainsOfFile('c.csv', csv)).toEqual(chainsOfFile('c.json', json))
  expect(chainsOfFile('c.csv', csv)).toMatchObject({ ok: true, chains: [{ id: 'a' }] })
  expect(chainsOfFile('c.csv', csv.replace('warranty,90', 'warranty,'))).toEqual({
    ok: false,
    mistakes: ['row 2, warrantyDays: A warranty has a number of days, and nothing else has'],
  })
  expect(chainsOfFile('c.csv', csv.replace('cohort', 'kohort'))).toMatchObject({ ok: false })
  expect(chainsOfFile('c.json', '{}')).toMatchObject({ ok: false })
})

it.each([
  [{}, 'Holders of Paint Pro 2.0 get Paint Pro 2.1 free while maintenance covers its release of 3 May 2026.'],
  [
    { cohort: ['ACME'], from: { name: 'Paint Pro', version: null } },
    'Holders of any Paint Pro get Paint Pro 2.1 free while maintenance covers its release of 3 May 2026; early for ACME, and for nobody else.',
  ],
  [
    { validator: 'warranty', warrantyDays: 90, releasedOn: null, grants: 'upgrade' },
    'Holders of Paint Pro 2.0 may buy Paint Pro 2.1 at its price when its release, whose date is not known, is at most 90 days after the first day of their line.',
  ],
  [
    { cohort: ['ACME'], generalFrom: localDate('2026-09-01'), grants: 'hidden' },
    'Holders of Paint Pro 2.0 are not offered Paint Pro 2.1; early for ACME, for everybody from 1 Sep 2026.',
  ],
] as const)('a chain is told as it is: %j', (some, sentence) => {
  const told: ListedChain = {
    id: 'c',
    from: { name: 'Paint Pro', version: '2.0' },
    to: { name: 'Paint Pro', version: '2.1' },
    grants: 'update',
    validator: 'maintenance',
    warrantyDays: null,
    cohort: [],
    generalFrom: null,
    releasedOn: localDate('2026-05-03'),
    isDeployed: true,
    ...some,
  }
  expect(chainSentence(told, localDate('2026-06-01'))).toBe(sentence)
})
