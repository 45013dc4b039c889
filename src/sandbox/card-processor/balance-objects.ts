import type Stripe from 'stripe'
import { paymentMethodOf } from './payment-objects.ts'
import type { StripeObject } from './stripe-object.ts'
import type { BalanceMove, Payout, Refund } from './world.ts'

export function refundObject(refund: Refund): StripeObject {
  const failed = refund.failureTransactionId
  return {
    id: refund.id,
    object: 'refund',
    amount: refund.amount,
    balance_transaction: refund.balanceTransactionId,
    charge: refund.chargeId,
    created: refund.created,
    currency: refund.currency,
    customer: null,
    customer_account: null,
    destination_details: { type: 'card', card: { type: 'refund' } },
    metadata: refund.metadata,
    payment_intent: refund.paymentIntentId,
    payment_method: paymentMethodOf(refund.chargeId),
    reason: refund.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: failed === undefined ? 'succeeded' : 'failed',
    transfer_reversal: null,
    ...(failed === undefined ? {} : { failure_balance_transaction: failed, failure_reason: 'unknown' }),
  } satisfies Stripe.Refund
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
  } satisfies Stripe.BalanceTransaction
}

export function payoutObject(payout: Payout): StripeObject {
  return {
    id: payout.id,
    object: 'payout',
    amount: payout.amount,
    application_fee: null,
    application_fee_amount: null,
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
    livemode: false,
    metadata: {},
    method: 'standard',
    original_payout: null,
    payout_method: null,
    reconciliation_status:
      payout.kind === 'manual' ? 'not_applicable' : payout.kind === 'reconciling' ? 'in_progress' : 'completed',
    reversed_by: null,
    source_type: 'card',
    statement_descriptor: null,
    status: 'paid',
    trace_id: { status: 'supported', value: payout.traceId },
    type: 'bank_account',
  } satisfies Stripe.Payout
}

export function balanceObject(
  available: readonly { readonly currency: string; readonly amount: number }[],
): StripeObject {
  return {
    object: 'balance',
    available: available.map(({ amount, currency }) => ({ amount, currency, source_types: { card: amount } })),
    livemode: false,
    pending: available.map(({ currency }) => ({ amount: 0, currency, source_types: { card: 0 } })),
  } satisfies Stripe.Balance
}
