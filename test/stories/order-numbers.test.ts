import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { readConfig } from '../../src/config.ts'
import { requestSync } from '../../src/domains/entitlements/sync/index.ts'
import {
  numberAbove,
  orderNumberingNow,
  requestLookAbove,
} from '../../src/domains/fulfilment/orders/order-numbering.ts'
import { storeHealth } from '../../src/store-health.ts'
import { type Box, startBox } from '../support/box.ts'
import { movableClock } from '../support/movable-clock.ts'
import { shopping } from '../support/shopping.ts'

const clock = () => movableClock('2026-06-15T10:00:00Z')
const numbered = (running: number) => `SO-2026-${String(running).padStart(6, '0')}`
const order = z.object({
  number: z.string(),
  lines: z.array(z.object({ state: z.string(), right: z.object({ activationId: z.string() }).nullable() })),
})

const elsewhere = z.object({
  items: z.array(z.object({ orderNumber: z.string(), lines: z.array(z.object({ activationId: z.string() })) })),
})
const matchRun = z.object({ id: z.string() })
const matchRows = z.object({ items: z.array(z.looseObject({ orderNumber: z.string() })) })

let box: Box
let beth: Visitor
beforeAll(async () => {
  box = await startBox({ clock: clock(), env: { ALARM_MAIL: 'operators@paintworks.example' } })
  beth = await box.member('beth@bright.example')
})
afterAll(() => box.close())

const last = async () => (await orderNumberingNow(box.store.deps.db)).last
const seen = (id: string) => beth.ask(order, 'GET', `${box.url}/api/orders/${id}`)
const healthOf = async (name: string) => (await storeHealth(box.store.deps)).find((part) => part.name === name)

/** What another store, or this one before its database was restored, wrote under an order number. */
function plantForeign(
  orderId: string,
  row: { accountId: string; quantity?: number; partNumber?: string; id?: string },
) {
  const entitlementId = row.id ?? orderId
  box.portal.plant({ kind: 'entitlement', action: 'upsert', row: { id: entitlementId, soldTo: row.accountId } })
  box.portal.plant({
    kind: 'entitlementLine',
    action: 'upsert',
    row: {
      activationId: `${entitlementId}-L1`,
      entitlementId,
      orderId,
      orderLineNumber: '1',
      partNumber: row.partNumber ?? 'TEXTURES-2-LIC',
      quantity: row.quantity ?? 1,
    },
  })
}

it.each([
  ['another account', { accountId: 'ACME' }],
  ['the same account, another quantity', { accountId: 'BRIGHT', quantity: 7 }],
  ['the same account, another part number', { accountId: 'BRIGHT', partNumber: 'BRUSH-LIB-LIC' }],
])(
  'a number that the platform has for %s is no right of this order: its line is created under an id of its own',
  async (_, foreign) => {
    const number = numbered((await last()) + 1)
    plantForeign(number, foreign)
    const { id } = await shopping(box.url, beth).order([{ partNumber: 'TEXTURES-2-LIC' }], `PO-${number}`)
    await box.drain()
    const placed = await seen(id)
    expect(placed.number).toBe(number)
    const right = placed.lines[0]?.right?.activationId
    expect(placed.lines).toMatchObject([
      { state: 'live', right: { activationId: expect.stringMatching(`^${number}-.+-L1$`) } },
    ])
    const { lines } = await box.store.deps.platform.linesOfOrder(number)
    expect(lines.filter(({ activationId }) => activationId === right)).toMatchObject([
      { accountId: 'BRIGHT', partNumber: 'TEXTURES-2-LIC', quantity: 1, orderLineNumber: '1', state: 'DEPLOYED' },
    ])
    // The other order has what it had.
    expect(lines.filter(({ activationId }) => activationId === `${number}-L1`)).toMatchObject([foreign])
    expect(lines).toHaveLength(2)
    await box.drain()
    expect(JSON.stringify(box.mailbox.mails())).toContain(`The platform has another order of that number: ${number}`)

    // Once a sync has read it, the other order stands among the orders of its account, and this one still matches.
    await requestSync(box.store.deps, { mode: 'incremental', trigger: 'test' })
    await box.drain()
    const holder = foreign.accountId === 'ACME' ? await box.member('alice@acme.example') : beth
    const { items } = await holder.ask(elsewhere, 'GET', `${box.url}/api/orders-elsewhere`)
    expect(items.filter(({ orderNumber }) => orderNumber === number)).toEqual([
      { orderNumber: number, lines: [{ activationId: `${number}-L1` }] },
    ])
    const fiona = await box.staff('fiona')
    const days = { from: '2026-06-15', through: '2026-06-15' }
    const { id: run } = await fiona.ask(matchRun, 'POST', `${box.url}/api/admin/finance/match-runs`, days)
    const { items: rows } = await fiona.ask(
      matchRows,
      'GET',
      `${box.url}/api/admin/finance/match-runs/${run}/rows?limit=100`,
    )
    expect(rows.filter(({ orderNumber }) => orderNumber === number)).toMatchObject([{ right: { status: 'matched' } }])
  },
)

it('a line of the order that is there already is believed, and made once', async () => {
  const number = numbered((await last()) + 1)
  const { id } = await shopping(box.url, beth).order([{ partNumber: 'TEXTURES-2-LIC', quantity: 2 }], 'PO-BELIEVED')
  plantForeign(number, { accountId: 'BRIGHT', quantity: 2 })
  await box.drain()
  expect((await seen(id)).lines).toMatchObject([{ state: 'live', right: { activationId: `${number}-L1` } }])
  expect((await box.store.deps.platform.linesOfOrder(number)).lines).toHaveLength(1)
})

it('numbers go on above those that the platform has of this prefix and year, and the health page says so', async () => {
  expect(await healthOf('Order numbers')).toMatchObject({ state: 'ok', sentence: 'They begin with SO.' })
  const before = await last()
  plantForeign(numbered(before + 400), { accountId: 'ACME' })
  // Another prefix, another year, a number of an older system and one that is no running number: none of these counts.
  for (const other of ['SX-2026-900000', 'SO-2025-900000', 'SO-90000', 'SO-2026-9999999999', 'SO-2026-90000X'])
    plantForeign(other, { accountId: 'ACME' })
  await requestSync(box.store.deps, { mode: 'full', trigger: 'test' })
  await box.drain()
  expect(await last()).toBe(before + 400)
  expect(await healthOf('Order numbers')).toMatchObject({
    state: 'late',
    sentence: expect.stringContaining(numbered(before + 400)),
  })
  const { number } = await shopping(box.url, beth).order([{ partNumber: 'TEXTURES-2-LIC' }], 'PO-ABOVE')
  expect(number).toBe(numbered(before + 401))
  // Far above, and again: never back.
  plantForeign(numbered(900_000), { accountId: 'ACME' })
  for (let time = 0; time < 2; time += 1) {
    await requestSync(box.store.deps, { mode: 'incremental', trigger: 'test' })
    await box.drain()
    expect(await last()).toBe(900_000)
  }
  expect(await numberAbove(box.store.deps.db, 2026)).toBeNull()
})

it('a start with a restored database, whose mirror is as old as it is, asks the platform and goes on above', async () => {
  const before = await last()
  for (const ahead of [3, 8]) plantForeign(numbered(before + ahead), { accountId: 'ACME' })
  expect(await numberAbove(box.store.deps.db, 2026)).toBeNull()
  await box.store.deps.db.transaction((tx) => requestLookAbove(tx))
  await box.drain()
  expect(await last()).toBe(before + 8)
})

it('a store with a prefix of its own numbers its orders by it, and what the platform has under SO moves nothing', async () => {
  const second = await startBox({ clock: clock(), env: { ORDER_NUMBER_PREFIX: 'Berlin2' } })
  try {
    second.portal.plant({ kind: 'entitlement', action: 'upsert', row: { id: 'E', soldTo: 'ACME' } })
    second.portal.plant({
      kind: 'entitlementLine',
      action: 'upsert',
      row: { activationId: 'E-L1', entitlementId: 'E', partNumber: 'TEXTURES-2-LIC', orderId: numbered(500) },
    })
    await requestSync(second.store.deps, { mode: 'full', trigger: 'test' })
    await second.drain()
    const buyer = await second.member('beth@bright.example')
    const { id, number } = await shopping(second.url, buyer).order([{ partNumber: 'TEXTURES-2-LIC' }], 'PO-BERLIN')
    expect(number).toBe('Berlin2-2026-000101')
    await second.drain()
    expect((await buyer.ask(order, 'GET', `${second.url}/api/orders/${id}`)).lines).toMatchObject([
      { state: 'live', right: { activationId: 'Berlin2-2026-000101-L1' } },
    ])
  } finally {
    await second.close()
  }
})

it.each(['', 'S O', 'SO-', 'ÄÖ', 'NINECHARS', 'SO_'])('the prefix %j is refused', (prefix) => {
  const read = () => readConfig({ ORDER_NUMBER_PREFIX: prefix })
  // An empty variable is one that is not set.
  if (prefix === '') expect(read().ORDER_NUMBER_PREFIX).toBe('SO')
  else expect(read).toThrow('ORDER_NUMBER_PREFIX: give 1 to 8 letters and digits')
})
