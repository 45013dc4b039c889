import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { requestSync } from '../../../../src/domains/entitlements/sync/index.ts'
import { routeLines } from '../../../../src/domains/fulfilment/orders/route-lines.ts'
import { type Box, startBox } from '../../../support/box.ts'
import { orderFor } from '../../../support/partner-orders.ts'
import { askAs, namePartner } from '../../../support/sales.ts'

let box: Box
beforeAll(async () => {
  box = await startBox()
  for (const customer of ['ACME', 'ACME-DE', 'NOVA']) await namePartner(box, 'PIXEL', customer)
  administrator('paula@acme.example', 'Paula')
  await sync()
})
afterAll(() => box.close())

function administrator(userName: string, firstName: string): void {
  const accounts = [{ accountId: 'ACME', roles: ['Account Administrator'] }]
  box.portal.plant({ kind: 'member', action: 'upsert', row: { userName, firstName, accounts } })
}
/** The store reads the members of the platform again. */
async function sync(): Promise<void> {
  await requestSync(box.store.deps, { mode: 'full', dryRun: false, trigger: 'test' })
  await box.drain()
}
const lines = z.object({ lines: z.array(z.object({ right: z.object({ live: z.boolean() }).nullable() })) })
async function workUntilLive(orderId: string): Promise<void> {
  await box.workUntil(async () => {
    const seen = await askAs(box, lines, 'rosa', ['GET', `/api/orders/${orderId}`])
    return seen.lines.every(({ right }) => right === null || right.live)
  })
  await box.drain()
}
/** Every mail that anybody got of an order, oldest first. */
const mailsOf = (orderNumber: string) =>
  box.mailbox
    .mails()
    .filter(({ subject, text }) => `${subject} ${text}`.includes(orderNumber))
    .reverse()
const readersOf = (orderNumber: string, subject: RegExp) =>
  mailsOf(orderNumber)
    .filter((mail) => subject.test(mail.subject))
    .flatMap(({ to }) => to)
    .sort()
const price = /\d[.,]\d\d\b|EUR|USD|[Nn]et\b|Total|Tax|PO-|purchase order|[Rr]osa|Ruiz/

it('of an order that a partner placed the customer gets the one welcome and a mail without prices, and the partner gets the receipt [S64]', async () => {
  const order = await orderFor(box, 'rosa', 'ACME', {
    partNumbers: ['SKETCH-5-LIC', 'BOOK-PAINT-LIGHT'],
    purchaseOrderNumber: 'PO-TOLD-1',
    toCustomer: true,
  })
  await workUntilLive(order.id)
  expect(readersOf(order.number, /^Welcome/)).toEqual(['alice@acme.example'])
  expect(readersOf(order.number, /^Receipt/)).toEqual(['rosa@pixel.example'])
  expect(readersOf(order.number, /^Pixel Partners BV placed order/)).toEqual([
    'alice@acme.example',
    'paula@acme.example',
  ])
  expect(mailsOf(order.number)).toHaveLength(4)

  const told = mailsOf(order.number).filter(({ subject }) => subject.startsWith('Pixel'))
  for (const { text, html } of told)
    for (const form of [text, html]) {
      for (const fact of ['Acme Corporation', 'Sketch', `${order.number}-L1`, 'without end', 'The goods-in desk'])
        expect(form).toContain(fact)
      expect(form).toContain(`${box.url}/orders/for-you/${order.id}`)
      expect(form).not.toMatch(price)
    }
})

it('an order that is worked twice, also after a member came, tells nobody a second time [S64]', async () => {
  const order = await orderFor(box, 'rosa', 'ACME', { partNumbers: ['SKETCH-5-LIC'], purchaseOrderNumber: 'PO-TOLD-2' })
  await workUntilLive(order.id)
  const before = mailsOf(order.number).length
  expect(readersOf(order.number, /^(Welcome|Pixel)/)).toEqual([
    'alice@acme.example',
    'alice@acme.example',
    'paula@acme.example',
  ])
  administrator('petra@acme.example', 'Petra')
  await sync()
  await routeLines(box.store.deps, order.id)
  await box.drain()
  expect(mailsOf(order.number)).toHaveLength(before)
  box.portal.plant({ kind: 'member', action: 'delete', row: { userName: 'petra@acme.example' } })
  await sync()
})

it('of a customer without administrators one member is told', async () => {
  const order = await orderFor(box, 'rosa', 'ACME-DE', {
    partNumbers: ['SKETCH-5-LIC'],
    purchaseOrderNumber: 'PO-TOLD-3',
  })
  await workUntilLive(order.id)
  expect(readersOf(order.number, /^Welcome/)).toEqual(['dana@freelance.example'])
  expect(readersOf(order.number, /^Pixel/)).toEqual(['dana@freelance.example'])
})

it('where the customer has no member, nobody gets a welcome, least of all the partner, and the order says so', async () => {
  await box.database.db.execute(`delete from memberships where account_id = 'NOVA'`)
  const order = await orderFor(box, 'rosa', 'NOVA', {
    partNumbers: ['TEXTURES-2-LIC'],
    purchaseOrderNumber: 'PO-TOLD-4',
  })
  await workUntilLive(order.id)
  expect(mailsOf(order.number).flatMap(({ to }) => to)).toEqual(['rosa@pixel.example'])
  expect(readersOf(order.number, /^Receipt/)).toEqual(['rosa@pixel.example'])
  const events = z.object({ items: z.array(z.object({ kind: z.string(), sentence: z.string() })) })
  const { items } = await askAs(box, events, 'rosa', ['GET', `/api/orders/${order.id}/events`])
  expect(items.filter(({ kind }) => kind === 'customer-not-told').map(({ sentence }) => sentence)).toEqual([
    'Nova Studio has no member in the portal who could get a mail, so no welcome was sent.',
  ])
})

it('a parcel that goes to the customer is told to the customer, and one that goes to the partner is not', async () => {
  const ship = async (toCustomer: boolean, trackingNumber: string) => {
    const order = await orderFor(box, 'rosa', 'ACME', {
      partNumbers: ['BOOK-PAINT-LIGHT'],
      purchaseOrderNumber: `PO-${trackingNumber}`,
      toCustomer,
    })
    await box.drain()
    const parcel = { carrier: 'DHL', trackingNumber, lineNumbers: [1] }
    for (const _ of [1, 2])
      await askAs(box, z.unknown(), 'oscar', ['POST', `/api/admin/orders/${order.id}/shipments`], parcel)
    await box.drain()
    return readersOf(order.number, /parcel/)
  }
  expect(await ship(true, 'TRACK-1')).toEqual(['alice@acme.example', 'paula@acme.example', 'rosa@pixel.example'])
  expect(await ship(false, 'TRACK-2')).toEqual(['rosa@pixel.example'])
})
