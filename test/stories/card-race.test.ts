import { afterAll, beforeAll, expect, it } from 'vitest'
import { paymentAnswer } from '../../src/cli/demo/answers.ts'
import { until } from '../../src/cli/demo/until.ts'
import { createVisitor, type Visitor } from '../../src/cli/demo/visitor.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { stripeSignature } from '../support/api-callers.ts'
import { type Box, startBox } from '../support/box.ts'
import { goodCard, shopping } from '../support/shopping.ts'

let box: Box
let alice: Visitor
beforeAll(async () => {
  box = await startBox()
  alice = await box.member('alice@acme.example')
})
afterAll(() => box.close())

const counted = async (table: string, where = 'true') => {
  const [row] = await box.database.db.execute(`select count(*)::int as n from ${table} where ${where}`)
  return row?.['n']
}
const eventIds = () =>
  box.cards
    .state()
    .events.filter(({ type }) => type === 'checkout.session.completed')
    .map(({ id }) => id)

/** Where the next order number comes from; reading it draws none. */
async function orderNumbersDrawn(): Promise<unknown> {
  const [row] = await box.database.db.execute('select last_value::text as value, is_called as drawn from order_numbers')
  return row
}

async function countOfNumbers(): Promise<number> {
  const [row] = await box.database.db.execute(
    'select (last_value + case when is_called then 1 else 0 end)::int as next from order_numbers',
  )
  return Number(row?.['next'])
}

it('a payment that is asked about, and announced, before the money is there makes no order and burns no number [C1]', async () => {
  const drawnBefore = await orderNumbersDrawn()
  const { paymentId } = await shopping(box.url, alice).toThePaymentPage({ partNumber: 'KIT-BRUSH-14' })
  const check = () => alice.ask(paymentAnswer, 'POST', `${box.url}/api/payments/${paymentId}/check`)
  for (let n = 0; n < 5; n += 1) expect(await check()).toEqual({ state: 'open', orderId: null })

  const [payment] = await box.database.db.execute('select stripe_session_id as session from payments')
  for (const type of ['checkout.session.completed', 'checkout.session.async_payment_succeeded'])
    expect(await announce({ id: `evt_unready_${type}`, type, sessionId: String(payment?.['session']) })).toBe(200)
  expect(await counted('inbound_events', "event_id like 'evt_unready_%'")).toBe(2)
  await box.store.worker?.drain({ includeDelayed: true })

  expect(await check()).toEqual({ state: 'open', orderId: null })
  expect(await counted('orders')).toBe(0)
  expect(await orderNumbersDrawn()).toEqual(drawnBefore)
})

/** An event as the processor signs it, whatever it says. */
async function announce(event: { id: string; type: string; sessionId: string }): Promise<number> {
  const body = JSON.stringify({
    id: event.id,
    object: 'event',
    type: event.type,
    created: 1,
    livemode: false,
    pending_webhooks: 1,
    data: { object: { id: event.sessionId, object: 'checkout.session', payment_status: 'unpaid', status: 'open' } },
  })
  const headers = { 'content-type': 'application/json', 'stripe-signature': stripeSignature(box, body) }
  return (await fetch(`${box.url}/webhooks/stripe`, { method: 'POST', headers, body })).status
}

it('return page and webhook racing a hundred times give one order, one capture and one push a line [P1] [C1]', async () => {
  const numbersBefore = await counted('orders')
  const drawnBefore = await countOfNumbers()
  const wanted = [{ partNumber: 'KIT-BRUSH-14' }, { partNumber: 'TEXTURES-2-LIC' }]
  const { paymentPage, paymentId } = await shopping(box.url, alice).toThePaymentPage(...wanted)
  const checked = `${box.url}/api/payments/${paymentId}/check`
  const racers = Array.from({ length: 100 }, (_, n) => async () => {
    if (n === 10) await alice.send(paymentPage, { card: goodCard })
    const [event] = eventIds()
    if (n % 2 === 1 && event !== undefined) box.cards.resendWebhook(event, 2)
    if (n % 10 === 0) await box.drain()
    return alice.ask(paymentAnswer, 'POST', checked)
  })
  await Promise.all(racers.map((race) => race()))
  const paid = await box.workUntil(async () => (await alice.ask(paymentAnswer, 'POST', checked)).orderId)
  for (const event of eventIds()) await delivered(event)
  await box.drain()

  expect(await counted('orders')).toBe(Number(numbersBefore) + 1)
  // Racers that lost drew none: what a transaction draws from a sequence, it does not give back.
  expect(await countOfNumbers()).toBe(drawnBefore + 1)
  expect(await counted('payments', `state = 'settled'`)).toBe(1)
  expect(box.cards.state().sessions.complete).toBe(1)
  const order = await box.workUntil(async () => {
    const seen = await shopping(box.url, alice).see(paid)
    return seen.lines.some(({ right }) => right?.live === true) && seen
  })
  const onPlatform = await box.store.deps.platform.linesOfOrder(order.number)
  expect(onPlatform.lines).toHaveLength(1)
  expect(await counted('media_jobs', `order_id = '${paid}'`)).toBe(1)
})

it('the same event delivered ten times at once has one effect, also when nobody came back from the payment page [C2]', async () => {
  const known = new Set(eventIds())
  const before = await counted('orders')
  const { paymentPage, paymentId } = await shopping(box.url, alice).toThePaymentPage({ partNumber: 'KIT-PAINT-PRO-20' })
  await createVisitor().send(paymentPage, { card: goodCard })
  const event = await until(systemClock, 'the processor announces the payment', async () =>
    eventIds().find((id) => !known.has(id)),
  )
  expect(box.cards.resendWebhook(event, 10)).toBe(true)
  await delivered(event)
  await box.drain()
  expect(await counted('inbound_events', `event_id = '${event}'`)).toBe(1)
  expect(await counted('orders')).toBe(Number(before) + 1)
  expect(await counted('orders', `payment_id = '${paymentId}'`)).toBe(1)
})

it('a second card page of one cart closes the first, so that only one of them can be paid [C39]', async () => {
  const buyer = shopping(box.url, alice)
  const before = await counted('orders')
  const first = await buyer.toThePaymentPage({ partNumber: 'TEXTURES-2-LIC' })
  const second = await buyer.toThePaymentPage({ partNumber: 'TEXTURES-2-LIC' })
  expect(second.paymentId).not.toBe(first.paymentId)
  for (const { paymentPage } of [first, second]) await alice.send(paymentPage, { card: goodCard })
  const check = (paymentId: string) => alice.ask(paymentAnswer, 'POST', `${box.url}/api/payments/${paymentId}/check`)
  const answers = await Promise.all([first, second].map(({ paymentId }) => check(paymentId)))
  expect(answers.map(({ state }) => state)).toEqual(['expired', 'settled'])
  expect(answers.filter(({ orderId }) => orderId !== null)).toHaveLength(1)
  await box.drain()
  expect(await counted('orders')).toBe(Number(before) + 1)
  expect(await counted('payments', `state = 'settled' and order_id is null`)).toBe(0)
})

/** Every copy that was sent has been answered by the store. */
async function delivered(eventId: string): Promise<void> {
  await until(systemClock, 'the webhook is delivered', async () =>
    box.cards.state().events.some(({ id, state }) => id === eventId && state === 'delivered'),
  )
}
