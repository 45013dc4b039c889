import { afterAll, beforeAll, expect, it } from 'vitest'
import { paymentAnswer } from '../../src/cli/demo/answers.ts'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
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

it('an unready payment makes no order and burns no number [C1]', async () => {
  const { paymentId } = await shopping(box.url, alice).toThePaymentPage({ partNumber: 'KIT-BRUSH-14' })
  const check = () => alice.ask(paymentAnswer, 'POST', `${box.url}/api/payments/${paymentId}/check`)
  for (let n = 0; n < 5; n += 1) expect(await check()).toEqual({ state: 'open', orderId: null })
  await box.store.worker?.drain({ includeDelayed: true })
  expect(await counted('orders')).toBe(0)
})

it('return page and webhook racing a hundred times give one order, one capture and one push a line [P1, C1]', async () => {
  const numbersBefore = await counted('orders')
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
  await box.drain()

  expect(await counted('orders')).toBe(Number(numbersBefore) + 1)
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

it('the same event delivered ten times at once has one effect [C2]', async () => {
  const [event = ''] = eventIds()
  const before = await counted('orders')
  const kept = await counted('inbound_events')
  expect(box.cards.resendWebhook(event, 10)).toBe(true)
  await box.cards.releaseWebhooks()
  await box.drain()
  expect(await counted('orders')).toBe(before)
  expect(await counted('inbound_events')).toBe(kept)
})
