import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { formatMoney, money } from '../../src/kernel/money.ts'
import { viewHelpers } from '../../src/platform/http/pages/view-helpers.ts'
import { type Box, startBox } from '../support/box.ts'
import { pdfText } from '../support/pdf-text.ts'
import { dublin, shopping } from '../support/shopping.ts'

const answer = z.object({
  number: z.string(),
  currency: z.string(),
  placedAt: z.string(),
  netMinor: z.number(),
  taxMinor: z.number(),
  totalMinor: z.number(),
  lines: z.array(
    z.object({
      title: z.string(),
      partNumber: z.string(),
      quantity: z.number(),
      netMinor: z.number(),
      sentence: z.string(),
      right: z
        .object({ activationId: z.string(), startDate: z.string(), expirationDate: z.string().nullable() })
        .nullable(),
    }),
  ),
})

let box: Box
let alice: Visitor
let orderId: string
beforeAll(async () => {
  box = await startBox()
  alice = await box.member('alice@acme.example')
  const wanted = [{ partNumber: 'TEXTURES-2-LIC', quantity: 3 }, { partNumber: 'KIT-BRUSH-14' }]
  orderId = (await shopping(box.url, alice).order(wanted, 'PO-RECEIPT-1')).id
  await box.drain()
})
afterAll(() => box.close())

it('mail, PDF and API say the same: part number, quantity, activation ID, dates, amounts and the way to the downloads [P26]', async () => {
  const url = `${box.url}/api/orders/${orderId}`
  const order = await alice.ask(answer, 'GET', url)
  const pdf = pdfText((await alice.tell('GET', `${url}/receipt.pdf`)).body)
  const mail = box.mailbox.mails().find(({ subject }) => subject === `Receipt for order ${order.number}`)
  const amount = (minor: number) => formatMoney(money(minor, order.currency))
  const facts = [
    order.number,
    viewHelpers.date(order.placedAt),
    'PO-RECEIPT-1',
    ...[order.netMinor, order.taxMinor, order.totalMinor].map(amount),
    ...order.lines.flatMap((line) => [line.partNumber, String(line.quantity), line.title, amount(line.netMinor)]),
    ...order.lines.flatMap(({ right }) =>
      right === null
        ? []
        : [
            right.activationId,
            `from ${viewHelpers.date(right.startDate)}`,
            right.expirationDate === null ? 'without end' : `until ${viewHelpers.date(right.expirationDate)}`,
          ],
    ),
    dublin.recipient,
    dublin.line1,
    dublin.city,
    'Ireland',
    `${box.url}/orders/${orderId}`,
  ]
  expect(order.lines.filter(({ right }) => right !== null)).toHaveLength(1)
  const flat = (text: string | undefined) => (text ?? '').replaceAll(/\s+/g, ' ')
  for (const form of [flat(pdf), flat(mail?.text)]) for (const fact of facts) expect(form).toContain(fact)
  for (const { sentence } of order.lines) expect(flat(pdf)).toContain(sentence)
})

it('the receipt is the same file for as long as nothing happens to the order, and its page leads to it', async () => {
  const url = `${box.url}/api/orders/${orderId}/receipt.pdf`
  const [first, second] = [await alice.tell('GET', url), await alice.tell('GET', url)]
  expect(first.body.subarray(0, 5).toString()).toBe('%PDF-')
  expect(first.body.equals(second.body)).toBe(true)
  expect((await alice.open(`${box.url}/orders/${orderId}`)).body.toString()).toContain(
    `/api/orders/${orderId}/receipt.pdf`,
  )
})

it('a receipt is for the account that ordered and for staff: to others it does not exist', async () => {
  const nina = await box.member('nina@nova.example')
  const path = `orders/${orderId}/receipt.pdf`
  const fiona = await box.staff('fiona')
  const statuses = [
    (await nina.tell('GET', `${box.url}/api/${path}`)).status,
    (await alice.tell('GET', `${box.url}/api/orders/ord_none/receipt.pdf`)).status,
    (await alice.tell('GET', `${box.url}/api/admin/${path}`)).status,
    (await fetch(`${box.url}/api/${path}`)).status,
    (await fiona.tell('GET', `${box.url}/api/admin/${path}`)).status,
    (await fiona.tell('GET', `${box.url}/api/admin/orders/ord_none/receipt.pdf`)).status,
  ]
  expect(statuses).toEqual([404, 404, 403, 401, 200, 404])
})

it('an address is written as its country writes it on page, receipt and mail', async () => {
  const places = [
    [{ city: 'New York', region: 'NY', postalCode: '10118', country: 'US' }, ['New York, NY 10118', 'United States']],
    [
      { city: 'Budapest', region: '', postalCode: '1011', country: 'HU' },
      ['Budapest', '1 Canal Walk', '1011', 'Hungary'],
    ],
  ] as const
  for (const [place, lines] of places) {
    const order = await alice.ask(
      z.object({ id: z.string(), number: z.string() }),
      'POST',
      `${box.url}/api/kit-orders`,
      {
        partNumber: 'KIT-PAINT-PRO-2',
        shipTo: { ...dublin, ...place },
        downloadDeclined: true,
        requestKey: `address-${place.country}`,
      },
    )
    await box.drain()
    const inOrder = new RegExp(lines.map((line) => `${line}\\s*`).join('(<br>)?\\s*'))
    expect((await alice.open(`${box.url}/orders/${order.id}`)).body.toString()).toMatch(inOrder)
    expect(pdfText((await alice.tell('GET', `${box.url}/api/orders/${order.id}/receipt.pdf`)).body)).toMatch(inOrder)
    const mail = box.mailbox.mails().find(({ subject }) => subject.includes(order.number))
    expect(mail?.text).toMatch(inOrder)
  }
})
