import type { Clock } from '../../kernel/clock.ts'
import { derivedId } from '../../kernel/ids.ts'
import { type Money, money } from '../../kernel/money.ts'
import type { Db, Tx } from '../../platform/db/db.ts'
import { enqueue } from '../../platform/queue/jobs.ts'
import { cardPaymentPoll } from './events.ts'
import type { CardProcessor, CardSession } from './port.ts'
import * as store from './store.ts'

/** Rounds of looking again at a silent payment, each waiting longer; in all about two days, as long as a session lives. */
export const pollDelaysSeconds = [60, 300, 900, 3600, 6 * 3600, 12 * 3600, 24 * 3600]

/** Begins the card payment of a quote; may run twice: a quote has one payment. */
export async function beginCardPayment(
  tx: Tx,
  begin: {
    readonly quoteId: string
    readonly accountId: string
    readonly amount: Money
    readonly description: string
    readonly payerEmail: string
    readonly at: Date
  },
): Promise<store.Payment> {
  const payment = await store.insertPayment(tx, {
    id: derivedId('pay', begin.quoteId),
    quoteId: begin.quoteId,
    accountId: begin.accountId,
    state: 'created',
    amountMinor: begin.amount.minor,
    currency: begin.amount.currency,
    description: begin.description,
    payerEmail: begin.payerEmail,
    createdAt: begin.at,
    checkedAt: begin.at,
  })
  await enqueue(
    tx,
    cardPaymentPoll,
    { paymentId: payment.id, round: 0 },
    { key: `${payment.id}:0`, delaySeconds: pollDelaysSeconds[0] ?? 60 },
  )
  return payment
}

/** The processor's page for a payment; the payment id is its idempotency key, so a lost answer is asked for again. */
export async function openCardSession(
  deps: { db: Db; clock: Clock; cards: CardProcessor },
  payment: store.Payment,
  urls: { successUrl: string; cancelUrl: string },
): Promise<CardSession> {
  if (payment.stripeSessionId !== null) return deps.cards.readSession(payment.stripeSessionId)
  const session = await deps.cards.createSession({
    paymentId: payment.id,
    amount: money(payment.amountMinor, payment.currency),
    description: payment.description,
    customerEmail: payment.payerEmail,
    metadata: { paymentId: payment.id, quoteId: payment.quoteId, accountId: payment.accountId },
    ...urls,
  })
  await deps.db.transaction((tx) =>
    store.updatePayment(tx, payment.id, ['created'], {
      state: 'open',
      stripeSessionId: session.sessionId,
      checkedAt: deps.clock.now(),
    }),
  )
  return session
}

/** What the processor says of the payment now; null when its session was never opened. */
export async function lookUpCardSession(
  deps: { db: Db; cards: CardProcessor },
  paymentId: string,
): Promise<CardSession | null> {
  const payment = await store.findPayment(deps.db, paymentId)
  return payment?.stripeSessionId ? deps.cards.readSession(payment.stripeSessionId) : null
}

/**
 * Takes in what the processor said. Only `paid` with the very amount settles; nothing un-settles, so events in any order
 * end alike. Returns the payment as it is now, locked.
 */
export async function applyCardSession(tx: Tx, session: CardSession, at: Date): Promise<store.Payment | null> {
  const payment = await store.lockPayment(tx, session.paymentId)
  if (!payment || payment.state === 'settled') return payment
  if (session.state === 'paid') {
    const matches = session.amount.minor === payment.amountMinor && session.amount.currency === payment.currency
    const set = matches
      ? {
          state: 'settled' as const,
          settledAt: at,
          checkedAt: at,
          stripeSessionId: session.sessionId,
          stripePaymentIntentId: session.paymentIntentId,
          stripeChargeId: session.chargeId,
        }
      : { checkedAt: at, lastError: 'the processor took another amount than was asked for' }
    await store.updatePayment(tx, payment.id, ['created', 'open', 'expired'], set)
  } else if (session.state === 'expired') {
    await store.updatePayment(tx, payment.id, ['created', 'open'], { state: 'expired', checkedAt: at })
  }
  return store.findPayment(tx, payment.id)
}

/** Notes which order the payment paid for; a payment pays for one order. */
export async function linkOrder(tx: Tx, paymentId: string, orderId: string): Promise<void> {
  await store.updatePayment(tx, paymentId, ['settled'], { orderId })
}
