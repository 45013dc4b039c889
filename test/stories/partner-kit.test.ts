import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { cartAnswer, mediaJobAnswer, type OrderAnswer, placementAnswer } from '../../src/cli/demo/answers.ts'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { addDays, dateOf } from '../../src/kernel/local-date.ts'
import { distributorTier, endCustomerTier } from '../../src/sandbox/portal/world/seed.ts'
import { type Box, startBox } from '../support/box.ts'
import { plantLine, syncNow } from '../support/install-base.ts'
import { movableClock } from '../support/movable-clock.ts'
import { goodCard, shopping } from '../support/shopping.ts'

const createdAnswer = z.object({ createdAt: z.string() })

const clock = movableClock('2026-06-15T10:00:00Z')
const today = dateOf(clock.now())

let box: Box
let rosa: Visitor
let oscar: Visitor
beforeAll(async () => {
  box = await startBox({ clock })
  rosa = await box.member('rosa@pixel.example')
  oscar = await box.staff('oscar')
})
afterAll(() => box.close())

it("a partner's kit for its customer is made of what the customer may have, and its job is there within a minute [S48]", async () => {
  const placedAt = clock.now().getTime()
  const order = await orderFor('BRIGHT', 'KIT-PAINT-PRO-2')
  clock.advance({ seconds: 59 })
  // Only what is due now is worked: a step that waited for its time would leave no job.
  await box.drain()
  const listed = await jobsOf(order)
  expect(listed).toHaveLength(1)
  const job = await jobOf(order, 'made')
  const waitedMs = Date.parse(createdAnswer.parse(job).createdAt) - placedAt
  expect(waitedMs).toBeGreaterThanOrEqual(0)
  expect(waitedMs).toBeLessThanOrEqual(60_000)
  expect(job.attempt).toBe(1)
  expect(filesOf(job)).toEqual(['paint-pro-2.0-manual.pdf', 'paint-pro-2.0-setup.exe'])
  await box.drain()
  expect((await shopping(box.url, rosa).see(order.id)).lines[0]).toMatchObject({ state: 'made' })
})

it('a kit that is paid by card has its job within a minute of the payment, by itself [S48]', async () => {
  const alice = await box.member('alice@acme.example')
  const { paymentPage } = await shopping(box.url, alice).toThePaymentPage({ partNumber: 'KIT-BRUSH-14' })
  await box.drain()
  const before = (await allJobs()).length
  const paidAt = clock.now().getTime()
  await alice.send(paymentPage, { card: goodCard })
  clock.advance({ seconds: 59 })
  await box.drain()
  const jobs = await allJobs()
  expect(jobs).toHaveLength(before + 1)
  const [made] = jobs.filter(({ kitPartNumber }) => kitPartNumber === 'KIT-BRUSH-14')
  const job = await oscar.ask(jobAnswer, 'GET', `${box.url}/api/admin/media-jobs/${made?.jobId}`)
  const waitedMs = Date.parse(createdAnswer.parse(job).createdAt) - paidAt
  expect(waitedMs).toBeGreaterThanOrEqual(0)
  expect(waitedMs).toBeLessThanOrEqual(60_000)
  expect(filesOf(job)).toEqual([expect.stringContaining('brush-library-1.4')])
})

it('the same kit for two customers, one of them lapsed, is two manifests, both right, on the portal [N1] [S51]', async () => {
  const lapsed = await jobOf(await orderFor('BRIGHT', 'KIT-PAINT-PRO-2'))
  const current = await jobOf(await orderFor('ACME-US', 'KIT-PAINT-PRO-2'))
  expect(filesOf(lapsed)).toEqual(['paint-pro-2.0-manual.pdf', 'paint-pro-2.0-setup.exe'])
  expect(filesOf(current)).toEqual([
    'paint-pro-2.1-manual.pdf',
    'paint-pro-2.1-setup.exe',
    'paint-pro-2.1.dmg',
    'release-notes-2.1.txt',
  ])
})

it('a kit is of the newest build over the lines of the account, each with its own maintenance [N1]', async () => {
  plantLine(box, {
    activationId: 'ACT-BRIGHT-SECOND',
    accountId: 'BRIGHT',
    partNumber: 'PAINT-PRO-20-LIC',
    quantity: 1,
    startDate: addDays(today, -100),
    maintenanceThrough: addDays(today, 100),
  })
  await syncNow(box)
  const job = await jobOf(await orderFor('BRIGHT', 'KIT-PAINT-PRO-2'))
  expect(filesOf(job)).toContain('paint-pro-2.1-setup.exe')
})

it('a customer without a single member gets the kit that its partner ordered', async () => {
  const account = { id: 'LONE', name: 'Lone Studio', type: 'CUSTOMER', attributes: { storeAccountType: 'customer' } }
  box.portal.plant({ kind: 'account', action: 'upsert', row: account })
  const channelPartners = [
    { tierName: endCustomerTier, accountId: 'LONE', contact: null, currentOwner: true },
    { tierName: distributorTier, accountId: 'PIXEL', contact: null, currentOwner: false },
  ]
  plantLine(box, {
    activationId: 'ACT-LONE',
    accountId: 'LONE',
    partNumber: 'PAINT-PRO-2-LIC',
    quantity: 1,
    startDate: addDays(today, -30),
  })
  box.portal.plant({
    kind: 'entitlement',
    action: 'upsert',
    row: { id: 'ENT-ACT-LONE', soldTo: 'LONE', channelPartners },
  })
  await syncNow(box)
  const job = await jobOf(await orderFor('LONE', 'KIT-PAINT-PRO-2'))
  expect(filesOf(job)).toContain('paint-pro-2.1-setup.exe')
})

async function orderFor(accountId: string, partNumber: string): Promise<OrderAnswer> {
  await rosa.ask(cartAnswer, 'PUT', `${box.url}/api/cart/end-customer`, { accountId })
  await shopping(box.url, rosa).put({ partNumber })
  const { id: pricedCartId } = await shopping(box.url, rosa).price()
  const placed = await rosa.ask(placementAnswer, 'POST', `${box.url}/api/orders`, { pricedCartId, method: 'free' })
  if (!placed.order) throw new Error('nothing to pay, and no order')
  return placed.order
}

const jobsAnswer = z.object({
  items: z.array(z.object({ jobId: z.string(), orderId: z.string(), kitPartNumber: z.string() })),
})
const jobAnswer = mediaJobAnswer.extend({ attempt: z.number() }).loose()

async function allJobs() {
  return (await oscar.ask(jobsAnswer, 'GET', `${box.url}/api/admin/media-jobs`)).items
}

async function jobsOf(order: OrderAnswer) {
  return (await allJobs()).filter(({ orderId }) => orderId === order.id)
}

/** Once its files are frozen; or in the end, for which the floor needs a clock that goes on. */
async function jobOf(order: OrderAnswer, state: 'released' | 'made' = 'released') {
  return box.workUntil(async () => {
    if (state === 'made') clock.advance({ seconds: 1 })
    const [listed] = await jobsOf(order)
    const job = listed && (await oscar.ask(jobAnswer, 'GET', `${box.url}/api/admin/media-jobs/${listed.jobId}`))
    if (job?.state === 'failed') throw new Error(`the job failed: ${job.failure}`)
    return (state === 'made' ? job?.state === 'made' : job?.manifest) && job
  })
}

function filesOf({ manifest }: z.infer<typeof jobAnswer>): string[] {
  return (manifest?.discs ?? []).flatMap(({ files }) => files.map(({ path }) => path)).sort()
}
