import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { addDays, addMonths, dateOf, localDate } from '../../src/kernel/local-date.ts'
import { type Box, startBox } from '../support/box.ts'
import { movableClock } from '../support/movable-clock.ts'
import { shopping } from '../support/shopping.ts'

const clock = movableClock('2026-06-15T10:00:00Z')
let box: Box
beforeAll(async () => {
  box = await startBox({ clock })
})
afterAll(() => box.close())

const answer = z.object({
  lines: z.array(z.object({ right: z.object({ live: z.boolean(), waitSeconds: z.number().nullable() }).nullable() })),
})
const waits = async () => {
  const text = (await (await fetch(`${box.url}/metrics`)).text()).split('\n')
  return Object.fromEntries(
    text.flatMap((line) => {
      const [, of = '', value = ''] = /^store_right_wait_seconds\{of="(\w+)"\} (\S+)$/.exec(line) ?? []
      return of === '' ? [] : [[of, Number(value)]]
    }),
  )
}

it('a receipt says pending until live, and the wait from paid to live stands on it and among the figures [C17]', async () => {
  const alice = await box.member('alice@acme.example')
  const { id } = await shopping(box.url, alice).order([{ partNumber: 'TEXTURES-2-LIC' }], 'PO-WAIT')
  box.portal.misbehave({ operation: 'createSimpleEntitlement', fault: 'away', times: 1 })
  await box.drain()
  const seen = () => alice.ask(answer, 'GET', `${box.url}/api/orders/${id}`)
  const page = async () => (await alice.open(`${box.url}/orders/${id}`)).body.toString()
  expect((await seen()).lines).toEqual([{ right: { live: false, waitSeconds: null } }])
  expect(await page()).toContain('Pending until the platform confirms it.')
  clock.advance({ seconds: 42 })
  expect(await waits()).toEqual({ waiting: 42 })
  await box.store.worker?.drain({ includeDelayed: true })
  expect((await seen()).lines).toEqual([{ right: { live: true, waitSeconds: 42 } }])
  expect(await page()).toContain('Live 42 seconds after the order.')
  expect(await waits()).toEqual({ average: 42, longest: 42 })
})

it('a renewal is a right that goes on where the renewed one ends [C17]', async () => {
  const sam = await box.member('sam@acme.example')
  const today = dateOf(clock.now())
  const ends = localDate(addDays(today, 28))
  const { number } = await shopping(box.url, sam).order(
    [{ partNumber: 'PAINT-PRO-2-SUB', quantity: 8, targetActivationId: 'ACT-ACMEUS-SUB' }],
    'PO-RENEW',
  )
  await box.drain()
  const { lines } = await box.store.deps.platform.linesOfOrder(number)
  const starts = addDays(ends, 1)
  expect(lines).toMatchObject([
    { accountId: 'ACME-US', startDate: starts, expirationDate: addDays(addMonths(starts, 12), -1), state: 'DEPLOYED' },
  ])
})
