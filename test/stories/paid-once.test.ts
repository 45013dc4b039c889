import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { paymentAnswer, placementAnswer } from '../../src/cli/demo/answers.ts'
import { until } from '../../src/cli/demo/until.ts'
import type { Page, Visitor } from '../../src/cli/demo/visitor.ts'
import { closeEndedOffers } from '../../src/domains/selling/checkout/close-ended-offers.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { type Box, startBox } from '../support/box.ts'
import { type MovableClock, movableClock } from '../support/movable-clock.ts'
import { pdfText } from '../support/pdf-text.ts'
import { codeOf, goodCard, shopping } from '../support/shopping.ts'

let box: Box
let alice: Visitor
let clock: MovableClock
let number = 0
beforeAll(async () => {
  clock = movableClock(new Date().toISOString())
  box = await startBox({ clock })
  alice = await box.member('alice@acme.example')
})
afterAll(() => box.close())
beforeEach(async () => {
  number += 1
  box.cards.behave()
  await box.cards.releaseWebhooks()
  await box.drain()
})

const one = async (query: string): Promise<unknown> => Object.values((await box.database.db.execute(query))[0] ?? {})[0]
const counted = (table: string, where = 'true') => one(`select count(*)::int from ${table} where ${where}`)
const buyer = () => shopping(box.url, alice)
const purchaseOrder = (pricedCartId: string, purchaseOrderNumber = `PO-ONCE-${number}`) =>
  alice.tell('POST', `${box.url}/api/orders`, { pricedCartId, method: 'purchaseOrder', purchaseOrderNumber })
const check = (paymentId: string) => alice.ask(paymentAnswer, 'POST', `${box.url}/api/payments/${paymentId}/check`)
const orderIn = (page: Page) => {
  expect(page.status).toBe(201)
  const { order } = placementAnswer.parse(JSON.parse(page.body.toString('utf8')))
  if (!order) throw new Error('nothing was ordered')
  return order
}
const moneyBackMails = () => box.mailbox.mails().filter(({ subject }) => subject.includes('back to your card'))
const wanted = { partNumber: 'TEXTURES-2-LIC' }
const sessions = () => box.cards.state().sessions
const pageOf = async (visitor: Visitor, path: string) =>
  (await visitor.open(`${box.url}${path}`)).body.toString('utf8').replace(/\s+/g, ' ')

/** A page for the payment that the processor made and the store never heard of: its answer was lost for good. */
async function stray(paymentId: string): Promise<string> {
  const [row] = await box.database.db.execute(
    `select priced_cart_id, amount_minor::int as minor, currency from payments where id = '${paymentId}'`,
  )
  const session = await box.store.deps.cards.createSession({
    paymentId,
    attempt: 99,
    amount: { minor: Number(row?.['minor']), currency: String(row?.['currency']) } as never,
    description: 'Late',
    customerEmail: 'alice@acme.example',
    successUrl: `${box.url}/checkout/return?payment=${paymentId}`,
    cancelUrl: `${box.url}/checkout`,
    metadata: {},
  })
  return session.url ?? ''
}

it('a purchase order closes the card page of the same priced cart, which then takes no money [C39]', async () => {
  const before = sessions().complete
  const { pricedCartId, paymentPage, paymentId } = await buyer().toThePaymentPage(wanted)
  const order = orderIn(await purchaseOrder(pricedCartId))
  await alice.send(paymentPage, { card: goodCard })
  await box.drain()
  expect(sessions()).toMatchObject({ complete: before, open: 0 })
  expect(await check(paymentId)).toMatchObject({ state: 'expired', orderId: null })
  expect(await one(`select payment_method from orders where id = '${order.id}'`)).toBe('purchaseOrder')
  expect(await counted('orders', `priced_cart_id = '${pricedCartId}'`)).toBe(1)
})

it('a card page that is paid and not reported yet is the order, and the purchase order finds it [C39]', async () => {
  const { pricedCartId, paymentPage, paymentId } = await buyer().toThePaymentPage(wanted)
  box.cards.misbehave({ fault: 'hold-webhooks', times: 100 })
  await fetch(paymentPage, { method: 'POST', body: new URLSearchParams({ card: goodCard }), redirect: 'manual' })
  const order = orderIn(await purchaseOrder(pricedCartId))
  expect(await one(`select payment_method from orders where id = '${order.id}'`)).toBe('card')
  await box.cards.releaseWebhooks()
  await box.drain()
  expect(await counted('orders', `priced_cart_id = '${pricedCartId}'`)).toBe(1)
  expect(await check(paymentId)).toMatchObject({ state: 'settled', orderId: order.id })
  expect(box.cards.state().refunds).toBe(0)
})

it('while the card page cannot be closed nothing else is ordered, which is said within half a minute [C39]', async () => {
  const { pricedCartId } = await buyer().toThePaymentPage(wanted)
  box.cards.misbehave({ operation: 'checkout.sessions.expire', fault: 'away', times: 100_000 })
  const began = performance.now()
  const refused = await purchaseOrder(pricedCartId)
  expect(performance.now() - began).toBeLessThan(30_000)
  expect([refused.status, codeOf(refused)]).toEqual([409, 'card-page-open'])
  expect(await counted('orders', `priced_cart_id = '${pricedCartId}'`)).toBe(0)
  box.cards.behave()
  orderIn(await purchaseOrder(pricedCartId))
  expect(sessions().open).toBe(0)
}, 90_000)

it('money that comes all the same goes back once, and buyer, staff and finance read why [C39]', async () => {
  const fiona = await box.staff('fiona')
  const { pricedCartId, paymentId } = await buyer().toThePaymentPage(wanted)
  const order = orderIn(await purchaseOrder(pricedCartId))
  const page = await stray(paymentId)
  const known = new Set(box.cards.state().events.map(({ id }) => id))
  box.cards.misbehave({ operation: 'checkout.session.completed', fault: 'twice', copies: 10 })
  // The refund is made, its answer is lost; the next try is answered with a failure although it is there.
  box.cards.misbehave({ operation: 'refunds.create', fault: 'fail-after', times: 1 })
  await fetch(page, { method: 'POST', body: new URLSearchParams({ card: goodCard }), redirect: 'manual' })
  const event = await until(systemClock, 'the processor announces the payment', async () =>
    box.cards.state().events.find(({ id, type }) => type === 'checkout.session.completed' && !known.has(id)),
  )
  await box.workUntil(
    async () => (await counted('card_returns', `state = 'returned' and order_id = '${order.id}'`)) === 1,
  )
  box.cards.resendWebhook(event.id, 5)
  await box.drain()
  expect(box.cards.state().refunds).toBe(1)
  expect(await counted('card_returns')).toBe(1)
  expect(await counted('orders', `priced_cart_id = '${pricedCartId}'`)).toBe(1)
  const [row] = await box.database.db.execute(
    `select count(*)::int as entries from journal_entries where reference_kind = 'card-return'`,
  )
  expect(row?.['entries']).toBe(2)
  expect(await balance('unmatched-receipts')).toBe(0)

  await box.drain()
  expect(await pageOf(alice, `/orders/${order.id}`)).toContain('Paid twice, given back')
  const receipt = pdfText((await alice.open(`${box.url}/api/orders/${order.id}/receipt.pdf`)).body).replace(/\s+/g, ' ')
  expect(receipt).toMatch(/Paid twice, given back: [\d.,]+ EUR went back to the card on/)
  const [mail, ...more] = moneyBackMails()
  expect([mail?.to, more]).toEqual([['alice@acme.example'], []])
  expect(mail?.subject).toMatch(/^[\d.,]+ EUR goes back to your card$/)
  expect(mail?.text).toContain(`Order ${order.number} was paid twice`)
  expect(mail?.text).toContain(`${box.url}/orders/${order.id}`)
  expect(await pageOf(fiona, `/admin/orders/${order.id}`)).toMatch(/class="timeline".*Paid twice, given back/)
  const [payout] = box.cards.payOut()
  await box.workUntil(() => one(`select 1 from payouts where payout_id = '${String(payout?.['id'])}'`))
  expect(await balance('card-clearing')).toBe(0)
  expect(await balance('unmatched-receipts')).toBe(0)
  const sheet = await pageOf(fiona, `/admin/finance/payouts/${String(payout?.['id'])}`)
  expect(sheet).toContain('Closes to zero')
  expect(sheet).toContain('Paid twice, given back')
  const today = clock.now().toISOString().slice(0, 10)
  await fiona.send(`${box.url}/admin/finance/match`, { from: today, through: today })
  expect(await pageOf(fiona, '/admin/finance/match')).toContain('Paid twice, given back')
  expect(await pageOf(fiona, '/admin/finance')).toContain('Paid twice, given back')
})

it('money that the bank does not take back is told as that, and is in the books again [C39]', async () => {
  const refundId = String(await one(`select refund_id from card_returns where state = 'returned' limit 1`))
  expect(box.cards.failRefund(refundId)).toBe(true)
  await box.workUntil(async () => (await counted('card_returns', `state = 'failed'`)) === 1)
  await box.drain()
  expect(await balance('unmatched-receipts')).toBeLessThan(0)
  const orderId = String(await one(`select order_id from card_returns`))
  expect(await pageOf(alice, `/orders/${orderId}`)).toContain('The bank did not accept the refund of')
  const receipt = pdfText((await alice.open(`${box.url}/api/orders/${orderId}/receipt.pdf`)).body).replace(/\s+/g, ' ')
  expect(receipt).toContain('Paid twice: the bank did not take')
  expect(moneyBackMails().map(({ subject }) => subject)).toEqual([
    expect.stringMatching(/EUR could not go back to your card$/),
    expect.stringMatching(/EUR goes back to your card$/),
  ])
  // The fee of the failed refund's payment was taken from the first payout, so this one is what came back.
  const [payout] = box.cards.payOut()
  await box.workUntil(() => one(`select 1 from payouts where payout_id = '${String(payout?.['id'])}'`))
  expect(await balance('card-clearing')).toBe(0)
})

it('twenty ways at once make one order, and no card page stays open [C39]', async () => {
  await buyer().put(wanted)
  const { id: pricedCartId } = await buyer().price()
  const byCard = () => alice.tell('POST', `${box.url}/api/orders`, { pricedCartId, method: 'card' })
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? byCard() : purchaseOrder(pricedCartId))),
  )
  expect(answers.filter(({ status }) => status >= 500)).toEqual([])
  await box.drain()
  expect(await counted('orders', `priced_cart_id = '${pricedCartId}'`)).toBe(1)
  expect(sessions().open).toBe(0)
})

it('a page that the processor may have made before it failed is closed before the next one opens [C39]', async () => {
  await buyer().put(wanted)
  const { id: pricedCartId } = await buyer().price()
  const byCard = () => alice.tell('POST', `${box.url}/api/orders`, { pricedCartId, method: 'card' })
  const before = sessions()
  // The library asks twice under one key, and the processor repeats its failure.
  box.cards.misbehave({ operation: 'checkout.sessions.create', fault: 'fail-after', times: 1 })
  const failed = await byCard()
  expect(failed.status).toBe(503)
  expect(sessions().open).toBe(before.open + 1)
  const opened = placementAnswer.parse(JSON.parse((await byCard()).body.toString('utf8')))
  expect(opened.redirectUrl).toContain('/pay/')
  expect(sessions()).toMatchObject({ open: before.open + 1, expired: before.expired + 1 })
  await alice.send(opened.redirectUrl ?? '', { card: goodCard })
  expect(await counted('orders', `priced_cart_id = '${pricedCartId}' and payment_method = 'card'`)).toBe(1)
})

it('an emptied cart, and an offer whose time is over, close their card pages [C39]', async () => {
  const emptied = await buyer().toThePaymentPage(wanted)
  const cart = await one(`select id from cart_lines order by position desc limit 1`)
  await alice.tell('DELETE', `${box.url}/api/cart/lines/${String(cart)}`)
  await box.drain()
  expect(await check(emptied.paymentId)).toMatchObject({ state: 'expired' })
  expect(sessions().open).toBe(0)

  const late = await buyer().toThePaymentPage(wanted)
  await box.database.db.execute(
    `update priced_carts set expires_at = '${clock.now().toISOString()}' where id = '${late.pricedCartId}'`,
  )
  await closeEndedOffers(box.store.deps)
  expect(sessions().open).toBe(0)
  expect(await check(late.paymentId)).toMatchObject({ state: 'expired' })
})

async function balance(account: string): Promise<number> {
  return Number(
    await one(
      `select coalesce(sum(case side when 'debit' then minor else -minor end), 0)::int from journal_lines where account = '${account}'`,
    ),
  )
}

it('forms may lead to a card page on a domain of one’s own', async () => {
  const own = await startBox({ env: { STRIPE_CHECKOUT_ORIGIN: 'https://pay.vendor.example' } })
  const policy = (await fetch(`${own.url}/sign-in`)).headers.get('content-security-policy') ?? ''
  await own.close()
  expect(/form-action ([^;]*)/.exec(policy)?.[1]?.split(' ')).toEqual(
    expect.arrayContaining(["'self'", own.cards.url, 'https://pay.vendor.example']),
  )
})
