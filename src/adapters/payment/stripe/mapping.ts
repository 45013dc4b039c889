import type Stripe from 'stripe'
import { z } from 'zod'
import type {
  BalanceTransaction,
  CardPayout,
  CardRefund,
  CardSession,
  NewCardPayment,
} from '../../../domains/money/payments/port.ts'
import { cutText } from '../../../kernel/cut-text.ts'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import { fromStripeAmount, toStripeAmount } from './amounts.ts'

// The longest product name that Stripe takes.
const longestName = 250

export function sessionParameters(payment: NewCardPayment): Stripe.Checkout.SessionCreateParams {
  const metadata = { ...payment.metadata, paymentId: payment.paymentId }
  return {
    mode: 'payment',
    // Our price lists are per currency; Stripe must not offer the buyer another one at a rate of its own.
    adaptive_pricing: { enabled: false },
    line_items: [
      {
        price_data: {
          currency: payment.amount.currency.toLowerCase(),
          unit_amount: toStripeAmount(payment.amount),
          product_data: { name: cutText(payment.description, longestName) },
        },
        quantity: 1,
      },
    ],
    client_reference_id: payment.paymentId,
    customer_email: payment.customerEmail,
    success_url: payment.successUrl,
    cancel_url: payment.cancelUrl,
    metadata,
    payment_intent_data: { description: cutText(payment.description, longestName), metadata },
  }
}

export function cardSessionOf(session: Stripe.Checkout.Session): CardSession {
  const { client_reference_id: paymentId, amount_total: total, currency } = session
  if (paymentId === null || total === null || currency === null)
    throw unexpected(`session ${session.id} was not made by this store`)
  const state = sessionStateOf(session)
  const intent = session.payment_intent
  const charge = typeof intent === 'object' && intent !== null ? intent.latest_charge : null
  return {
    sessionId: session.id,
    url: state === 'open' ? session.url : null,
    state,
    paymentId,
    amount: fromStripeAmount(total, currency),
    paymentIntentId: idOf(intent),
    // Before it is paid, the latest charge is one that the bank declined.
    chargeId: state === 'paid' ? idOf(charge) : null,
  }
}

/** `processing`: the buyer is through, the money is not, as with a method of payment that takes days. */
function sessionStateOf(session: Stripe.Checkout.Session): CardSession['state'] {
  if (session.payment_status === 'paid') return 'paid'
  if (session.status === 'complete') return 'processing'
  if (session.status === 'expired') return 'expired'
  if (session.status === 'open') return 'open'
  throw unexpected(`session ${session.id} is in a state unknown here`)
}

export function cardRefundOf(refund: Stripe.Refund): CardRefund {
  return {
    refundId: refund.id,
    state:
      refund.status === 'succeeded'
        ? 'succeeded'
        : refund.status === 'failed' || refund.status === 'canceled'
          ? 'failed'
          : 'pending',
    amount: fromStripeAmount(refund.amount, refund.currency),
    key: refund.metadata?.['key'] ?? null,
  }
}

const payoutStates = z.enum(['pending', 'in_transit', 'paid', 'failed', 'canceled'])

export function cardPayoutOf(payout: Stripe.Payout): CardPayout {
  const state = payoutStates.safeParse(payout.status)
  if (!state.success) throw unexpected(`payout ${payout.id} is in a state unknown here`)
  return {
    payoutId: payout.id,
    amount: fromStripeAmount(payout.amount, payout.currency),
    state: state.data,
    automatic: payout.automatic,
    itemised: !payout.automatic
      ? 'none'
      : payout.reconciliation_status === 'in_progress'
        ? 'pending'
        : payout.reconciliation_status === 'not_applicable'
          ? 'none'
          : 'complete',
    bankTraceId: payout.trace_id?.value ?? null,
    createdAt: instantOf(payout.created),
    arrivesAt: instantOf(payout.arrival_date),
  }
}

// The kinds of source differ; those that come from a payment carry its intent.
const sourceSchema = z.object({
  id: z.string(),
  payment_intent: z.union([z.string(), z.object({ id: z.string() })]).nullish(),
})

export function balanceTransactionOf(item: Stripe.BalanceTransaction): BalanceTransaction {
  const source = typeof item.source === 'object' && item.source !== null ? sourceSchema.parse(item.source) : null
  return {
    balanceTransactionId: item.id,
    reportingCategory: item.reporting_category,
    amount: fromStripeAmount(item.amount, item.currency),
    feeMinor: fromStripeAmount(item.fee, item.currency).minor,
    netMinor: fromStripeAmount(item.net, item.currency).minor,
    sourceId: source?.id ?? (typeof item.source === 'string' ? item.source : null),
    paymentIntentId: idOf(source?.payment_intent ?? null),
    createdAt: instantOf(item.created),
  }
}

function idOf(value: string | { readonly id: string } | null): string | null {
  return typeof value === 'string' ? value : (value?.id ?? null)
}

function instantOf(seconds: number): Date {
  return new Date(seconds * 1000)
}

function unexpected(what: string): PartnerFailure {
  return new PartnerFailure('stripe', 'final', `Card processor: ${what}`)
}
