import { afterAll, beforeAll, expect, it } from 'vitest'
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
