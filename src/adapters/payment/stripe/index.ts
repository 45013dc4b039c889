import type { CardProcessor } from '../../../domains/money/payments/port.ts'
import { refusalOf } from './chargeable.ts'
import type { StripeOptions } from './processor.ts'

/**
 * The card processor, whose SDK is loaded at the first call: it is the largest library of all, and most processes answer
 * readers and sync without ever asking for a payment. @see stripeProcessor
 */
export function createStripeProcessor(options: StripeOptions): CardProcessor {
  let loaded: Promise<CardProcessor> | undefined
  const processor = () => {
    loaded ??= import('./processor.ts').then(({ stripeProcessor }) => stripeProcessor(options))
    return loaded
  }
  return {
    refusalOf,
    createSession: async (payment) => (await processor()).createSession(payment),
    readSession: async (sessionId) => (await processor()).readSession(sessionId),
    sessionsOf: async (paymentId, since) => (await processor()).sessionsOf(paymentId, since),
    expireSession: async (sessionId) => (await processor()).expireSession(sessionId),
    refund: async (paymentIntentId, amount, key) => (await processor()).refund(paymentIntentId, amount, key),
    refundsOf: async (paymentIntentId) => (await processor()).refundsOf(paymentIntentId),
    readEvent: async (rawBody, signature) => (await processor()).readEvent(rawBody, signature),
    payouts: async (since) => (await processor()).payouts(since),
    balanceTransactionsOf: async (payoutId) => (await processor()).balanceTransactionsOf(payoutId),
    ping: async () => (await processor()).ping(),
  }
}
