import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type StripeWorld, secretKey, stripeWorld } from '../../adapters/payment/stripe-world.ts'

let world: StripeWorld

beforeAll(async () => {
  world = await stripeWorld()
})
afterAll(() => world.close())

type Body = Record<string, unknown> & {
  readonly id?: string
  readonly url?: string
  readonly error?: { type: string; code?: string; param?: string; message: string }
}

async function call(
  method: 'GET' | 'POST',
  path: string,
  options: { form?: Record<string, string>; key?: string; bearer?: string | null } = {},
): Promise<{ status: number; headers: Headers; body: Body }> {
  const { bearer = secretKey } = options
  const answer = await fetch(`${world.box.url}${path}`, {
    method,
    headers: {
      ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
      ...(options.key === undefined ? {} : { 'idempotency-key': options.key }),
    },
    ...(method === 'POST' ? { body: new URLSearchParams(options.form) } : {}),
  })
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Body }
}

const sessionForm = (overrides: Record<string, string> = {}) => ({
  mode: 'payment',
  'line_items[0][price_data][currency]': 'eur',
  'line_items[0][price_data][unit_amount]': '12050',
  'line_items[0][price_data][product_data][name]': 'Media kit <b>& more</b>',
  'line_items[0][quantity]': '1',
  success_url: 'http://127.0.0.1:9/done?session={CHECKOUT_SESSION_ID}',
  cancel_url: 'http://127.0.0.1:9/cart',
  'metadata[orderId]': 'ord_1',
  ...overrides,
})
const create = (overrides?: Record<string, string>, key?: string) =>
  call('POST', '/v1/checkout/sessions', { form: sessionForm(overrides), ...(key === undefined ? {} : { key }) })

describe('the API', () => {
  it('answers nobody without the right key', async () => {
    for (const bearer of [null, 'sk_test_other']) {
      const { status, body } = await call('GET', '/v1/balance', { bearer })
      expect(status).toBe(401)
      expect(body.error?.type).toBe('invalid_request_error')
    }
  })

  it('names the parameter that is missing, wrong or unknown', async () => {
    const cases: [Record<string, string>, string, string | undefined][] = [
      [{ 'line_items[0][price_data][unit_amount]': 'ten' }, 'line_items[0][price_data][unit_amount]', undefined],
      [{ 'line_items[0][price_data][currency]': 'xyz' }, 'line_items[0][price_data][currency]', undefined],
      [{ 'payment_method_types[0]': 'card' }, 'payment_method_types', 'parameter_unknown'],
      [{ success_url: 'not an address' }, 'success_url', undefined],
      [{ customer_email: 'nobody' }, 'customer_email', undefined],
    ]
    for (const [overrides, param, code] of cases) {
      const { status, body } = await create(overrides)
      expect(status).toBe(400)
      expect(body.error).toMatchObject({ type: 'invalid_request_error', param })
      expect(body.error?.code).toBe(code)
    }
    const { success_url: _left, ...rest } = sessionForm()
    const { body } = await call('POST', '/v1/checkout/sessions', { form: rest })
    expect(body.error).toMatchObject({ code: 'parameter_missing', param: 'success_url' })
  })

  it('repeats its answer under an idempotency key, and refuses the key for other parameters', async () => {
    const first = await create({}, 'key-1')
    const second = await create({}, 'key-1')
    expect(second.body).toEqual(first.body)
    expect(second.headers.get('idempotent-replayed')).toBe('true')
    const other = await create({ 'line_items[0][quantity]': '2' }, 'key-1')
    expect(other.status).toBe(400)
    expect(other.body.error?.type).toBe('idempotency_error')
  })

  it('does not keep a refusal under the key, so the call can be made right', async () => {
    expect((await create({ mode: 'setup' }, 'key-2')).status).toBe(400)
    expect((await create({}, 'key-2')).status).toBe(200)
  })

  it('makes one session for one key although its answer was lost', async () => {
    const before = world.box.state().sessions.open
    world.box.misbehave({ operation: 'checkout.sessions.create', fault: 'lose-answer' })
    await expect(create({}, 'key-3')).rejects.toMatchObject({ cause: { code: 'UND_ERR_SOCKET' } })
    expect((await create({}, 'key-3')).status).toBe(200)
    expect(world.box.state().sessions.open).toBe(before + 1)
  })

  it('does nothing while it is away', async () => {
    const before = world.box.state().sessions.open
    world.box.misbehave({ operation: 'checkout.sessions.create', fault: 'away' })
    await expect(create()).rejects.toMatchObject({ cause: { code: 'UND_ERR_SOCKET' } })
    expect(world.box.state().sessions.open).toBe(before)
  })

  it('expands what is behind an id, and refuses a path that is not there', async () => {
    const { body } = await create()
    await world.buyerPays(body.url ?? '', 'at-once')
    const path = `/v1/checkout/sessions/${body.id}`
    const expanded = await call('GET', `${path}?expand[]=payment_intent.latest_charge.balance_transaction`)
    expect(expanded.body).toMatchObject({
      payment_status: 'paid',
      payment_intent: {
        object: 'payment_intent',
        status: 'succeeded',
        latest_charge: {
          object: 'charge',
          paid: true,
          // 2.9 % of 120.50 is 3.4945, and 0.30.
          balance_transaction: { amount: 12_050, fee: 379, net: 11_671, reporting_category: 'charge' },
        },
      },
    })
    expect((await call('GET', `${path}?expand[]=nothing`)).status).toBe(400)
  })

  it('lists in pages, newest first, without missing or repeating', async () => {
    for (let i = 0; i < 5; i += 1) await create()
    const ids: string[] = []
    let after = ''
    for (;;) {
      const { body } = await call('GET', `/v1/checkout/sessions?limit=3${after}`)
      const data = body['data'] as { id: string }[]
      ids.push(...data.map(({ id }) => id))
      if (body['has_more'] !== true) break
      after = `&starting_after=${ids.at(-1)}`
    }
    const { sessions } = world.box.state()
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toHaveLength(sessions.open + sessions.complete + sessions.expired)
  })

  it('refunds once, up to what was charged, and takes it from the balance', async () => {
    const { body } = await create()
    await world.buyerPays(body.url ?? '', 'at-once')
    const session = await call('GET', `/v1/checkout/sessions/${body.id}`)
    const payment_intent = String(session.body['payment_intent'])
    const available = () => world.box.state().available.find(({ currency }) => currency === 'eur')?.amount ?? 0
    const before = available()
    const form = { payment_intent, amount: '2050' }
    const first = await call('POST', '/v1/refunds', { form, key: 'refund-1' })
    const again = await call('POST', '/v1/refunds', { form, key: 'refund-1' })
    expect(again.body.id).toBe(first.body.id)
    expect(available()).toBe(before - 2050)
    const tooMuch = await call('POST', '/v1/refunds', { form: { payment_intent, amount: '10001' } })
    expect(tooMuch.body.error?.param).toBe('amount')
    await call('POST', '/v1/refunds', { form: { payment_intent } })
    const over = await call('POST', '/v1/refunds', { form: { payment_intent } })
    expect(over.body.error?.code).toBe('charge_already_refunded')
  })

  it('expires a session when its day is over', async () => {
    const { body } = await create()
    world.clock.advance({ days: 1 })
    const { body: later } = await call('GET', `/v1/checkout/sessions/${body.id}`)
    expect(later).toMatchObject({ status: 'expired', url: null })
    expect((await fetch(body.url ?? '')).status).toBe(410)
  })

  it('forgets a key after a day and then makes a new session', async () => {
    const { body: first } = await create({}, 'key-4')
    world.clock.advance({ days: 1 })
    const { body: second } = await create({}, 'key-4')
    expect(second.id).not.toBe(first.id)
    expect(second['status']).toBe('open')
  })
})

describe('the payment page', () => {
  const page = async (url: string) => {
    const answer = await fetch(url)
    return { answer, html: await answer.text() }
  }

  it('shows amount and description as text, without JavaScript', async () => {
    const { body } = await create()
    const { answer, html } = await page(body.url ?? '')
    expect(html).toContain('120.50 EUR')
    expect(html).toContain('Media kit &#60;b&#62;&#38; more&#60;/b&#62;')
    expect(html).not.toMatch(/<script|onclick/)
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it('says that a card was declined, and still takes another', async () => {
    const { body } = await create()
    const url = body.url ?? ''
    expect(new URL(await world.buyerPays(url, 'declined'), url).href).toBe(url)
    expect((await page(url)).html).toContain('The card was declined.')
    expect(await world.buyerPays(url, 'at-once')).toBe(`http://127.0.0.1:9/done?session=${body.id}`)
  })

  it('asks for a confirmation where the bank wants one, and shows a refusal', async () => {
    const { body } = await create()
    const url = body.url ?? ''
    const pay = { method: 'POST', body: new URLSearchParams({ card: '4000002500003155' }) }
    expect(await (await fetch(url, pay)).text()).toContain('Yes, confirm the payment')
    await world.buyerPays(url, 'refused')
    expect((await page(url)).html).toContain('could not confirm')
    expect(await world.buyerPays(url, 'confirmed')).toBe(`http://127.0.0.1:9/done?session=${body.id}`)
  })

  it('charges once however often and however parallel the form is posted', async () => {
    const { body } = await create()
    const places = await Promise.all(Array.from({ length: 10 }, () => world.buyerPays(body.url ?? '', 'at-once')))
    expect(new Set(places).size).toBe(1)
    const session = await call('GET', `/v1/checkout/sessions/${body.id}?expand[]=payment_intent`)
    const intent = session.body['payment_intent'] as { latest_charge: string }
    const moves = await call('GET', `/v1/balance_transactions?source=${intent.latest_charge}`)
    expect(moves.body['data']).toHaveLength(1)
  })

  it('is not found for a session that does not exist', async () => {
    expect((await fetch(`${world.box.url}/pay/cs_test_none`)).status).toBe(404)
  })
})

describe('the controls', () => {
  const post = (path: string, body: unknown) =>
    fetch(`${world.box.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })

  it('pay out over HTTP all that is available, once', async () => {
    const { body } = await create({ 'line_items[0][price_data][currency]': 'usd' })
    await world.buyerPays(body.url ?? '', 'at-once')
    const first = (await (await post('/sandbox/payouts', {})).json()) as { payouts: { currency: string }[] }
    expect(first.payouts.map(({ currency }) => currency)).toContain('usd')
    expect(await (await post('/sandbox/payouts', {})).json()).toEqual({ payouts: [] })
  })

  it('exchange what is paid in another currency, and say at which rate', async () => {
    expect((await post('/sandbox/settlement', { currency: 'EUR', rates: { GBP: 1.2 } })).status).toBe(200)
    expect((await post('/sandbox/settlement', { currency: 'EUR', rates: { GBP: 0 } })).status).toBe(400)
    const { body } = await create({ 'line_items[0][price_data][currency]': 'gbp' })
    await world.buyerPays(body.url ?? '', 'at-once')
    const session = await call('GET', `/v1/checkout/sessions/${body.id}?expand[]=payment_intent`)
    const { latest_charge: charge } = session.body['payment_intent'] as { latest_charge: string }
    const paid = await call('GET', `/v1/charges/${charge}?expand[]=balance_transaction`)
    const amount = Math.round(Number(paid.body['amount']) * 1.2)
    expect(paid.body).toMatchObject({
      currency: 'gbp',
      balance_transaction: { currency: 'eur', amount, exchange_rate: 1.2 },
    })
    expect((await post('/sandbox/settlement', { currency: 'EUR' })).status).toBe(200)
  })

  it('refuse a misbehaviour that they do not know', async () => {
    expect((await post('/sandbox/misbehave', { fault: 'explode' })).status).toBe(400)
    expect((await post('/sandbox/misbehave', { fault: 'away', operation: 'charges.retrieve' })).status).toBe(200)
    expect((await call('GET', '/v1/balance')).status).toBe(200)
    expect((await post('/sandbox/behave', {})).status).toBe(200)
    expect(world.box.state().faults).toEqual([])
  })

  it('show people the balance and the payments on a page', async () => {
    const html = await (await fetch(`${world.box.url}/`)).text()
    expect(html).toContain('Pay out all that is available')
    expect(html).toContain('Media kit &#60;b&#62;')
  })
})
