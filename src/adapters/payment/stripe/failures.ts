import Stripe from 'stripe'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import { PartnerRefusal, type RefusalCode } from '../../../kernel/partner-refusal.ts'

/**
 * Judges what the SDK threw. No answer, 409, 429 and 5xx may pass, and every call here may run again: what makes something
 * carries an idempotency key, closing a closed session is harmless, the rest only reads. An answered 5xx to what makes
 * something is unclear: it may be made, and the same key is answered alike for a day. Anything else needs a person.
 *
 * The text is built from type, code, parameter and request id alone, and the error itself is not handed on as the cause:
 * Stripe's own message and raw body can repeat what was sent, the e-mail address included.
 */
export function failureOf(operation: string, error: unknown): PartnerFailure {
  if (error instanceof PartnerFailure) return error
  if (!(error instanceof Stripe.errors.StripeError))
    return new PartnerFailure('stripe', 'final', `Card processor: ${operation} failed for a reason unknown`, error)
  const refusal = refusalFor(error)
  if (refusal) return new PartnerRefusal('stripe', refusal[0], refusal[1], describe(operation, error))
  const judgement = isUnclear(operation, error) ? 'unclear' : isPassing(error) ? 'retryable' : 'final'
  return new PartnerFailure('stripe', judgement, describe(operation, error))
}

/** Sentences for the buyer, each with the next step, by Stripe's codes: https://docs.stripe.com/error-codes. */
function refusalFor(error: Stripe.errors.StripeError): readonly [RefusalCode, string] | null {
  const { code = '', statusCode = 0 } = error
  if (code === 'amount_too_large')
    return [
      'card-amount-not-possible',
      'The card processor does not take an amount as large as this. Order on a purchase order, or in several orders.',
    ]
  if (code === 'amount_too_small')
    return [
      'card-amount-not-possible',
      'The card processor does not take an amount as small as this. Order on a purchase order.',
    ]
  if (statusCode === 401 || statusCode === 403)
    return [
      'card-payment-not-set-up',
      'The card processor does not let the store in, so no card can be taken until the vendor has mended that. Order on a purchase order, or write to support.',
    ]
  if (code === 'email_invalid')
    return [
      'card-payment-refused',
      'The card processor does not take the e-mail address of your account at the portal. Correct it there, or order on a purchase order.',
    ]
  if (statusCode >= 400 && statusCode < 500 && !isPassing(error))
    return [
      'card-payment-refused',
      'The card processor has refused this payment before any card was asked for, so the same again will not help. Order on a purchase order, or write to support.',
    ]
  return null
}

const making = new Set(['create session', 'refund'])

function isUnclear(operation: string, error: Stripe.errors.StripeError): boolean {
  return making.has(operation) && (error.statusCode ?? 0) >= 500
}

function isPassing(error: Stripe.errors.StripeError): boolean {
  if (error instanceof Stripe.errors.StripeConnectionError) return true
  const status = error.statusCode
  // An answer that is no JSON comes without a status: a proxy on the way spoke, not Stripe.
  if (status === undefined) return error instanceof Stripe.errors.StripeAPIError
  return status === 409 || status === 429 || status >= 500
}

function describe(operation: string, error: Stripe.errors.StripeError): string {
  const facts = [
    error.type,
    ...(error.statusCode === undefined ? [] : [`status ${error.statusCode}`]),
    ...(error.code === undefined ? [] : [`code ${error.code}`]),
    ...(error.param === undefined ? [] : [`parameter ${error.param}`]),
    ...(error.requestId === undefined ? [] : [`request ${error.requestId}`]),
  ]
  return `Card processor: ${operation} failed (${facts.join(', ')})`
}
