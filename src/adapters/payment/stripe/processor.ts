import Stripe from 'stripe'
import {
  type CardProcessor,
  type CardSession,
  InvalidSignature,
  type NewCardPayment,
} from '../../../domains/money/payments/port.ts'
import { type Clock, systemClock } from '../../../kernel/clock.ts'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import { within } from '../../../kernel/within.ts'
import type { Log } from '../../../platform/log/log.ts'
import { toStripeAmount } from './amounts.ts'
import { refusalOf } from './chargeable.ts'
import { failureOf } from './failures.ts'
import { balanceTransactionOf, cardPayoutOf, cardRefundOf, cardSessionOf, sessionParameters } from './mapping.ts'
import { readSignedEvent } from './read-event.ts'
import { isSigned } from './signature.ts'

export interface StripeOptions {
  readonly secretKey: string
  readonly webhookSecret: string
  /** Base address instead of Stripe's own, such as the sandbox's; a path in it is not used. */
  readonly apiUrl?: string
  /** For one try of one call; the SDK makes at most two tries. */
  readonly timeoutMs: number
  /** For one call as a whole, both tries together, where a person waits. No limit of its own unless given. */
  readonly patienceMs?: number
  readonly log: Log
  /** What the age of a webhook's signature is measured by; the system's clock unless given. */
  readonly clock?: Clock
}

const withCharge = ['payment_intent.latest_charge']

/**
 * The card processor port on Stripe Checkout. Buyers pay on Stripe's hosted page, so no card data comes near the store.
 *
 * Stripe remembers an idempotency key for a day, which is also how long a session lives: an attempt of a payment may be
 * used again for that long, with the same amount, texts, addresses and metadata; other ones under it are a final failure.
 * It remembers an answered 500 too and repeats it, so what was answered with one needs another key.
 * @see toStripeAmount for what can be charged in which currency
 */
export function stripeProcessor(options: StripeOptions): CardProcessor {
  const { log, clock = systemClock } = options
  const stripe = new Stripe(options.secretKey, {
    ...(options.apiUrl === undefined ? {} : addressOf(options.apiUrl)),
    timeout: options.timeoutMs,
    maxNetworkRetries: 1,
    telemetry: false,
  })

  const judged = async <Result>(operation: string, work: () => Promise<Result>): Promise<Result> => {
    try {
      const { patienceMs } = options
      if (patienceMs === undefined) return await work()
      return await within(patienceMs, work(), () => late(operation))
    } catch (error) {
      const failure = failureOf(operation, error)
      log.warn({ operation, judgement: failure.judgement, reason: failure.message }, 'card processor call failed')
      throw failure
    }
  }

  const retrieve = async (sessionId: string): Promise<CardSession> =>
    cardSessionOf(await stripe.checkout.sessions.retrieve(sessionId, { expand: withCharge }))

  return {
    refusalOf,

    createSession: (payment) =>
      judged('create session', async () => {
        const session = await stripe.checkout.sessions.create(
          { ...sessionParameters(payment), expand: withCharge },
          { idempotencyKey: keyOf(payment) },
        )
        // A repeated answer tells how the session was then; by now it may be paid.
        const isRepeated = session.lastResponse.headers['idempotent-replayed'] === 'true'
        return isRepeated ? retrieve(session.id) : cardSessionOf(session)
      }),

    readSession: (sessionId) => judged('read session', () => retrieve(sessionId)),

    expireSession: (sessionId) =>
      judged('expire session', async () => {
        try {
          return cardSessionOf(await stripe.checkout.sessions.expire(sessionId, { expand: withCharge }))
        } catch (error) {
          // Stripe refuses to close what is closed without a code of its own for it, so the session itself is asked.
          if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error
          const session = await retrieve(sessionId)
          if (session.state === 'open') throw error
          return session
        }
      }),

    sessionsOf: (paymentId, since) =>
      judged('list sessions', async () => {
        const found = []
        const created = { gte: Math.floor(since.getTime() / 1000) }
        const expand = withCharge.map((path) => `data.${path}`)
        // Stripe has no filter for our own reference.
        for await (const session of stripe.checkout.sessions.list({ created, limit: 100, expand }))
          if (session.client_reference_id === paymentId) found.push(cardSessionOf(session))
        return found.reverse()
      }),

    refund: (paymentIntentId, amount, key) =>
      judged('refund', async () =>
        cardRefundOf(
          await stripe.refunds.create(
            {
              payment_intent: paymentIntentId,
              amount: toStripeAmount(amount),
              reason: 'duplicate',
              metadata: { key },
            },
            { idempotencyKey: key },
          ),
        ),
      ),

    refundsOf: (paymentIntentId) =>
      judged('list refunds', async () => {
        const found = []
        for await (const refund of stripe.refunds.list({ payment_intent: paymentIntentId, limit: 100 }))
          found.push(cardRefundOf(refund))
        return found.reverse()
      }),

    readEvent: async (rawBody, signature) => {
      if (!isSigned(rawBody, signature, { secret: options.webhookSecret, now: clock.now() }))
        throw new InvalidSignature()
      return readSignedEvent(rawBody)
    },

    payouts: (since) =>
      judged('list payouts', async () => {
        const payouts = []
        const created = { gte: Math.floor(since.getTime() / 1000) }
        for await (const payout of stripe.payouts.list({ created, limit: 100 })) payouts.push(cardPayoutOf(payout))
        return payouts.reverse()
      }),

    balanceTransactionsOf: (payoutId) =>
      judged('list balance transactions', async () => {
        const items = []
        const query = { payout: payoutId, limit: 100, expand: ['data.source'] }
        for await (const item of stripe.balanceTransactions.list(query)) items.push(balanceTransactionOf(item))
        return items.reverse()
      }),

    ping: () =>
      judged('read balance', async () => {
        await stripe.balance.retrieve()
      }),
  }
}

/** The first attempt has the key that payments had before there were attempts. */
function keyOf({ paymentId, attempt = 1 }: NewCardPayment): string {
  return attempt === 1 ? paymentId : `${paymentId}:${attempt}`
}

// Every call may run again: see `failureOf`.
function late(operation: string): PartnerFailure {
  return new PartnerFailure('stripe', 'retryable', `Card processor: ${operation} got no answer in time`)
}

function addressOf(apiUrl: string): { host: string; port: number; protocol: 'http' | 'https' } {
  const url = new URL(apiUrl)
  const protocol = url.protocol === 'http:' ? 'http' : 'https'
  return { host: url.hostname, port: Number(url.port || (protocol === 'http' ? 80 : 443)), protocol }
}
