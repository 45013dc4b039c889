import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Stripe from 'stripe'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buyerPays, type StripeWorld, secretKey, stripeWorld } from '../../adapters/payment/stripe-world.ts'
import { publishedTypes } from './published-types.ts'

// A program that reads Stripe's objects may rely on each field that the published type always has.

let world: StripeWorld
let differences: ReturnType<typeof publishedTypes>
const dir = mkdtempSync(join(tmpdir(), 'published-'))
beforeAll(async () => {
  world = await stripeWorld()
  differences = publishedTypes(dir)
}, 120_000)
afterAll(async () => {
  await world.close()
  rmSync(dir, { recursive: true, force: true })
})

const get = async (path: string): Promise<Record<string, unknown>> => {
  const answer = await fetch(`${world.box.url}/v1/${path}`, { headers: { authorization: `Bearer ${secretKey}` } })
  expect(answer.status).toBe(200)
  return (await answer.json()) as Record<string, unknown>
}
const sdk = () =>
  new Stripe(secretKey, {
    protocol: 'http',
    host: '127.0.0.1',
    port: new URL(world.box.url).port,
    maxNetworkRetries: 0,
  })
const newSession = () =>
  sdk().checkout.sessions.create({
    mode: 'payment',
    customer_email: 'alice@acme.example',
    line_items: [{ price_data: { currency: 'eur', unit_amount: 12_050, product_data: { name: 'Media kit' } } }],
    success_url: 'http://127.0.0.1:9/done',
    payment_intent_data: { description: 'Order 1', metadata: { orderId: 'ord_1' } },
  })
const withCharge = 'expand[]=payment_intent.latest_charge.balance_transaction'

describe('the objects of the stand-in card processor', () => {
  it('are whole for a session that is open, one that expired, and one without an e-mail address', async () => {
    const open = await newSession()
    expect(differences('Checkout.Session', await get(`checkout/sessions/${open.id}`))).toEqual([])
    await sdk().checkout.sessions.expire(open.id)
    expect(differences('Checkout.Session', await get(`checkout/sessions/${open.id}`))).toEqual([])
    const { id } = await sdk().checkout.sessions.create({
      mode: 'payment',
      line_items: [{ price_data: { currency: 'jpy', unit_amount: 500, product_data: { name: 'Media kit' } } }],
      success_url: 'http://127.0.0.1:9/done',
    })
    expect(differences('Checkout.Session', await get(`checkout/sessions/${id}`))).toEqual([])
  })

  it.each(['at-once', 'declined', 'confirmed', 'refused'] as const)(
    'are whole for a payment %s, with its intent, charge and balance transaction',
    async (how) => {
      const session = await newSession()
      await buyerPays(session.url ?? '', how)
      const found = await get(`checkout/sessions/${session.id}?${withCharge}`)
      expect(found['payment_intent']).toMatchObject({ object: 'payment_intent' })
      expect(differences('Checkout.Session', found)).toEqual([])
      const { id, latest_charge: charge } = found['payment_intent'] as {
        id: string
        latest_charge: { id: string } | null
      }
      expect(charge === null).toBe(how === 'refused')
      expect(differences('PaymentIntent', await get(`payment_intents/${id}`))).toEqual([])
      if (charge) expect(differences('Charge', await get(`charges/${charge.id}`))).toEqual([])
    },
  )

  it('are whole for a refund, one that the bank did not take, fees, payouts, events and lists', async () => {
    const session = await newSession()
    await buyerPays(session.url ?? '', 'at-once')
    const { payment_intent: intent } = await get(`checkout/sessions/${session.id}`)
    const refund = await sdk().refunds.create({ payment_intent: String(intent), amount: 50 })
    expect(differences('Refund', await get(`refunds/${refund.id}`))).toEqual([])
    expect(world.box.failRefund(refund.id)).toBe(true)
    const failed = await get(`refunds/${refund.id}`)
    expect(failed).toMatchObject({ status: 'failed', failure_reason: 'unknown' })
    expect(differences('Refund', failed)).toEqual([])
    world.box.chargeFee({ amount: 200, currency: 'eur', description: 'Monthly fee' })
    expect(differences('Balance', await get('balance'))).toEqual([])
    world.box.payOut()
    await expectWholeList('payouts?limit=100', 'Payout')
    await expectWholeList('balance_transactions?limit=100&expand[]=data.source', 'BalanceTransaction')
    await expectWholeList('refunds?limit=100', 'Refund')
    await expectWholeList('checkout/sessions?limit=100', 'Checkout.Session')
    const events = await expectWholeList('events?limit=100', 'Event')
    expect(new Set(events.map(({ type }) => type))).toEqual(
      new Set([
        'charge.refunded',
        'charge.succeeded',
        'checkout.session.completed',
        'checkout.session.expired',
        'payment_intent.payment_failed',
        'payment_intent.succeeded',
        'payout.paid',
        'refund.failed',
      ]),
    )
    for (const { data } of events) expect(differences(typeOf(data.object.object), data.object)).toEqual([])
  })

  it('are seen as not whole when a field is missing, at any depth, or is null and must not be', async () => {
    const { id } = await newSession()
    const session = await get(`checkout/sessions/${id}`)
    const { wallet_options: _, ...rest } = session
    expect(differences('Checkout.Session', rest)).toEqual(['Checkout.Session.wallet_options is missing'])
    expect(differences('Checkout.Session', { ...session, created: null, total_details: { amount_tax: 0 } })).toEqual([
      'Checkout.Session.created is null',
      'Checkout.Session.total_details.amount_discount is missing',
      'Checkout.Session.total_details.amount_shipping is missing',
    ])
  })
})

type Listed = { readonly type: string; readonly data: { readonly object: { readonly object: string } } }

async function expectWholeList(path: string, type: Parameters<typeof differences>[0]): Promise<readonly Listed[]> {
  const list = await get(path)
  expect(differences('ApiList<unknown>', list)).toEqual([])
  const rows = list['data'] as readonly Listed[]
  expect(rows.length).toBeGreaterThan(0)
  for (const row of rows) expect(differences(type, row)).toEqual([])
  return rows
}

function typeOf(object: string): Parameters<typeof differences>[0] {
  const names = {
    'checkout.session': 'Checkout.Session',
    payment_intent: 'PaymentIntent',
    charge: 'Charge',
    refund: 'Refund',
    payout: 'Payout',
  } as const
  const name = names[object as keyof typeof names]
  if (!name) throw new Error(`An event carries ${object}`)
  return name
}
