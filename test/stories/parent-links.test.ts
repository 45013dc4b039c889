import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { storeHealth } from '../../src/store-health.ts'
import { type Box, startBox } from '../support/box.ts'
import { shopping } from '../support/shopping.ts'

let box: Box
let alice: Visitor
let oscar: Visitor
beforeAll(async () => {
  box = await startBox({ env: { ALARM_MAIL: 'operators@paintworks.example' } })
  alice = await box.member('alice@acme.example')
  oscar = await box.staff('oscar')
})
afterAll(() => box.close())

const links = z.object({
  items: z.array(
    z.object({ activationId: z.string(), state: z.string(), attempts: z.number(), orderNumber: z.string() }),
  ),
})
const listed = async () => (await oscar.ask(links, 'GET', `${box.url}/api/admin/parent-links`)).items
const refuseEdits = (times: number) =>
  box.portal.misbehave({ operation: 'updateEntitlementLineItem', fault: 'failure', times })
const everyTry = () => box.store.worker?.drain({ includeDelayed: true })
const parentsOf = async (number: string) =>
  (await box.store.deps.platform.linesOfOrder(number)).lines.map(({ parentActivationId }) => parentActivationId)
const buyAddOn = (purchaseOrder: string) =>
  shopping(box.url, alice).order([{ partNumber: 'COLOUR-LAB-LIC' }], purchaseOrder)
const linkHealth = async () => (await storeHealth(box.store.deps)).find(({ name }) => name === 'Links between lines')

it('an add-on whose link is refused is live all the same, welcomed and not pushed again; the link is a task for a person', async () => {
  refuseEdits(3)
  const { id, number } = await buyAddOn('PO-REFUSED')
  await box.drain()
  expect((await shopping(box.url, alice).see(id)).lines).toMatchObject([{ state: 'live', right: { live: true } }])
  expect(await linkHealth()).toBeUndefined()
  await everyTry()
  expect(await listed()).toEqual([{ activationId: `${number}-L1`, state: 'refused', attempts: 3, orderNumber: number }])
  expect(await linkHealth()).toMatchObject({ state: 'late', href: '/admin/parent-links' })
  expect(await parentsOf(number)).toEqual([null])
  expect(JSON.stringify(box.mailbox.mails())).toContain('An add-on is not linked to its base line')
  expect(box.portal.state().calls['emailEntitlement']).toBe(1)
  const page = (await oscar.open(`${box.url}/admin/parent-links`)).body.toString()
  expect(page).toContain('Done by hand')
  expect(page).toContain(`${number}-L1`)

  const again = await oscar.tell('POST', `${box.url}/api/admin/parent-links/${number}-L1/retry`)
  expect(again.status).toBe(200)
  await box.drain()
  expect(await parentsOf(number)).toEqual(['ACT-ACME-PAINT'])
  expect(await listed()).toEqual([])
})

it('a link that is refused once, or whose answer is lost, is made by a later try', async () => {
  for (const fault of ['failure', 'lose-answer', 'away'] as const) {
    box.portal.misbehave({ operation: 'updateEntitlementLineItem', fault, times: 1 })
    const { number } = await buyAddOn(`PO-${fault}`)
    await everyTry()
    expect(await parentsOf(number), fault).toEqual(['ACT-ACME-PAINT'])
    expect(await listed()).toEqual([])
  }
})

it('a link that somebody set on the platform is closed by hand, and nothing is written to the platform', async () => {
  refuseEdits(3)
  const { number } = await buyAddOn('PO-BY-HAND')
  await everyTry()
  const before = box.portal.state().calls['updateEntitlementLineItem']
  const vera = await box.staff('reid')
  expect((await vera.tell('POST', `${box.url}/api/admin/parent-links/${number}-L1/done`)).status).toBe(403)
  expect((await oscar.tell('POST', `${box.url}/api/admin/parent-links/NEVER-L1/done`)).status).toBe(404)
  expect((await oscar.tell('POST', `${box.url}/api/admin/parent-links/${number}-L1/done`)).status).toBe(200)
  await everyTry()
  expect(await listed()).toEqual([])
  expect(box.portal.state().calls['updateEntitlementLineItem']).toBe(before)
})

it('of an order with one line that is refused, the other line is live and stays so', async () => {
  const { id, number } = await shopping(box.url, alice).order(
    [{ partNumber: 'TEXTURES-2-LIC' }, { partNumber: 'PAINT-MNT-1Y', targetActivationId: 'ACT-ACME-PAINT' }],
    'PO-HALF',
  )
  box.portal.misbehave({ operation: 'createEntitlementLineItem', fault: 'failure', times: 1 })
  await box.drain()
  const states = async () => (await shopping(box.url, alice).see(id)).lines.map(({ state }) => state).sort()
  expect(await states()).toEqual(['failed', 'live'])
  expect((await oscar.open(`${box.url}/admin/orders/${id}`)).body.toString()).toContain('Push again')
  expect((await oscar.tell('POST', `${box.url}/api/admin/pushes/${id}/retry`)).status).toBe(202)
  await box.drain()
  expect(await states()).toEqual(['live', 'live'])
  const there = await box.store.deps.platform.linesOfOrder(number)
  expect([there.lines.length, there.maintenanceLines.length]).toEqual([1, 1])
})
