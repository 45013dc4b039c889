import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { findRun, requestSync } from '../../src/domains/entitlements/sync/index.ts'
import { auditEntries } from '../../src/platform/http/tables.ts'
import { type Box, startBox } from '../support/box.ts'
import { shopping } from '../support/shopping.ts'

let box: Box
let fiona: Visitor
beforeAll(async () => {
  box = await startBox()
  fiona = await box.staff('fiona')
})
afterAll(() => box.close())

const total = z.object({ currency: z.string().nullable(), count: z.number(), valueMinor: z.number() })
const driftAnswer = z.object({
  compare: z.object({ runId: z.string(), found: z.number(), compared: z.number() }),
  unsellable: z.number(),
  withoutOrder: z.array(total),
  granted: z.array(total),
})
const rightsAnswer = z.object({
  items: z.array(
    z.object({
      activationId: z.string(),
      accountId: z.string().nullable(),
      accountName: z.string().nullable(),
      quantity: z.number(),
      unitMinor: z.number().nullable(),
      valueMinor: z.number().nullable(),
      currency: z.string().nullable(),
      startDate: z.string().nullable(),
      reason: z.string().nullable(),
      grantedBy: z.string().nullable(),
    }),
  ),
  nextCursor: z.string().nullable(),
})
const findingsAnswer = z.object({
  items: z.array(
    z.object({
      subject: z.string(),
      cause: z.string(),
      accountId: z.string().nullable(),
      orderNumber: z.string().nullable(),
      differences: z.array(
        z.object({ field: z.string(), store: z.string().nullable(), platform: z.string().nullable() }),
      ),
    }),
  ),
})
const partsAnswer = z.object({ items: z.array(z.object({ partNumber: z.string(), why: z.string() })) })

const get = <Schema extends z.ZodType>(schema: Schema, path: string) => fiona.ask(schema, 'GET', `${box.url}${path}`)
const drift = () => get(driftAnswer, '/api/admin/drift')
const findings = () => get(findingsAnswer, '/api/admin/drift/findings')

/** Every page of a list of rights. */
async function rights(granted: boolean) {
  const items: z.infer<typeof rightsAnswer>['items'] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: z.infer<typeof rightsAnswer> = await get(
      rightsAnswer,
      `/api/admin/rights-without-order?granted=${granted}&limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`,
    )
    items.push(...page.items)
    cursor = page.nextCursor
  }
  return items
}

/** The nightly sync and what follows from it. */
async function nextDay(): Promise<void> {
  const runId = await requestSync(box.store.deps, { mode: 'full', trigger: 'schedule' })
  await box.drain()
  expect(await findRun(box.store.deps.db, runId)).toMatchObject({ state: 'published' })
}

function byHand(activationId: string, soldTo: string, line: Readonly<Record<string, unknown>>): void {
  box.portal.plant({ kind: 'entitlement', action: 'upsert', row: { id: `ENT-${activationId}`, soldTo } })
  const row = { activationId, entitlementId: `ENT-${activationId}`, ...line }
  box.portal.plant({ kind: 'entitlementLine', action: 'upsert', row })
}

it('a right made by hand shows the next day with its value at list price, and a granted one in its own list [N7]', async () => {
  expect([await rights(false), await rights(true)]).toEqual([[], []])
  // Acme has an agreement for Colour Lab at 99.00; what it is worth is what everybody pays.
  byHand('BY-HAND-1', 'ACME', { partNumber: 'COLOUR-LAB-LIC', quantity: 4 })
  byHand('BY-HAND-2', 'ACME', { partNumber: 'COLOUR-LAB-LIC', quantity: 9 })
  byHand('BY-HAND-3', 'ACME', { partNumber: 'PAINT-PRO-4-LIC', quantity: 1 })
  byHand('BY-HAND-4', 'ACME', { partNumber: 'COLOUR-LAB-LIC', quantity: 50, state: 'INACTIVE' })
  byHand('BY-HAND-5', 'ACME', { partNumber: 'COLOUR-LAB-LIC', quantity: 50, expirationDate: '2024-01-31' })
  byHand('BY-HAND-6', 'ACME', { partNumber: 'COLOUR-LAB-LIC', quantity: 50, orderId: 'OUR-ERP-4711' })
  byHand('BY-HAND-7', 'ACME', { partNumber: 'COLOUR-LAB-LIC', quantity: 1, orderId: '  ' })
  await nextDay()
  const listed = await rights(false)
  expect(listed.map((one) => [one.activationId, one.accountId, one.quantity, one.valueMinor, one.currency])).toEqual([
    ['BY-HAND-2', 'ACME', 9, 116_100, 'EUR'],
    ['BY-HAND-1', 'ACME', 4, 51_600, 'EUR'],
    ['BY-HAND-7', 'ACME', 1, 12_900, 'EUR'],
    ['BY-HAND-3', 'ACME', 1, null, null],
  ])
  expect(listed[0]).toMatchObject({ accountName: 'Acme Corporation', unitMinor: 12_900, reason: null })
  expect((await drift()).withoutOrder).toEqual([
    { currency: 'EUR', count: 3, valueMinor: 180_600 },
    { currency: null, count: 1, valueMinor: 0 },
  ])

  const grantOf = (activationId: string) => `${box.url}/api/admin/rights-without-order/${activationId}/grant`
  expect((await fiona.tell('PUT', grantOf('BY-HAND-2'), { reason: 'A gift to the beta site' })).status).toBe(204)
  const both = async () => [
    (await rights(false)).map(({ activationId }) => activationId),
    (await rights(true)).map(({ activationId, reason, grantedBy }) => [activationId, reason, grantedBy]),
  ]
  const apart = [
    ['BY-HAND-1', 'BY-HAND-7', 'BY-HAND-3'],
    [['BY-HAND-2', 'A gift to the beta site', 'fiona@paintworks.example']],
  ]
  expect(await both()).toEqual(apart)
  expect((await drift()).granted).toEqual([{ currency: 'EUR', count: 1, valueMinor: 116_100 }])
  await nextDay()
  expect(await both()).toEqual(apart)

  expect((await fiona.tell('DELETE', grantOf('BY-HAND-2'))).status).toBe(204)
  expect((await rights(false))[0]?.activationId).toBe('BY-HAND-2')
  expect((await fiona.tell('DELETE', grantOf('BY-HAND-2'))).status).toBe(409)
  expect((await fiona.tell('PUT', grantOf('BY-HAND-6'), { reason: 'it has an order' })).status).toBe(404)
  const trail = await box.store.deps.db.select().from(auditEntries).orderBy(auditEntries.at)
  expect(trail.filter(({ subject }) => subject === 'BY-HAND-2').map(({ action, actor }) => [action, actor])).toEqual([
    ['right.grant', 'fiona@paintworks.example'],
    ['right.grant.take-back', 'fiona@paintworks.example'],
  ])
})

it('finance marks a grant on the page with a reason and takes it back, and the page says what is wrong without one', async () => {
  const page = `${box.url}/admin/finance/drift`
  const refused = await fiona.send(`${page}/grants`, { activationId: 'BY-HAND-1', reason: ' ' })
  expect([refused.status, refused.body.toString()]).toEqual([400, expect.stringContaining('Say why it was given away')])
  const marked = await fiona.send(`${page}/grants`, { activationId: 'BY-HAND-1', reason: 'For the museum' })
  expect([marked.status, marked.body.toString()]).toEqual([200, expect.stringContaining('For the museum')])
  const back = await fiona.send(`${page}/grants/take-back`, { activationId: 'BY-HAND-1' })
  expect(back.body.toString()).toContain('Nobody has marked a right as a grant.')
  const oscar = await box.staff('oscar')
  expect((await oscar.send(`${page}/grants`, { activationId: 'BY-HAND-1', reason: 'mine' })).status).toBe(403)
  expect((await oscar.open(page)).body.toString()).not.toContain('Mark as a grant')
})

it('a night in which nothing was missed says so', async () => {
  await nextDay()
  expect((await drift()).compare.found).toBe(0)
  expect((await fiona.open(`${box.url}/admin/finance/drift`)).body.toString()).toContain('A quiet night')
})

it('a line that changed behind the watermark is found with the value of the store and that of the platform [S36]', async () => {
  const behind = { modifiedAt: '2020-05-05T05:05:05.000Z' }
  const row = { activationId: 'ACT-ACME-BRUSH', quantity: 77, ...behind }
  box.portal.plant({ kind: 'entitlementLine', action: 'upsert', row })
  await requestSync(box.store.deps, { mode: 'incremental', trigger: 'test' })
  await box.drain()
  await nextDay()
  const { items } = await findings()
  expect(items.map(({ subject, cause, accountId }) => [subject, cause, accountId])).toEqual([
    ['ACT-ACME-BRUSH', 'different', 'ACME'],
  ])
  expect(items[0]?.differences).toEqual([{ field: 'quantity', store: expect.stringMatching(/^\d+$/), platform: '77' }])
  const metrics = (await fiona.open(`${box.url}/metrics`)).body.toString()
  expect(metrics).toContain('store_drift_rows{kind="entitlementLines",cause="different"} 1')
  expect(metrics).toMatch(/^store_unsellable_part_numbers 3$/m)
})

it('a product that changed while its date of change did not move is found by the nightly compare with both values, and only by that', async () => {
  const lab = { name: 'Colour Lab', version: '3.2' }
  const known = async () => {
    const rows = await box.database.db.execute(
      "select description from products where name = 'Colour Lab' and version = '3.2'",
    )
    return rows[0]?.['description']
  }
  const before = await known()
  expect(before).toEqual(expect.any(String))
  const behind = { modifiedAt: '2020-05-05T05:05:05.000Z' }
  const row = { ...lab, description: 'Now with a spectrometer', productLine: 'Measuring', ...behind }
  box.portal.plant({ kind: 'product', action: 'upsert', row })
  const incremental = await requestSync(box.store.deps, { mode: 'incremental', trigger: 'test' })
  await box.drain()
  expect(await findRun(box.store.deps.db, incremental)).toMatchObject({ state: 'published' })
  expect(await known()).toBe(before)

  await nextDay()
  const found = await findings()
  expect(found.items.map(({ subject, cause, accountId }) => [subject, cause, accountId])).toEqual([
    ['Colour Lab 3.2', 'different', null],
  ])
  expect(found.items[0]?.differences).toEqual([
    { field: 'description', store: before, platform: 'Now with a spectrometer' },
    { field: 'productLine', store: expect.any(String), platform: 'Measuring' },
  ])
  expect(await known()).toBe('Now with a spectrometer')
  const page = (await fiona.open(`${box.url}/admin/finance/drift`)).body.toString()
  for (const text of ['Colour Lab 3.2', String(before), 'Now with a spectrometer', 'Measuring'])
    expect(page).toContain(text)
  const metrics = (await fiona.open(`${box.url}/metrics`)).body.toString()
  expect(metrics).toContain('store_drift_rows{kind="products",cause="different"} 1')

  // The same change told by its date is no drift: an incremental run would have brought it.
  box.portal.plant({ kind: 'product', action: 'upsert', row: { ...lab, description: String(before) } })
  await nextDay()
  expect([(await findings()).items, await known()]).toEqual([[], before])
})

it('a line that an order pushed is no drift as it is, and is found with its order once the platform has it otherwise', async () => {
  const alice = await box.member('alice@acme.example')
  const shop = shopping(box.url, alice)
  const order = await shop.order([{ partNumber: 'COLOUR-LAB-LIC', quantity: 2 }], 'PO-DRIFT')
  await box.drain()
  const right = (await shop.see(order.id)).lines[0]?.right
  expect(right?.live).toBe(true)
  await nextDay()
  expect((await findings()).items).toEqual([])
  const row = { activationId: right?.activationId, quantity: 200 }
  box.portal.plant({ kind: 'entitlementLine', action: 'upsert', row })
  await nextDay()
  expect((await findings()).items).toMatchObject([
    {
      subject: right?.activationId,
      cause: 'changed-after-push',
      accountId: 'ACME',
      orderNumber: order.number,
      differences: [{ field: 'quantity', store: '2', platform: '200' }],
    },
  ])
})

it('a part number whose product is not deployed on the platform is listed with its reason [S35]', async () => {
  const listed = async () => {
    const { items } = await get(partsAnswer, '/api/admin/drift/part-numbers?limit=100')
    return new Map(items.map(({ partNumber, why }) => [partNumber, why]))
  }
  expect((await listed()).has('COLOUR-LAB-LIC')).toBe(false)
  const row = { name: 'Colour Lab', version: '3.2', state: 'INACTIVE' }
  box.portal.plant({ kind: 'product', action: 'upsert', row })
  await nextDay()
  expect((await listed()).get('COLOUR-LAB-LIC')).toMatch(/ is INACTIVE on the platform, not DEPLOYED$/)
  expect((await drift()).unsellable).toBe((await listed()).size)
})
