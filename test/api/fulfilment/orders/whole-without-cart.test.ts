import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { projectRoot } from '../../../../src/platform/project-root.ts'
import { type Box, startBox } from '../../../support/box.ts'
import { movableClock } from '../../../support/movable-clock.ts'
import { shopping } from '../../../support/shopping.ts'

let box: Box
beforeAll(async () => {
  box = await startBox({ clock: movableClock('2026-06-15T10:00:00Z') })
})
afterAll(() => box.close())

it('seats go to the line that their buyer named, and end with it, also when the priced cart is empty by then', async () => {
  const sam = await box.member('sam@acme.example')
  const order = await shopping(box.url, sam).order(
    [{ partNumber: 'PAINT-PRO-2-SEAT', quantity: 2, targetActivationId: 'ACT-ACMEUS-SUB' }],
    'PO-WHOLE-ORDER',
  )
  await box.database.db.execute(`update priced_carts set lines = '[]'`)
  await box.drain()
  const { lines } = await box.store.deps.platform.linesOfOrder(order.number)
  expect(lines).toMatchObject([
    { partNumber: 'PAINT-PRO-2-SEAT', quantity: 2, entitlementId: 'ENT-ACME-3', expirationDate: '2026-07-13' },
  ])
})

it('an order from before the lines kept it takes the line and the months from its priced cart', async () => {
  const sam = await box.member('sam@acme.example')
  const { id } = await shopping(box.url, sam).order(
    [
      { partNumber: 'PAINT-PRO-2-SEAT', quantity: 1, targetActivationId: 'ACT-ACMEUS-SUB' },
      { partNumber: 'SKETCH-5-LIC', quantity: 1 },
    ],
    'PO-FROM-BEFORE',
  )
  const { db } = box.database
  const kept = () =>
    db.execute(
      `select line_number, target_activation_id, term_months from order_lines where order_id = '${id}' order by 1`,
    )
  const placed = await kept()
  expect(placed.map((line) => line['target_activation_id'])).toContain('ACT-ACMEUS-SUB')
  await db.execute(`update order_lines set target_activation_id = '', term_months = null where order_id = '${id}'`)
  const migration = readFileSync(
    join(projectRoot, 'drizzle/0048_order_lines_keep_what_they_were_bought_for.sql'),
    'utf8',
  )
  await db.execute(migration.split('--> statement-breakpoint').at(-1) ?? '')
  expect(await kept()).toEqual(placed)
})
