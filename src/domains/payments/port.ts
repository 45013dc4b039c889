import { DomainError } from '../../kernel/domain-error.ts'
import type { Money } from '../../kernel/money.ts'

export interface NewCardPayment {
  /** Our id; goes along as the processor's idempotency key, so a second call returns the first session. */
  readonly paymentId: string
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
}

export interface CardPayout {
  readonly payoutId: string
  readonly amount: Money
  readonly state: 'pending' | 'in_transit' | 'paid' | 'failed' | 'canceled'
  /** Whether the processor chose the content; a manual payout cannot be itemised. */
  readonly automatic: boolean
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
  /** May run twice for one payment id: the second answer is the first session. */
  createSession(payment: NewCardPayment): Promise<CardSession>
  readSession(sessionId: string): Promise<CardSession>
  /** Closes an open session so that it cannot be paid any more; closing a closed one is harmless. */
  expireSession(sessionId: string): Promise<void>
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
