import { testCard } from './test-cards.ts'
import {
  type BalanceMove,
  type Charge,
  type Checkout,
  checkoutOf,
  type Payout,
  type Refund,
  refundedOf,
  type World,
} from './world.ts'

export type StripeObject = Readonly<Record<string, unknown>>

const livemode = false

export function sessionObject(checkout: Checkout, baseUrl: string): StripeObject {
  return {
    id: checkout.id,
    object: 'checkout.session',
    amount_subtotal: checkout.amount,
    amount_total: checkout.amount,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    cancel_url: checkout.cancelUrl,
    client_reference_id: checkout.clientReferenceId,
    client_secret: null,
    created: checkout.created,
    currency: checkout.currency,
    custom_fields: [],
    customer: null,
    customer_creation: 'if_required',
    customer_details: checkout.customerEmail === null ? null : { email: checkout.customerEmail },
    customer_email: checkout.customerEmail,
    expires_at: checkout.expiresAt,
    invoice: null,
    livemode,
    metadata: checkout.metadata,
    mode: 'payment',
    payment_intent: checkout.intent?.id ?? null,
    payment_link: null,
    payment_method_collection: 'if_required',
    payment_method_types: ['card'],
    payment_status: checkout.status === 'complete' ? 'paid' : 'unpaid',
    shipping_options: [],
    status: checkout.status,
    subscription: null,
    success_url: checkout.successUrl,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    url: checkout.status === 'open' ? `${baseUrl}/pay/${checkout.id}` : null,
  }
}

/** Null while nobody has tried to pay. */
export function intentObject(checkout: Checkout): StripeObject | null {
  const { intent } = checkout
  if (!intent) return null
  const failure = intent.status === 'succeeded' ? undefined : intent.failures.at(-1)
  return {
    id: intent.id,
    object: 'payment_intent',
    amount: checkout.amount,
    amount_capturable: 0,
    amount_received: intent.status === 'succeeded' ? checkout.amount : 0,
    capture_method: 'automatic_async',
    confirmation_method: 'automatic',
    created: intent.created,
    currency: checkout.currency,
    customer: null,
    description: checkout.intentDescription,
    last_payment_error: failure
      ? {
          type: 'card_error',
          code: failure.error.code,
          ...(failure.error.declineCode === null ? {} : { decline_code: failure.error.declineCode }),
          message: failure.error.message,
        }
      : null,
    latest_charge: intent.charges.at(-1)?.id ?? null,
    livemode,
    metadata: checkout.intentMetadata,
    next_action: intent.status === 'requires_action' ? { type: 'use_stripe_sdk' } : null,
    payment_method_types: ['card'],
    receipt_email: null,
    status: intent.status,
  }
}

export function chargeObject(world: World, checkout: Checkout, charge: Charge): StripeObject {
  const succeeded = charge.failure === null
  const refunded = refundedOf(world, charge.id)
  return {
    id: charge.id,
    object: 'charge',
    amount: checkout.amount,
    amount_captured: succeeded ? checkout.amount : 0,
    amount_refunded: refunded,
    balance_transaction: charge.balanceTransactionId,
    billing_details: { address: null, email: checkout.customerEmail, name: null, phone: null },
    captured: succeeded,
    created: charge.created,
    currency: checkout.currency,
    customer: null,
    description: checkout.intentDescription,
    disputed: false,
    failure_code: charge.failure?.code ?? null,
    failure_message: charge.failure?.message ?? null,
    livemode,
    metadata: checkout.intentMetadata,
    paid: succeeded,
    payment_intent: checkout.intent?.id ?? null,
    payment_method_details: {
      type: 'card',
      card: { brand: testCard(charge.cardNumber)?.brand ?? 'unknown', last4: charge.cardNumber.slice(-4) },
    },
    refunded: succeeded && refunded === checkout.amount,
    status: succeeded ? 'succeeded' : 'failed',
  }
}

export function refundObject(refund: Refund): StripeObject {
  return {
    id: refund.id,
    object: 'refund',
    amount: refund.amount,
    balance_transaction: refund.balanceTransactionId,
    charge: refund.chargeId,
    created: refund.created,
    currency: refund.currency,
    metadata: refund.metadata,
    payment_intent: refund.paymentIntentId,
    reason: refund.reason,
    status: refund.failureTransactionId === undefined ? 'succeeded' : 'failed',
    failure_balance_transaction: refund.failureTransactionId ?? null,
  }
}

export function balanceTransactionObject(move: BalanceMove): StripeObject {
  return {
    id: move.id,
    object: 'balance_transaction',
    amount: move.amount,
    available_on: move.created,
    balance_type: 'payments',
    created: move.created,
    currency: move.currency,
    description: move.description,
    exchange_rate: move.exchangeRate ?? null,
    fee: move.fee,
    fee_details:
      move.fee === 0
        ? []
        : [
            {
              amount: move.fee,
              application: null,
              currency: move.currency,
              description: 'Processing fee',
              type: 'stripe_fee',
            },
          ],
    net: move.amount - move.fee,
    reporting_category: move.reportingCategory,
    source: move.sourceId,
    status: 'available',
    type: move.type,
  }
}

export function payoutObject(payout: Payout): StripeObject {
  return {
    id: payout.id,
    object: 'payout',
    amount: payout.amount,
    arrival_date: payout.created,
    automatic: payout.kind !== 'manual',
    balance_transaction: payout.balanceTransactionId,
    created: payout.created,
    currency: payout.currency,
    description: 'Automatic payout',
    destination: null,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode,
    metadata: {},
    method: 'standard',
    original_payout: null,
    reconciliation_status:
      payout.kind === 'manual' ? 'not_applicable' : payout.kind === 'reconciling' ? 'in_progress' : 'completed',
    reversed_by: null,
    source_type: 'card',
    statement_descriptor: null,
    status: 'paid',
    trace_id: { status: 'supported', value: payout.traceId },
    type: 'bank_account',
  }
}

/** The object behind an id of any kind; undefined when there is none. */
export function objectById(world: World, id: string, baseUrl: string): StripeObject | undefined {
  const checkout = world.checkouts.get(id)
  if (checkout) return sessionObject(checkout, baseUrl)
  const owner = checkoutOf(world, id)
  if (owner?.intent?.id === id) return intentObject(owner) ?? undefined
  const charge = owner?.intent?.charges.find((one) => one.id === id)
  if (owner && charge) return chargeObject(world, owner, charge)
  const refund = world.refunds.get(id)
  if (refund) return refundObject(refund)
  const move = world.moves.get(id)
  if (move) return balanceTransactionObject(move)
  const payout = world.payouts.get(id)
  return payout && payoutObject(payout)
}
