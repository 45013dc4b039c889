import Stripe from 'stripe'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'

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
  const judgement = isUnclear(operation, error) ? 'unclear' : isPassing(error) ? 'retryable' : 'final'
  return new PartnerFailure('stripe', judgement, describe(operation, error))
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
