import { createHmac } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createStripeProcessor } from '../../../src/adapters/payment/stripe/index.ts'
import { InvalidSignature } from '../../../src/domains/money/payments/port.ts'
import { money } from '../../../src/kernel/money.ts'
import { PartnerFailure } from '../../../src/kernel/partner-failure.ts'
import { createLog } from '../../../src/platform/log/log.ts'
import { describeCardProcessor, newCardPayment } from './contract.ts'
import { type StripeWorld, signatureIn, stripeWorld, webhookEndpoint, webhookSecret } from './stripe-world.ts'

let world: StripeWorld
let endpoint: Awaited<ReturnType<typeof webhookEndpoint>>

beforeAll(async () => {
  endpoint = await webhookEndpoint()
  world = await stripeWorld(() => endpoint.url)
})
afterAll(async () => {
  await world.close()
  await endpoint.close()
})

describe('card processor port on Stripe', () => {
  describeCardProcessor(() => world)
})

describe('Stripe webhooks', () => {
  const sign = (body: string, at: Date, secret = webhookSecret) => {
    const seconds = Math.floor(at.getTime() / 1000)
    return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`
  }
  const fixture = () =>
    readFile(new URL('../../fixtures/stripe/checkout-session-completed.json', import.meta.url), 'utf8')

  it('reads an event that the processor sent over the wire', async () => {
    const session = await world.processor.createSession(newCardPayment())
    await world.buyerPays(session.url ?? '', 'at-once')
    const about = () =>
      endpoint.received.find(
        ({ type, body }) => type === 'checkout.session.completed' && body.includes(session.sessionId),
      )
    await vi.waitFor(() => expect(about()).toBeDefined(), { timeout: 10_000 })
    const delivery = about()
    const event = await world.processor.readEvent(delivery?.body ?? Buffer.alloc(0), signatureIn(delivery))
    expect(event).toEqual({
      eventId: delivery?.id,
      type: 'checkout.session.completed',
      objectId: session.sessionId,
      paymentId: session.paymentId,
    })
  })

  it('reads an event whose text is not ASCII, byte for byte', async () => {
    const body = await fixture()
    expect(body).toContain('Grüße')
    const event = await world.processor.readEvent(Buffer.from(body), sign(body, world.clock.now()))
    expect(event).toEqual({
      eventId: 'evt_fixture',
      type: 'checkout.session.completed',
      objectId: 'cs_test_fixture',
      paymentId: 'pay_fixture',
    })
  })

  it('refuses a body that was altered by one byte', async () => {
    const body = await fixture()
    const signature = sign(body, world.clock.now())
    const altered = Buffer.from(body.replace('12050', '12051'))
    await expect(world.processor.readEvent(altered, signature)).rejects.toThrow(InvalidSignature)
  })

  it('refuses a signature that is missing, malformed or made with another secret', async () => {
    const body = Buffer.from(await fixture())
    for (const signature of ['', 'v1=00', 't=1', 'nonsense', sign(body.toString(), world.clock.now(), 'whsec_other')])
      await expect(world.processor.readEvent(body, signature), signature).rejects.toThrow(InvalidSignature)
  })

  it('believes a signature for five minutes and not a second longer', async () => {
    const body = await fixture()
    const secondsAgo = (seconds: number) => new Date(world.clock.now().getTime() - seconds * 1000)
    expect((await world.processor.readEvent(Buffer.from(body), sign(body, secondsAgo(300)))).eventId).toBe(
      'evt_fixture',
    )
    await expect(world.processor.readEvent(Buffer.from(body), sign(body, secondsAgo(301)))).rejects.toThrow(
      InvalidSignature,
    )
  })

  it('accepts one good signature among several, as while a secret is being rolled', async () => {
    const body = await fixture()
    const good = sign(body, world.clock.now())
    const [time = '', v1 = ''] = good.split(',')
    const event = await world.processor.readEvent(Buffer.from(body), `${time},v1=${'0'.repeat(64)},${v1}`)
    expect(event.eventId).toBe('evt_fixture')
  })
})

describe('Stripe failures', () => {
  const failureOf = async (work: Promise<unknown>): Promise<PartnerFailure> => {
    const error: unknown = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    if (!(error instanceof PartnerFailure)) throw new Error('expected a PartnerFailure')
    return error
  }

  it('name what Stripe said without repeating what was sent', async () => {
    const payment = newCardPayment({ customerEmail: 'no address at all', amount: money(10, 'EUR') })
    const failure = await failureOf(world.processor.createSession(payment))
    expect(failure.judgement).toBe('final')
    expect(failure.message).toMatch(/status 400.*parameter.*request req_/)
    expect(JSON.stringify([failure.message, failure.cause ?? null])).not.toContain('no address at all')
  })

  it('say amount_too_small by its code', async () => {
    const failure = await failureOf(world.processor.createSession(newCardPayment({ amount: money(49, 'EUR') })))
    expect(failure.message).toContain('code amount_too_small')
  })

  it('are final for a wrong key and do not show it', async () => {
    const wrong = createStripeProcessor({
      secretKey: 'sk_test_wrong_0123456789',
      webhookSecret,
      apiUrl: world.box.url,
      timeoutMs: 2000,
      log: createLog({ level: 'silent' }),
    })
    const failure = await failureOf(wrong.ping())
    expect(failure.judgement).toBe('final')
    expect(failure.message).not.toContain('wrong')
  })

  it('are retryable when the answer takes too long', async () => {
    const hasty = createStripeProcessor({
      secretKey: 'sk_test_store',
      webhookSecret,
      apiUrl: world.box.url,
      timeoutMs: 200,
      log: createLog({ level: 'silent' }),
    })
    world.box.misbehave({ operation: 'balance.retrieve', fault: 'slow', times: 2, delayMs: 1000 })
    expect((await failureOf(hasty.ping())).judgement).toBe('retryable')
  })

  it('are retryable when nobody listens at the address', async () => {
    const nobody = createStripeProcessor({
      secretKey: 'sk_test_store',
      webhookSecret,
      apiUrl: 'http://127.0.0.1:9',
      timeoutMs: 500,
      log: createLog({ level: 'silent' }),
    })
    expect((await failureOf(nobody.ping())).judgement).toBe('retryable')
  })
})
