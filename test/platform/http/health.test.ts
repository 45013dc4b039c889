import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Visitor } from '../../../src/cli/demo/visitor.ts'
import { pushes } from '../../../src/domains/entitlements/push/tables.ts'
import { accounts } from '../../../src/domains/people/accounts/tables.ts'
import { partnerContacts } from '../../../src/platform/partners/tables.ts'
import { type Box, startBox } from '../../support/box.ts'
import { shopping } from '../../support/shopping.ts'

const partSchema = z.object({
  name: z.string(),
  state: z.string(),
  lastSuccessAt: z.string().nullable(),
  sentence: z.string(),
})
const healthSchema = z.object({ items: z.array(partSchema) })

let box: Box
let staff: Visitor
beforeAll(async () => {
  box = await startBox({ firstSync: false })
})
afterAll(() => box.close())

async function readiness(): Promise<{ status: number; retryAfter: string | null; body: unknown }> {
  const answer = await fetch(`${box.url}/readyz`)
  return { status: answer.status, retryAfter: answer.headers.get('retry-after'), body: await answer.json() }
}

async function part(name: string): Promise<z.infer<typeof partSchema> | undefined> {
  const { items } = await staff.ask(healthSchema, 'GET', `${box.url}/api/admin/health`)
  return items.find((item) => item.name === name)
}

// One store from its first minute on: each test goes on where the one before it ended.
describe('a store from its first start on', () => {
  it('is alive and not ready before the first sync is published, and says why; staff sign on and see the same', async () => {
    expect(await (await fetch(`${box.url}/healthz`)).json()).toEqual({ status: 'ok' })
    expect(await readiness()).toEqual({
      status: 503,
      retryAfter: '10',
      body: { status: 'unavailable', reason: 'first-sync-pending', detail: expect.stringContaining('/admin') },
    })
    // The account of staff is all that stands in the mirror, as if the sync were in the middle of its work.
    await box.store.deps.db.insert(accounts).values({
      accountId: 'PAINTWORKS',
      name: 'Paintworks',
      accountType: 'internal',
      platformType: 'INTERNAL',
      currency: 'EUR',
      attributes: {},
      rowHash: '',
    })
    staff = await box.staff('oscar')
    const page = await staff.tell('GET', `${box.url}/admin`)
    expect(page.status).toBe(200)
    expect(page.body.toString('utf8')).toContain('Not ready (first-sync-pending)')
    expect(await part('Shoppers are served')).toMatchObject({ state: 'down' })
  })

  it('is ready once it is published, and no later failure takes that back', async () => {
    await box.drain()
    expect(await readiness()).toEqual({ status: 200, retryAfter: null, body: { status: 'ok' } })
    expect(await part('Shoppers are served')).toMatchObject({ state: 'ok' })
    box.portal.misbehave({ operation: 'getProductsQuery', fault: 'failure', times: 100 })
    expect((await staff.tell('POST', `${box.url}/api/admin/sync-runs`, { mode: 'full' })).status).toBe(202)
    await box.store.worker?.drain({ includeDelayed: true })
    expect(await part('Entitlement platform, reading')).toMatchObject({ state: 'down' })
    expect((await readiness()).status).toBe(200)
    expect(await part('Shoppers are served')).toMatchObject({ state: 'ok' })
  })

  it('has heard the card processor when it answered anything, a refusal too, and says when it did not', async () => {
    await box.store.deps.db.delete(partnerContacts)
    expect(await part('Card processor')).toMatchObject({ state: 'unknown', lastSuccessAt: null })
    await box.store.deps.cards.ping()
    const heard = await until(async () => (await part('Card processor'))?.lastSuccessAt)
    expect(await part('Card processor')).toMatchObject({ state: 'ok' })

    box.cards.misbehave({ operation: '*', fault: 'away', times: 2 })
    await expect(box.store.deps.cards.ping()).rejects.toMatchObject({ judgement: 'retryable' })
    await until(async () => (await part('Card processor'))?.state === 'down' || null)
    expect(await part('Card processor')).toMatchObject({ lastSuccessAt: heard })

    await expect(box.store.deps.cards.readSession('cs_test_none')).rejects.toMatchObject({ judgement: 'final' })
    await until(async () => (await part('Card processor'))?.state === 'ok' || null)
    expect((await part('Card processor'))?.lastSuccessAt).not.toBe(heard)
  })

  it('names the last right that the platform took as the last success of writing', async () => {
    expect(await part('Entitlement platform, writing')).toMatchObject({ state: 'ok', lastSuccessAt: null })
    const rosa = await box.member('rosa@pixel.example')
    await shopping(box.url, rosa).order([{ partNumber: 'SKETCH-5-LIC' }], 'PO-HEALTH-1')
    await box.drain()
    const [push] = await box.store.deps.db.select().from(pushes)
    expect(await part('Entitlement platform, writing')).toMatchObject({
      state: 'ok',
      lastSuccessAt: push?.updatedAt.toISOString(),
    })
  })
})

async function until<Value>(look: () => Promise<Value | null | undefined>): Promise<Value> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const found = await look()
    if (found !== null && found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('nothing to see after 200 looks')
}
