import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import {
  cartAnswer,
  mediaJobAnswer,
  mediaJobsAnswer,
  type OrderAnswer,
  placementAnswer,
} from '../../src/cli/demo/answers.ts'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { importChains } from '../../src/domains/entitlements/rights/index.ts'
import { addDays, dateOf } from '../../src/kernel/local-date.ts'
import { distributorTier, endCustomerTier } from '../../src/sandbox/portal/world/seed.ts'
import { type Box, startBox } from '../support/box.ts'
import { installBaseAnswer, plantLine, syncNow } from '../support/install-base.ts'
import { movableClock } from '../support/movable-clock.ts'
import { shopping } from '../support/shopping.ts'

const clock = movableClock('2026-06-15T10:00:00Z')
const today = dateOf(clock.now())

let box: Box
let beth: Visitor
let rosa: Visitor
let oscar: Visitor
beforeAll(async () => {
  box = await startBox({ clock })
  beth = await box.member('beth@bright.example')
  rosa = await box.member('rosa@pixel.example')
  oscar = await box.staff('oscar')
  plantLine(box, {
    activationId: 'ACT-BRIGHT-SKETCH',
    accountId: 'BRIGHT',
    partNumber: 'SKETCH-4-LIC',
    quantity: 2,
    startDate: addDays(today, -400),
  })
  await syncNow(box)
})
afterAll(() => box.close())

const cohort = (id: string, from: [string, string], to: [string, string], accounts: string[]) => ({
  id,
  from: { name: from[0], version: from[1] },
  to: { name: to[0], version: to[1] },
  grants: 'update' as const,
  validator: 'subscription' as const,
  cohort: accounts,
})

const put = async (visitor: Visitor, partNumber: string) => {
  const { status, body } = await visitor.tell('POST', `${box.url}/api/cart/lines`, {
    partNumber,
    quantity: 1,
    downloadDeclined: true,
  })
  return {
    status,
    ...z.object({ type: z.string().optional(), detail: z.string().optional() }).parse(JSON.parse(body.toString())),
  }
}
const listAnswer = z.object({
  items: z.array(z.object({ accountId: z.string(), activationId: z.string(), productVersion: z.string() })),
})
const listed = async (accountId: string) => {
  const { items } = await (await box.staff('reid')).ask(
    listAnswer,
    'GET',
    `${box.url}/api/admin/drift/undelivered-grants`,
  )
  return items.flatMap((one) => (one.accountId === accountId ? [`${one.activationId} ${one.productVersion}`] : []))
}
const rowOf = async (visitor: Visitor, version: string) => {
  const { lines } = await visitor.ask(installBaseAnswer, 'GET', `${box.url}/api/products`)
  return lines.find((line) => line.under !== null && line.productVersion === version)?.can.download.state
}

it('a kit that only an undelivered grant opens is refused at the first click, before any sync has asked', async () => {
  await box.database.db.transaction((tx) =>
    importChains(tx, [cohort('early-sketch-5', ['Sketch', '4.0'], ['Sketch', '5.0'], ['BRIGHT'])]),
  )
  const refused = await put(beth, 'KIT-SKETCH-5')
  expect(refused).toMatchObject({ status: 409, type: '/problems/granted-not-delivered' })
  expect(refused.detail).toContain('Sketch 5.0')
  expect(await listed('BRIGHT')).toEqual(['ACT-BRIGHT-SKETCH 5.0'])
  const cart = await beth.ask(cartAnswer, 'GET', `${box.url}/api/cart`)
  expect(cart.lines).toEqual([])
})

it('nor is it offered anywhere: not in the catalog, not on its page, not beside the line', async () => {
  expect((await beth.tell('GET', `${box.url}/api/items/KIT-SKETCH-5`)).status).toBe(404)
  const catalog = (await beth.open(`${box.url}/catalog?q=Sketch`)).body.toString()
  expect(catalog).not.toContain('KIT-SKETCH-5')
  const { lines } = await beth.ask(installBaseAnswer, 'GET', `${box.url}/api/products`)
  const line = lines.find(({ activationId, under }) => activationId === 'ACT-BRIGHT-SKETCH' && !under)
  expect(line?.can.media).toEqual([])
  expect(await rowOf(beth, '5.0')).toBe('undelivered')
  const asked = new URLSearchParams({ accountId: 'BRIGHT', partNumber: 'KIT-SKETCH-5' })
  const why = await (await box.staff('carla')).tell('GET', `${box.url}/api/admin/explain?${asked}`)
  expect(why.body.toString()).toContain('the platform does not deliver it')
})

it('the list of operators fills by itself, for accounts that nobody looks at', async () => {
  plantLine(box, {
    activationId: 'ACT-NOVA-SKETCH',
    accountId: 'NOVA',
    partNumber: 'SKETCH-4-LIC',
    quantity: 1,
    startDate: addDays(today, -400),
  })
  await box.database.db.transaction((tx) =>
    importChains(tx, [cohort('early-sketch-5', ['Sketch', '4.0'], ['Sketch', '5.0'], ['BRIGHT', 'NOVA'])]),
  )
  await syncNow(box)
  expect(await listed('NOVA')).toEqual(['ACT-NOVA-SKETCH 5.0'])
  const nina = await box.member('nina@nova.example')
  expect(await put(nina, 'KIT-SKETCH-5')).toMatchObject({ status: 409, type: '/problems/granted-not-delivered' })
})

it('a platform that is away is not taken for a no: what it said last counts, and what it never said is unknown', async () => {
  await box.database.db.transaction((tx) =>
    importChains(tx, [cohort('early-brush', ['Paint Pro', '2.0'], ['Brush Library', '1.4'], ['BRIGHT'])]),
  )
  box.portal.misbehave({ operation: 'getDownloadPackagesByActivationIds', fault: 'away', times: 50 })
  expect(await rowOf(beth, '1.4')).toBe('unknown')
  expect((await put(beth, 'KIT-BRUSH-14')).status).toBe(201)
  expect((await put(beth, 'KIT-SKETCH-5')).type).toBe('/problems/granted-not-delivered')
  const { lines } = await beth.ask(cartAnswer, 'GET', `${box.url}/api/cart`)
  await beth.tell('DELETE', `${box.url}/api/cart/lines/${lines[0]?.id}`)
  await fetch(`${box.portal.url}/sandbox/misbehave`, { method: 'DELETE' })
  await syncNow(box)
  expect((await put(beth, 'KIT-BRUSH-14')).type).toBe('/problems/granted-not-delivered')
})

it('once the platform delivers it, the next sync takes it off the list, and the kit holds it and nothing else [S51]', async () => {
  box.portal.plant({
    kind: 'product',
    action: 'upsert',
    row: { name: 'Sketch', version: '4.0', packageIds: ['SKETCH_4_0', 'SKETCH_5_0'] },
  })
  await syncNow(box)
  expect(await listed('BRIGHT')).toEqual(['ACT-BRIGHT-PAINT 1.4'])
  const order = await shopping(box.url, beth).order([{ partNumber: 'KIT-SKETCH-5' }], 'PO-SKETCH-5')
  expect(filesOf(await jobOf(order))).toEqual(['sketch-5.0-manual.pdf', 'sketch-5.0-setup.exe'])
})

it('the same kit of a chained product for a current and a lapsed account is what the platform delivers to each, line by line [N1] [S51]', async () => {
  for (const [id, through] of [
    ['CURR', 100],
    ['LAPS', -100],
  ] as const) {
    const account = { id, name: `${id} Studio`, type: 'CUSTOMER', attributes: { storeAccountType: 'customer' } }
    box.portal.plant({ kind: 'account', action: 'upsert', row: account })
    plantPaintOne(`ACT-${id}`, id, through)
  }
  box.portal.plant({
    kind: 'product',
    action: 'upsert',
    row: { name: 'Paint Pro', version: '1.0', packageIds: ['PAINT_PRO_1_0', 'PAINT_PRO_2_0', 'PAINT_PRO_2_1'] },
  })
  await box.database.db.transaction((tx) =>
    importChains(tx, [
      cohort('early-paint-20', ['Paint Pro', '1.0'], ['Paint Pro', '2.0'], ['CURR', 'LAPS']),
      cohort('early-paint-21', ['Paint Pro', '1.0'], ['Paint Pro', '2.1'], ['CURR', 'LAPS']),
    ]),
  )
  await syncNow(box)
  expect([await listed('CURR'), await listed('LAPS')]).toEqual([[], ['ACT-LAPS 2.1']])
  const newest = ['paint-pro-2.1-manual.pdf', 'paint-pro-2.1-setup.exe', 'paint-pro-2.1.dmg', 'release-notes-2.1.txt']
  const lapsed = ['paint-pro-2.0-manual.pdf', 'paint-pro-2.0-setup.exe']
  expect(filesOf(await jobOf(await orderFor('CURR', 'KIT-PAINT-PRO-2')))).toEqual(newest)
  expect(filesOf(await jobOf(await orderFor('LAPS', 'KIT-PAINT-PRO-2')))).toEqual(lapsed)
  // A second line, under maintenance, brings the account what its first line does not.
  plantPaintOne('ACT-LAPS-SECOND', 'LAPS', 100)
  await syncNow(box)
  expect(await listed('LAPS')).toEqual([])
  expect(filesOf(await jobOf(await orderFor('LAPS', 'KIT-PAINT-PRO-2')))).toEqual(newest)
})

function plantPaintOne(activationId: string, accountId: string, maintenanceDays: number): void {
  plantLine(box, {
    activationId,
    accountId,
    partNumber: 'PAINT-PRO-1-LIC',
    quantity: 1,
    startDate: addDays(today, -600),
    maintenanceThrough: addDays(today, maintenanceDays),
  })
  const channelPartners = [
    { tierName: endCustomerTier, accountId, contact: null, currentOwner: true },
    { tierName: distributorTier, accountId: 'PIXEL', contact: null, currentOwner: false },
  ]
  const row = { id: `ENT-${activationId}`, soldTo: accountId, channelPartners }
  box.portal.plant({ kind: 'entitlement', action: 'upsert', row })
}

async function orderFor(accountId: string, partNumber: string): Promise<OrderAnswer> {
  await rosa.ask(cartAnswer, 'PUT', `${box.url}/api/cart/end-customer`, { accountId })
  await shopping(box.url, rosa).put({ partNumber })
  const { id: pricedCartId } = await shopping(box.url, rosa).price()
  const placed = await rosa.ask(placementAnswer, 'POST', `${box.url}/api/orders`, { pricedCartId, method: 'free' })
  if (!placed.order) throw new Error('nothing to pay, and no order')
  return placed.order
}

/** Once its files are frozen. */
async function jobOf(order: OrderAnswer) {
  return box.workUntil(async () => {
    const { items } = await oscar.ask(mediaJobsAnswer, 'GET', `${box.url}/api/admin/media-jobs`)
    const listed = items.find(({ orderId }) => orderId === order.id)
    const job = listed && (await oscar.ask(mediaJobAnswer, 'GET', `${box.url}/api/admin/media-jobs/${listed.jobId}`))
    if (job?.state === 'failed') throw new Error(`the job failed: ${job.failure}`)
    return job?.manifest && job
  })
}

function filesOf({ manifest }: z.infer<typeof mediaJobAnswer>): string[] {
  return (manifest?.discs ?? []).flatMap(({ files }) => files.map(({ path }) => path)).sort()
}
