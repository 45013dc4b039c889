import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createStripeProcessor } from '../../../src/adapters/payment/stripe/index.ts'
import { createLog } from '../../../src/platform/log/log.ts'
import { startCardProcessor } from '../../../src/sandbox/card-processor/index.ts'
import { newCardPayment } from '../../adapters/payment/contract.ts'
import {
  buyerPays,
  secretKey,
  signatureIn,
  webhookEndpoint,
  webhookSecret,
} from '../../adapters/payment/stripe-world.ts'
import { movableClock } from '../../support/movable-clock.ts'

const log = createLog({ level: 'silent' })
const cleanups: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 20 })

async function memory(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'card-processor-'))
  cleanups.push(() => rm(dataDir, { recursive: true, force: true }))
  return dataDir
}

async function endpointOf(status?: (count: number) => number) {
  const endpoint = await webhookEndpoint(status)
  cleanups.push(endpoint.close)
  return endpoint
}

async function start(dataDir: string, webhookUrl: () => string | null, clock = movableClock()) {
  const box = await startCardProcessor({
    host: '127.0.0.1',
    port: 0,
    dataDir,
    clock,
    log,
    secretKey,
    webhookSecret,
    webhookUrl,
  })
  const processor = createStripeProcessor({ secretKey, webhookSecret, apiUrl: box.url, timeoutMs: 5000, log, clock })
  const closed = { yet: false }
  const close = async () => {
    if (closed.yet) return
    closed.yet = true
    await box.close()
  }
  cleanups.push(close)
  const sell = async () => {
    const session = await processor.createSession(newCardPayment())
    await buyerPays(session.url ?? '', 'at-once')
    return session
  }
  return { box, processor, close, sell }
}

const ofASale = ['charge.succeeded', 'payment_intent.succeeded', 'checkout.session.completed']

describe('webhooks', () => {
  it('tell of a sale, a declined card, an expired session and a payout, each once', async () => {
    const endpoint = await endpointOf()
    const { box, processor, sell } = await start(await memory(), () => endpoint.url)
    const declined = await processor.createSession(newCardPayment())
    await buyerPays(declined.url ?? '', 'declined')
    await processor.expireSession(declined.sessionId)
    await sell()
    box.payOut()
    const expected = [...ofASale, 'payment_intent.payment_failed', 'checkout.session.expired', 'payout.paid'].sort()
    await until(() => expect(endpoint.received.map(({ type }) => type).sort()).toEqual(expected))
    await until(() => expect(box.state().events.every(({ state }) => state === 'delivered')).toBe(true))
  })

  it('are sent again until they are answered with 2xx, each time freshly signed over the same bytes', async () => {
    const endpoint = await endpointOf((count) => (count < 4 ? 500 : 200))
    const clock = movableClock()
    const { box, processor } = await start(await memory(), () => endpoint.url, clock)
    const session = await processor.createSession(newCardPayment())
    await processor.expireSession(session.sessionId)
    await until(() => expect(endpoint.received.length).toBe(1))
    clock.advance({ minutes: 10 })
    await until(() => expect(box.state().events[0]).toMatchObject({ state: 'delivered', attempts: 4 }))
    expect(new Set(endpoint.received.map(({ body }) => body.toString())).size).toBe(1)
    const last = endpoint.received.at(-1)
    const event = await processor.readEvent(last?.body ?? Buffer.alloc(0), signatureIn(last))
    expect(event.objectId).toBe(session.sessionId)
  })

  it('wait for an address, survive a restart and keep their ids', async () => {
    const dataDir = await memory()
    const first = await start(dataDir, () => null)
    const session = await first.sell()
    const waiting = first.box.state().events.map(({ id }) => id)
    await first.close()
    const endpoint = await endpointOf()
    const second = await start(dataDir, () => endpoint.url)
    await until(() => expect(endpoint.received.map(({ id }) => id).sort()).toEqual([...waiting].sort()))
    expect(await second.processor.readSession(session.sessionId)).toMatchObject({ state: 'paid' })
  })

  it('come many times in parallel when asked for', async () => {
    const endpoint = await endpointOf()
    const { box, sell } = await start(await memory(), () => endpoint.url)
    box.misbehave({ operation: 'checkout.session.completed', fault: 'twice', copies: 20 })
    await sell()
    const completed = () => endpoint.received.filter(({ type }) => type === 'checkout.session.completed')
    await until(() => expect(completed()).toHaveLength(20))
    expect(new Set(completed().map(({ id }) => id)).size).toBe(1)
  })

  it('come last one first when asked for', async () => {
    const endpoint = await endpointOf()
    const { box, sell } = await start(await memory(), () => endpoint.url)
    box.misbehave({ fault: 'reorder', times: 3 })
    await sell()
    await until(() => expect(endpoint.received.map(({ type }) => type)).toEqual([...ofASale].reverse()))
  })

  it('are held until released, also over a restart', async () => {
    const dataDir = await memory()
    const endpoint = await endpointOf()
    const first = await start(dataDir, () => endpoint.url)
    first.box.misbehave({ fault: 'hold-webhooks', times: 3 })
    await first.sell()
    await first.close()
    const second = await start(dataDir, () => endpoint.url)
    expect(second.box.state().events.map(({ state }) => state)).toEqual(['held', 'held', 'held'])
    await second.box.releaseWebhooks()
    expect(endpoint.received.map(({ type }) => type)).toEqual(ofASale)
  })

  it('can be sent again after delivery', async () => {
    const endpoint = await endpointOf()
    const { box, sell } = await start(await memory(), () => endpoint.url)
    await sell()
    await until(() => expect(endpoint.received).toHaveLength(3))
    await until(() => expect(box.state().events.every(({ state }) => state === 'delivered')).toBe(true))
    const eventId = box.state().events[0]?.id ?? ''
    expect(box.resendWebhook(eventId, 5)).toBe(true)
    expect(box.resendWebhook('evt_none')).toBe(false)
    await until(() => expect(endpoint.received.filter(({ id }) => id === eventId)).toHaveLength(6))
  })
})

describe('the memory', () => {
  it('keeps sessions, keys, balance and payouts over a restart', async () => {
    const dataDir = await memory()
    const first = await start(dataDir, () => null)
    const payment = newCardPayment()
    const session = await first.processor.createSession(payment)
    await first.sell()
    first.box.payOut()
    await first.sell()
    const before = first.box.state()
    await first.close()
    const second = await start(dataDir, () => null)
    const { sessions, payouts, available, refunds } = second.box.state()
    expect({ sessions, payouts, available, refunds }).toEqual({
      sessions: before.sessions,
      payouts: before.payouts,
      available: before.available,
      refunds: before.refunds,
    })
    const again = await second.processor.createSession(payment)
    expect(again.sessionId).toBe(session.sessionId)
    expect(again.url?.startsWith(second.box.url)).toBe(true)
  })
})
