import { expect, it } from 'vitest'
import type { CardProcessor, NewCardPayment } from '../../../src/domains/money/payments/port.ts'
import { newId } from '../../../src/kernel/ids.ts'
import { money } from '../../../src/kernel/money.ts'

/** What a contract run needs from the world around the processor: a buyer, a bank that pays out, and bad lines. */
export interface CardProcessorWorld {
  readonly processor: CardProcessor
  /** Pays the session on the processor's page. Resolves to where the buyer ends up. */
  buyerPays(url: string, how: 'at-once' | 'declined' | 'confirmed' | 'refused'): Promise<string>
  payOut(): Promise<void>
  chargeMonthlyFee(minor: number, currency: string): Promise<void>
  /** The next so many answers to session creation get lost after the work was done. */
  loseAnswersToCreation(times: number): Promise<void>
  /** The next so many creations are answered with a failure, and do nothing. */
  failCreation(times: number): Promise<void>
  /** Nobody answers for the next so many calls. */
  goAway(times: number): Promise<void>
}

export function newCardPayment(overrides: Partial<NewCardPayment> = {}): NewCardPayment {
  return {
    paymentId: newId('pay'),
    amount: money(12_050, 'EUR'),
    description: 'Order SO-2026-000123',
    customerEmail: 'buyer@customer.example',
    successUrl: 'http://127.0.0.1:9/done?session={CHECKOUT_SESSION_ID}',
    cancelUrl: 'http://127.0.0.1:9/cart',
    metadata: { orderId: 'ord_1' },
    ...overrides,
  }
}

/** The port's promises, run against every implementation. */
export function describeCardProcessor(world: () => CardProcessorWorld): void {
  const openSession = async (overrides?: Partial<NewCardPayment>) => {
    const payment = newCardPayment(overrides)
    const session = await world().processor.createSession(payment)
    return { payment, session, url: session.url ?? '' }
  }

  it('opens a session for the whole amount that names our payment', async () => {
    const { payment, session, url } = await openSession()
    expect(session).toMatchObject({
      state: 'open',
      paymentId: payment.paymentId,
      amount: payment.amount,
      chargeId: null,
    })
    expect(URL.canParse(url)).toBe(true)
  })

  it('gives the first session again for the same payment', async () => {
    const { payment, session } = await openSession()
    expect(await world().processor.createSession(payment)).toEqual(session)
  })

  it('tells what became of the session when creation is repeated after payment', async () => {
    const { payment, session, url } = await openSession()
    await world().buyerPays(url, 'at-once')
    const again = await world().processor.createSession(payment)
    expect(again).toMatchObject({ sessionId: session.sessionId, state: 'paid', url: null })
  })

  it('refuses another amount under the same payment id, for good', async () => {
    const { payment } = await openSession()
    const other = { ...payment, amount: money(1_000, 'EUR') }
    await expect(world().processor.createSession(other)).rejects.toMatchObject({ judgement: 'final' })
  })

  it('makes one session although the answer to its creation got lost', async () => {
    const payment = newCardPayment()
    await world().loseAnswersToCreation(2)
    await expect(world().processor.createSession(payment)).rejects.toMatchObject({ judgement: 'retryable' })
    const second = await world().processor.createSession(payment)
    expect(await world().processor.createSession(payment)).toEqual(second)
    expect(second.state).toBe('open')
  })

  it('is paid, with intent and charge, once the buyer has paid', async () => {
    const { session, url } = await openSession()
    expect(await world().buyerPays(url, 'at-once')).toBe(`http://127.0.0.1:9/done?session=${session.sessionId}`)
    const paid = await world().processor.readSession(session.sessionId)
    expect(paid).toMatchObject({ state: 'paid', url: null, amount: money(12_050, 'EUR') })
    expect(paid.paymentIntentId).toMatch(/^pi_/)
    expect(paid.chargeId).toMatch(/^ch_/)
  })

  it('stays open after a declined card, so that another card can pay', async () => {
    const { session, url } = await openSession()
    await world().buyerPays(url, 'declined')
    expect(await world().processor.readSession(session.sessionId)).toMatchObject({ state: 'open', chargeId: null })
    await world().buyerPays(url, 'at-once')
    expect(await world().processor.readSession(session.sessionId)).toMatchObject({ state: 'paid' })
  })

  it('is paid only when the bank has its confirmation', async () => {
    const { session, url } = await openSession()
    await world().buyerPays(url, 'refused')
    expect(await world().processor.readSession(session.sessionId)).toMatchObject({ state: 'open' })
    await world().buyerPays(url, 'confirmed')
    expect(await world().processor.readSession(session.sessionId)).toMatchObject({ state: 'paid' })
  })

  it('closes an open session; closing it again, or a paid one, is harmless', async () => {
    const { processor } = world()
    const { session } = await openSession()
    await processor.expireSession(session.sessionId)
    await processor.expireSession(session.sessionId)
    expect(await processor.readSession(session.sessionId)).toMatchObject({ state: 'expired', url: null })
    const other = await openSession()
    await world().buyerPays(other.url, 'at-once')
    await processor.expireSession(other.session.sessionId)
    expect(await processor.readSession(other.session.sessionId)).toMatchObject({ state: 'paid' })
  })

  it('finds every page of a payment, and says how one is that it closes', async () => {
    const { processor } = world()
    const payment = newCardPayment()
    const first = await processor.createSession(payment)
    const second = await processor.createSession({ ...payment, attempt: 2 })
    await openSession()
    expect(second.sessionId).not.toBe(first.sessionId)
    const since = new Date('2026-06-15T09:00:00Z')
    const found = await processor.sessionsOf(payment.paymentId, since)
    expect(found.map(({ sessionId }) => sessionId).sort()).toEqual([first.sessionId, second.sessionId].sort())
    expect(await processor.expireSession(first.sessionId)).toMatchObject({ state: 'expired', url: null })
    await world().buyerPays(second.url ?? '', 'at-once')
    expect(await processor.expireSession(second.sessionId)).toMatchObject({ state: 'paid' })
  })

  it('calls an answered failure of a creation unclear, for the same attempt again, and makes the next attempt', async () => {
    const { processor } = world()
    const payment = newCardPayment()
    await world().failCreation(1)
    for (let n = 0; n < 2; n += 1)
      await expect(processor.createSession(payment)).rejects.toMatchObject({ judgement: 'unclear' })
    expect(await processor.createSession({ ...payment, attempt: 2 })).toMatchObject({ state: 'open' })
  })

  it('gives money back once under a key, and tells what was given back of a payment', async () => {
    const { processor } = world()
    const { payment, session, url } = await openSession()
    await world().buyerPays(url, 'at-once')
    const intent = (await processor.readSession(session.sessionId)).paymentIntentId ?? ''
    expect(await processor.refundsOf(intent)).toEqual([])
    const refund = await processor.refund(intent, payment.amount, `${payment.paymentId}:1`)
    expect(refund).toEqual({
      refundId: refund.refundId,
      state: 'succeeded',
      amount: payment.amount,
      key: `${payment.paymentId}:1`,
    })
    expect(await processor.refund(intent, payment.amount, `${payment.paymentId}:1`)).toEqual(refund)
    expect(await processor.refundsOf(intent)).toEqual([refund])
    await expect(processor.refund(intent, payment.amount, 'other')).rejects.toMatchObject({ judgement: 'final' })
  })

  it('calls an unknown session a final failure and a silent partner a retryable one', async () => {
    const { processor } = world()
    await expect(processor.readSession('cs_test_none')).rejects.toMatchObject({ judgement: 'final' })
    await expect(processor.expireSession('cs_test_none')).rejects.toMatchObject({ judgement: 'final' })
    await world().goAway(2)
    await expect(processor.ping()).rejects.toMatchObject({ judgement: 'retryable' })
    await processor.ping()
  })

  it.each([{ amount: money(5_000, 'JPY') }, { amount: money(1_230, 'KWD') }, { amount: money(4_200, 'ISK') }])(
    'charges exactly $amount.minor minor units of $amount.currency',
    async ({ amount }) => {
      const { session, url } = await openSession({ amount })
      await world().buyerPays(url, 'at-once')
      expect(await world().processor.readSession(session.sessionId)).toMatchObject({ state: 'paid', amount })
    },
  )

  it.each([
    { amount: money(1_234, 'KWD'), why: 'its third decimal is not 0' },
    { amount: money(0, 'EUR'), why: 'there is nothing to pay' },
    { amount: money(-100, 'EUR'), why: 'it is negative' },
    { amount: money(100, 'CLF'), why: 'its minor unit is unknown to the processor' },
  ])('refuses $amount.minor $amount.currency because $why, for good', async ({ amount }) => {
    await expect(openSession({ amount })).rejects.toMatchObject({ name: 'PartnerFailure', judgement: 'final' })
  })

  it('itemises a payout: its items, fees included, add up to it to the minor unit, and the list closes to zero [S79]', async () => {
    const { processor, payOut, chargeMonthlyFee, buyerPays } = world()
    await payOut()
    const known = new Set((await processor.payouts(new Date(0))).map((payout) => payout.payoutId))
    const intents = []
    for (const amount of [money(12_050, 'EUR'), money(333, 'EUR'), money(99_999, 'EUR')]) {
      const { session, url } = await openSession({ amount })
      await buyerPays(url, 'at-once')
      intents.push((await processor.readSession(session.sessionId)).paymentIntentId)
    }
    await chargeMonthlyFee(700, 'EUR')
    await payOut()
    const [payout, ...others] = (await processor.payouts(new Date(0))).filter((one) => !known.has(one.payoutId))
    expect(others).toEqual([])
    expect(payout).toMatchObject({ state: 'paid', automatic: true })
    expect(payout?.bankTraceId).not.toBeNull()
    const items = await processor.balanceTransactionsOf(payout?.payoutId ?? '')
    const net = (list: typeof items) => list.reduce((total, item) => total + item.netMinor, 0)
    expect(net(items)).toBe(0)
    expect(net(items.filter((item) => item.reportingCategory !== 'payout'))).toBe(payout?.amount.minor)
    const charges = items.filter((item) => item.reportingCategory === 'charge')
    expect(charges.map((item) => item.paymentIntentId)).toEqual(intents)
    for (const item of charges) expect(item.netMinor).toBe(item.amount.minor - item.feeMinor)
    expect(items.filter((item) => item.reportingCategory === 'fee').map((item) => item.netMinor)).toEqual([-700])
  })

  it('lists every payout and every item beyond the first page', async () => {
    const { processor, payOut, chargeMonthlyFee, buyerPays } = world()
    const { url } = await openSession({ amount: money(900_000, 'USD') })
    await buyerPays(url, 'at-once')
    for (let fee = 1; fee <= 120; fee += 1) await chargeMonthlyFee(fee, 'USD')
    await payOut()
    const payout = (await processor.payouts(new Date(0))).findLast((one) => one.amount.currency === 'USD')
    const items = await processor.balanceTransactionsOf(payout?.payoutId ?? '')
    expect(items).toHaveLength(122)
    expect(new Set(items.map((item) => item.balanceTransactionId)).size).toBe(122)
  })
}
