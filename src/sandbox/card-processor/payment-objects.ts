import type Stripe from 'stripe'
import { derivedId } from '../../kernel/ids.ts'
import type { StripeObject } from './stripe-object.ts'
import { testCard } from './test-cards.ts'
import { type Charge, type Checkout, type Intent, refundedOf, type World } from './world.ts'

// `satisfies` holds each object against the SDK's type: a field that the published object always has cannot be left out.

/** Null while nobody has tried to pay. */
export function intentObject(checkout: Checkout): StripeObject | null {
  const { intent } = checkout
  if (!intent) return null
  const charge = intent.charges.at(-1)
  return {
    id: intent.id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: checkout.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: intent.status === 'succeeded' ? checkout.amount : 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    client_secret: `${intent.id}_${derivedId('secret', intent.id)}`,
    confirmation_method: 'automatic',
    created: intent.created,
    currency: checkout.currency,
    customer: null,
    customer_account: null,
    description: checkout.intentDescription,
    excluded_payment_method_types: null,
    last_payment_error: lastErrorOf(intent),
    latest_charge: charge?.id ?? null,
    livemode: false,
    managed_payments: null,
    metadata: checkout.intentMetadata,
    next_action: intent.status === 'requires_action' ? { type: 'use_stripe_sdk', use_stripe_sdk: {} } : null,
    on_behalf_of: null,
    payment_method: intent.status === 'succeeded' && charge ? paymentMethodOf(charge.id) : null,
    payment_method_configuration_details: null,
    payment_method_options: { card: cardOptions },
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: intent.status,
    transfer_data: null,
    transfer_group: null,
  } satisfies Stripe.PaymentIntent
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
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: charge.balanceTransactionId,
    billing_details: { address: null, email: checkout.customerEmail, name: null, phone: null, tax_id: null },
    calculated_statement_descriptor: null,
    captured: succeeded,
    created: charge.created,
    currency: checkout.currency,
    customer: null,
    description: checkout.intentDescription,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: charge.failure?.code ?? null,
    failure_message: charge.failure?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: checkout.intentMetadata,
    on_behalf_of: null,
    outcome: outcomeOf(charge),
    paid: succeeded,
    payment_intent: checkout.intent?.id ?? null,
    payment_method: paymentMethodOf(charge.id),
    payment_method_details: { type: 'card', card: cardDetails(checkout, charge) },
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunded: succeeded && refunded === checkout.amount,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: succeeded ? 'succeeded' : 'failed',
    transfer_data: null,
    transfer_group: null,
  } satisfies Stripe.Charge
}

export const cardOptions = {
  installments: null,
  mandate_options: null,
  network: null,
  request_three_d_secure: 'automatic',
} satisfies Stripe.PaymentIntent.PaymentMethodOptions.Card

/** Cards have no record of their own here, so the id of the payment method is made from the charge's. */
export function paymentMethodOf(chargeId: string): string {
  return derivedId('pm', chargeId)
}

function lastErrorOf(intent: Intent): Stripe.PaymentIntent.LastPaymentError | null {
  const failure = intent.status === 'succeeded' ? undefined : intent.failures.at(-1)
  if (!failure) return null
  const { code, declineCode, message } = failure.error
  return { type: 'card_error', code, ...(declineCode === null ? {} : { decline_code: declineCode }), message }
}

function outcomeOf(charge: Charge): Stripe.Charge.Outcome {
  const { failure } = charge
  const unknown = { advice_code: null, network_advice_code: null, network_decline_code: null }
  if (failure === null)
    return {
      ...unknown,
      network_status: 'approved_by_network',
      reason: null,
      risk_level: 'normal',
      seller_message: 'Payment complete.',
      type: 'authorized',
    }
  return {
    ...unknown,
    network_status: 'declined_by_network',
    reason: failure.declineCode,
    risk_level: 'normal',
    seller_message: failure.message,
    type: 'issuer_declined',
  }
}

function cardDetails(checkout: Checkout, charge: Charge): Stripe.Charge.PaymentMethodDetails.Card {
  return {
    amount_authorized: charge.failure === null ? checkout.amount : null,
    authorization_code: null,
    brand: testCard(charge.cardNumber)?.brand ?? 'unknown',
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
    country: 'US',
    electronic_commerce_indicator: null,
    exp_month: 12,
    exp_year: 2034,
    funding: 'credit',
    installments: null,
    last4: charge.cardNumber.slice(-4),
    mandate: null,
    network: 'visa',
    network_transaction_id: null,
    regulated_status: 'unregulated',
    three_d_secure: null,
    transaction_link_id: null,
    wallet: null,
  }
}
