import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { type Box, startBox } from '../support/box.ts'
import { dublin } from '../support/shopping.ts'

let box: Box
let alice: Visitor
let bob: Visitor
let bruno: Visitor
beforeAll(async () => {
  box = await startBox()
  alice = await box.member('alice@acme.example')
  bob = await box.member('bob@acme.example')
  bruno = await box.member('bruno@acme.example')
})
afterAll(() => box.close())

const textOf = (page: { readonly body: Buffer }) => page.body.toString('utf8')
const fieldIn = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''

it('a buyer orders over the limit, an approver releases it from the mail, and it is one order [P17] [P18]', async () => {
  // The administrator says on the company page what the buyer may spend.
  const limited = await alice.send(`${box.url}/company/members/bruno%40acme.example/limit`, {
    period: 'month',
    limit: '1.00',
  })
  expect(textOf(limited)).toContain('1.00 EUR a month')

  // Cart and checkout say beforehand what will happen.
  const cart = await bruno.send(`${box.url}/cart/lines`, { partNumber: 'TEXTURES-2-LIC', quantity: '2' })
  expect(textOf(cart)).toContain('will need approval by Alice Arden or Bob Byrne')
  const checkout = textOf(await bruno.send(`${box.url}/checkout/quote`, dublin))
  expect(checkout).toContain('Ask for approval of')
  const confirm = {
    ...dublin,
    pricedCartId: fieldIn(checkout, 'pricedCartId'),
    expectedTotalMinor: fieldIn(checkout, 'expectedTotalMinor'),
    method: 'purchaseOrder',
    purchaseOrderNumber: 'PO-APPROVE-1',
  }
  const asked = await bruno.send(`${box.url}/checkout`, confirm)
  expect(textOf(asked)).toContain('Your order is waiting for approval')
  expect((await bruno.send(`${box.url}/checkout`, confirm)).url).toBe(asked.url)
  const orders = z.object({ items: z.array(z.object({ purchaseOrderNumber: z.string().nullable() })) })
  const placed = async () => {
    const { items } = await bruno.ask(orders, 'GET', `${box.url}/api/orders`)
    return items.filter(({ purchaseOrderNumber }) => purchaseOrderNumber === 'PO-APPROVE-1').length
  }
  expect(await placed()).toBe(0)

  // The mail leads to the request; two clicks order once.
  await box.drain()
  const mail = box.mailbox.mails().find(({ to, subject }) => to.includes('bob@acme.example') && /approve/.test(subject))
  const link = /https?:\/\/\S+\/approvals\/\S+/.exec(mail?.text ?? '')?.[0] ?? ''
  const request = textOf(await bob.open(link))
  expect(request).toContain('Order of Bruno Brandt')
  const approve = () => bob.send(`${link}/release`, { expectedTotalMinor: fieldIn(request, 'expectedTotalMinor') })
  const [first, second] = await Promise.all([approve(), approve()])
  expect([textOf(first), textOf(second)].every((page) => page.includes('Approved by Bob Byrne'))).toBe(true)
  expect(await placed()).toBe(1)

  // Who placed and who released stands on the order, and the buyer is told.
  await box.drain()
  const told = box.mailbox
    .mails()
    .find(({ to, subject }) => to.includes('bruno@acme.example') && /was approved/.test(subject))
  expect(told?.text).toContain('Bob Byrne approved the order')
  const orderPath = /\/orders\/ord_\w+/.exec(textOf(first))?.[0] ?? ''
  const order = textOf(await bruno.open(`${box.url}${orderPath}`))
  expect(order).toContain('Approved by Bob Byrne (bob@acme.example); asked for by Bruno Brandt (bruno@acme.example).')
})

it('a buyer reads on the company page whom to ask, and an administrator invites from it', async () => {
  const seen = textOf(await bruno.open(`${box.url}/company`))
  expect(seen).toContain('Alice Arden')
  expect(seen).not.toContain('Send the invitation')
  expect((await bruno.open(`${box.url}/company/members/vera%40acme.example`)).status).toBe(403)
  const wrong = await alice.send(`${box.url}/company/invitations`, {
    email: 'no address',
    firstName: '',
    lastName: 'X',
    role: 'buyer',
  })
  expect(wrong.status).toBe(400)
  expect(textOf(wrong)).toContain('Give an e-mail address')
  expect(textOf(wrong)).toContain('value="no address"')
  const sent = await alice.send(`${box.url}/company/invitations`, {
    email: 'carol@acme.example',
    firstName: 'Carol',
    lastName: 'Cole',
    role: 'buyer',
  })
  expect(textOf(sent)).toContain('The invitation is on its way')
  expect(textOf(sent)).toContain('carol@acme.example')
  const ruled = await alice.send(`${box.url}/company/rules`, { over: '5,000.00', ruleUserName: '' })
  expect(textOf(ruled)).toContain('Orders over 5,000.00 EUR')
})
