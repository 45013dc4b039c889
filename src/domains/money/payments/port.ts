import { DomainError } from '../../../kernel/domain-error.ts'
import type { Money } from '../../../kernel/money.ts'

export interface NewCardPayment {
  /** Our id; with the attempt it is the processor's idempotency key, so a second call returns the first session. */
  readonly paymentId: string
  /** From 1, and 1 when left out: an attempt that was answered with a failure always gets the same failure. */
  readonly attempt?: number
  readonly amount: Money
  readonly description: string
  readonly customerEmail: string
  readonly successUrl: string
  readonly cancelUrl: string
  /** Ids only, no personal data: kept by the processor and shown in its reports. */
  readonly metadata: Readonly<Record<string, string>>
}

export interface CardSession {
  readonly sessionId: string
  /** Where the buyer pays; null once the session is closed. */
  readonly url: string | null
  readonly state: 'open' | 'processing' | 'paid' | 'expired'
  readonly paymentId: string
  readonly amount: Money
  readonly paymentIntentId: string | null
  readonly chargeId: string | null
}

export interface CardEvent {
  readonly eventId: string
  readonly type: string
  /** Id of the object that the event is about, such as `cs_...` or `po_...`; empty when it has none, as a balance. */
  readonly objectId: string
  /** Our payment id, where the object names one. */
  readonly paymentId: string | null
}

export interface CardRefund {
  readonly refundId: string
  /** `pending`: the processor has taken it out of the balance, the bank has not confirmed. */
  readonly state: 'succeeded' | 'pending' | 'failed'
  readonly amount: Money
  /** The key that it was asked for with; null when it was not this store. */
  readonly key: string | null
}

export interface CardPayout {
  readonly payoutId: string
  readonly amount: Money
  readonly state: 'pending' | 'in_transit' | 'paid' | 'failed' | 'canceled'
  /** Whether the processor chose the content; a manual payout cannot be itemised. */
  readonly automatic: boolean
  /** `pending`: the processor still works out what is in it. `none`: it never will say. */
  readonly itemised: 'complete' | 'pending' | 'none'
  readonly bankTraceId: string | null
  readonly createdAt: Date
  readonly arrivesAt: Date
}

export interface BalanceTransaction {
  readonly balanceTransactionId: string
  readonly reportingCategory: string
  readonly amount: Money
  readonly feeMinor: number
  readonly netMinor: number
  /** The charge, refund, dispute or payout behind it. */
  readonly sourceId: string | null
  readonly paymentIntentId: string | null
  readonly createdAt: Date
}

/** What the store needs from a card processor. Every method may throw a PartnerFailure. */
export interface CardProcessor {
  /** Why an amount cannot be paid by card, with what to do instead; null when it can. Asks nobody. */
  refusalOf(amount: Money): string | null
  /**
   * May run twice for one payment id and attempt: the second answer is the first session.
   * @throws {PartnerFailure} `unclear` when the processor answered that it failed: there may be a session all the same,
   * and the same attempt gets the same answer again
   */
  createSession(payment: NewCardPayment): Promise<CardSession>
  readSession(sessionId: string): Promise<CardSession>
  /** Every session for a payment of ours that the processor has made since then, also one that we were never told of. */
  sessionsOf(paymentId: string, since: Date): Promise<readonly CardSession[]>
  /** Closes an open session so that it cannot be paid any more, and says how it is now: a closed one stays as it was. */
  expireSession(sessionId: string): Promise<CardSession>
  /** Gives the money of a payment intent back. May run twice for one key: the second answer is the first refund. */
  refund(paymentIntentId: string, amount: Money, key: string): Promise<CardRefund>
  /** Every refund of a payment intent, oldest first: tells what became of one whose answer was lost. */
  refundsOf(paymentIntentId: string): Promise<readonly CardRefund[]>
  /**
   * @throws {InvalidSignature} when the bytes were not signed by the processor within the last five minutes
   * @throws {EventNotUnderstood} when they were, and are no event that the store can read
   */
  readEvent(rawBody: Uint8Array, signature: string): Promise<CardEvent>
  payouts(since: Date): Promise<readonly CardPayout[]>
  balanceTransactionsOf(payoutId: string): Promise<readonly BalanceTransaction[]>
  ping(): Promise<void>
}

/** The webhook did not come from the card processor, was altered on the way, or is too old to be believed. */
export class InvalidSignature extends DomainError {
  constructor() {
    super('invalid-signature', 'The signature of the webhook is missing, wrong or too old')
  }
}

/** The card processor signed this, so it is answered with success and kept; the reason is for people. */
export class EventNotUnderstood extends Error {
  readonly reason: string
  constructor(reason: string) {
    super(reason)
    this.name = 'EventNotUnderstood'
    this.reason = reason
  }
}
