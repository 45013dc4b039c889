import { afterAll, beforeAll, expect, it } from 'vitest'
import { pushAnswer } from '../../src/cli/demo/answers.ts'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { type Box, startBox } from '../support/box.ts'
import { shopping } from '../support/shopping.ts'

let box: Box
let alice: Visitor
beforeAll(async () => {
  box = await startBox()
  alice = await box.member('alice@acme.example')
})
afterAll(() => box.close())

it.each(['lose-answer', 'away', 'server-fault'] as const)(
  'a push that meets "%s" ends with one right on the platform, found by a search and never by a blind second create [P2]',
  async (fault) => {
    const before = box.portal.state()
    box.portal.misbehave({ operation: 'createSimpleEntitlement', fault, times: 1 })
    const { id } = await shopping(box.url, alice).order([{ partNumber: 'TEXTURES-2-LIC' }], `PO-${fault}`)
    const order = await box.workUntil(async () => {
      // Retries wait; the test does not.
      await box.store.worker?.drain({ includeDelayed: true })
      const seen = await shopping(box.url, alice).see(id)
      return seen.lines[0]?.right?.live === true && seen
    })
    expect(box.portal.state().entitlements).toBe(before.entitlements + 1)
    expect((await box.store.deps.platform.linesOfOrder(order.number)).lines).toHaveLength(1)
    const oscar = await box.staff('oscar')
    const { tries } = await oscar.ask(pushAnswer, 'GET', `${box.url}/api/admin/pushes/${id}`)
    const acts = tries.map(({ action }) => action)
    for (const [place, action] of acts.entries())
      if (action === 'create') expect(acts[place - 1], `before act ${place}`).toBe('search')
  },
)

it('a create that was delivered twice, and refused the second time, leaves one right that is live [P2]', async () => {
  const before = box.portal.state()
  box.portal.misbehave({ operation: 'createSimpleEntitlement', fault: 'answer-twice', times: 1 })
  const { id } = await shopping(box.url, alice).order([{ partNumber: 'TEXTURES-2-LIC' }], 'PO-twice')
  await box.drain()
  const order = await shopping(box.url, alice).see(id)
  expect(order.lines[0]).toMatchObject({ state: 'live', right: { live: true } })
  expect(box.portal.state().entitlements).toBe(before.entitlements + 1)
  expect((await box.store.deps.platform.linesOfOrder(order.number)).lines).toHaveLength(1)
})
