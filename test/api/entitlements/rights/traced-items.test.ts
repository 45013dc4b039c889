import { afterAll, beforeAll, expect, it } from 'vitest'
import { entitlementLines } from '../../../../src/domains/entitlements/rights/tables.ts'
import { accounts } from '../../../../src/domains/people/accounts/tables.ts'
import { loadViewer, visibleItems } from '../../../../src/domains/shop/catalog/index.ts'
import { visibilityOf } from '../../../../src/domains/shop/catalog/visibility.ts'
import { systemClock } from '../../../../src/kernel/clock.ts'
import { dateOf } from '../../../../src/kernel/local-date.ts'
import { type Box, startBox } from '../../../support/box.ts'
import { plantLine, syncNow } from '../../../support/install-base.ts'

let box: Box
beforeAll(async () => {
  box = await startBox()
})
afterAll(() => box.close())

it('every visible item of every account in the box is traced to an order line, to a grant that names the account, or asks for no right at all [S7]', async () => {
  const { db } = box.database
  // Made by hand on the platform: no order is behind it, and the trace names the entitlement that grants it.
  plantLine(box, {
    activationId: 'NOVA-GRANTED',
    accountId: 'NOVA',
    partNumber: 'BRUSH-LIB-LIC',
    quantity: 1,
    startDate: '2026-01-01',
  })
  await syncNow(box)
  const lines = new Map((await db.select().from(entitlementLines)).map((line) => [line.activationId, line]))
  const complaints: string[] = []
  let [traced, open, granted] = [0, 0, 0]
  for (const { accountId } of await db.select().from(accounts)) {
    const viewer = await loadViewer(db, accountId, dateOf(systemClock.now()))
    for (const item of (await visibleItems(db, viewer, { limit: 10_000 })).items) {
      const visibility = visibilityOf(item, viewer, viewer.held)
      const where = `${accountId} ${item.partNumber}`
      if (!visibility.visible) complaints.push(`${where}: listed and not visible`)
      const isAsked = item.requiresAnyOf.length + item.requiresAllOf.length > 0
      const rights = visibility.visible ? visibility.because.flatMap(({ right }) => right ?? []) : []
      if (!isAsked) open += 1
      else if (rights.length === 0) complaints.push(`${where}: asks for a right, and none is named`)
      for (const right of rights) {
        traced += 1
        const line = lines.get(right.activationId)
        if (!line) complaints.push(`${where}: ${right.activationId} is no line`)
        else if (right.activationId === 'NOVA-GRANTED') {
          granted += 1
          if (!JSON.stringify(visibility).includes(`granted as entitlement ${line.entitlementId}`))
            complaints.push(`${where}: the grant is not named`)
        } else if (line.orderId !== right.orderId || right.orderId === null || right.orderLineNumber === null)
          complaints.push(`${where}: ${right.activationId} names order ${right.orderId} line ${right.orderLineNumber}`)
        if (right.inheritedFrom !== null && line?.accountId !== right.inheritedFrom)
          complaints.push(`${where}: ${right.activationId} is not inherited from ${right.inheritedFrom}`)
      }
      if (item.onlyAccounts.length > 0 && !item.onlyAccounts.includes(accountId))
        complaints.push(`${where}: is granted to ${item.onlyAccounts.join(', ')} alone`)
    }
  }
  expect(complaints).toEqual([])
  expect(traced).toBeGreaterThan(20)
  expect(open).toBeGreaterThan(5)
  expect(granted).toBeGreaterThan(0)
})
