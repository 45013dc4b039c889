import type { Clock } from '../../kernel/clock.ts'
import type { Collection, Journal } from '../journal.ts'

/** Seconds since 1970, as Stripe writes instants. */
export type UnixSeconds = number

export interface PaymentError {
  readonly code: 'card_declined' | 'payment_intent_authentication_failure'
  readonly declineCode: string | null
  readonly message: string
}

export interface Charge {
  readonly id: string
  readonly created: UnixSeconds
  readonly cardNumber: string
  readonly failure: PaymentError | null
  /** Set when the charge succeeded. */
  readonly balanceTransactionId: string | null
}

export interface Intent {
  readonly id: string
  readonly created: UnixSeconds
  readonly status: 'requires_payment_method' | 'requires_action' | 'succeeded'
  /** The card that waits for its holder's confirmation. */
  readonly waitingCard: string | null
  readonly failures: readonly { readonly error: PaymentError; readonly at: UnixSeconds }[]
  readonly charges: readonly Charge[]
}

/** A Checkout Session with all that came of it, kept in one row so that a kill finds it whole or not at all. */
export interface Checkout {
  readonly id: string
  readonly created: UnixSeconds
  readonly expiresAt: UnixSeconds
  readonly status: 'open' | 'complete' | 'expired'
  readonly amount: number
  readonly currency: string
  readonly productName: string
  readonly productDescription: string | null
  readonly quantity: number
  readonly clientReferenceId: string | null
  readonly customerEmail: string | null
  readonly successUrl: string
  readonly cancelUrl: string | null
  readonly metadata: Readonly<Record<string, string>>
  readonly intentDescription: string | null
  readonly intentMetadata: Readonly<Record<string, string>>
  /** Made by the first attempt to pay. */
  readonly intent: Intent | null
}

export interface Refund {
  readonly id: string
  readonly created: UnixSeconds
  readonly chargeId: string
  readonly paymentIntentId: string
  readonly amount: number
  readonly currency: string
  readonly reason: string | null
  readonly metadata: Readonly<Record<string, string>>
  readonly balanceTransactionId: string
  /** Set when the bank did not take it: the balance transaction that brings the money back. */
  readonly failureTransactionId?: string
}

export interface BalanceMove {
  readonly id: string
  readonly created: UnixSeconds
  readonly amount: number
  readonly fee: number
  readonly currency: string
  /** Set when the amount was exchanged: what one unit of the payment's currency brought. */
  readonly exchangeRate?: number
  readonly type: 'charge' | 'refund' | 'refund_failure' | 'stripe_fee' | 'payout'
  readonly reportingCategory: 'charge' | 'refund' | 'refund_failure' | 'fee' | 'payout'
  readonly sourceId: string | null
  readonly description: string | null
}

export interface Payout {
  readonly id: string
  readonly created: UnixSeconds
  readonly amount: number
  readonly currency: string
  readonly traceId: string
  /** Left out: chosen by the processor, and all about it is known. */
  readonly kind?: 'manual' | 'reconciling'
  readonly balanceTransactionId: string
  /** Ids of the balance transactions that it pays out. */
  readonly items: readonly string[]
}

export interface WebhookEvent {
  readonly id: string
  readonly created: UnixSeconds
  readonly type: string
  /** The body, byte for byte the same in every delivery. */
  readonly body: string
  readonly state: 'pending' | 'held' | 'delivered'
  readonly attempts: number
  readonly copies: number
}

/** What the balance is kept in, and what one unit of each currency brings that is exchanged into it; codes in lower case. */
export interface Settlement {
  readonly currency: string
  readonly rates: Readonly<Record<string, number>>
}

interface StoredAnswer {
  readonly fingerprint: string
  readonly status: number
  readonly body: string
  readonly created: UnixSeconds
}

/** All that the processor remembers. */
export interface World {
  readonly checkouts: Collection<Checkout>
  readonly refunds: Collection<Refund>
  readonly moves: Collection<BalanceMove>
  readonly payouts: Collection<Payout>
  readonly settlements: Collection<Settlement>
  readonly events: Collection<WebhookEvent>
  readonly answers: Collection<StoredAnswer>
  /** Session id by the id of its payment intent or of one of its charges. */
  readonly sessionOf: Map<string, string>
  /** Payout id by the id of a balance transaction that it pays out. */
  readonly payoutOf: Map<string, string>
  readonly openSessions: Set<string>
  /** No open session expires before `notBefore`, so that most requests need not look at each. */
  readonly expiry: { notBefore: UnixSeconds }
  now(): UnixSeconds
}

export function openWorld(journal: Journal, clock: Clock): World {
  const world: World = {
    checkouts: journal.collection('checkouts'),
    refunds: journal.collection('refunds'),
    moves: journal.collection('balance-transactions'),
    payouts: journal.collection('payouts'),
    settlements: journal.collection('settlements'),
    events: journal.collection('events'),
    answers: journal.collection('idempotent-answers'),
    sessionOf: new Map(),
    payoutOf: new Map(),
    openSessions: new Set(),
    expiry: { notBefore: Infinity },
    now: () => Math.floor(clock.now().getTime() / 1000),
  }
  for (const checkout of world.checkouts.values()) index(world, checkout)
  for (const payout of world.payouts.values()) indexPayout(world, payout)
  return world
}

export function saveCheckout(world: World, checkout: Checkout): void {
  world.checkouts.set(checkout.id, checkout)
  index(world, checkout)
}

export function savePayout(world: World, payout: Payout): void {
  world.payouts.set(payout.id, payout)
  indexPayout(world, payout)
}

/** The checkout that a payment intent or a charge belongs to. */
export function checkoutOf(world: World, intentOrChargeId: string): Checkout | undefined {
  return world.checkouts.get(world.sessionOf.get(intentOrChargeId) ?? '')
}

export function refundedOf(world: World, chargeId: string): number {
  return world.refunds
    .values()
    .filter((refund) => refund.chargeId === chargeId)
    .reduce((total, refund) => total + refund.amount, 0)
}

function index(world: World, checkout: Checkout): void {
  if (checkout.status === 'open') {
    world.openSessions.add(checkout.id)
    world.expiry.notBefore = Math.min(world.expiry.notBefore, checkout.expiresAt)
  } else world.openSessions.delete(checkout.id)
  if (!checkout.intent) return
  world.sessionOf.set(checkout.intent.id, checkout.id)
  for (const charge of checkout.intent.charges) world.sessionOf.set(charge.id, checkout.id)
}

function indexPayout(world: World, payout: Payout): void {
  for (const item of [...payout.items, payout.balanceTransactionId]) world.payoutOf.set(item, payout.id)
}
