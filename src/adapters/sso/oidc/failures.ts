import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client'
import { SignOnInvalid, SignOnRefused } from '../../../domains/people/identity/port.ts'
import { DomainError } from '../../../kernel/domain-error.ts'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'

const partner = 'openid provider'

/** What went wrong with an answer, without anything of the answer: it holds names, codes and tokens. */
export function failureOf(error: unknown): Error {
  if (error instanceof DomainError) return error
  if (error instanceof AuthorizationResponseError) return new SignOnRefused(error.error)
  if (error instanceof ResponseBodyError)
    // `invalid_grant`: the code was used, is too old, or was not given to this browser. All else is about us.
    return error.error === 'invalid_grant'
      ? new SignOnInvalid('the provider does not take the code')
      : new PartnerFailure(partner, 'final', `the provider refused the store: ${wordOf(error.error)}`)
  if (error instanceof WWWAuthenticateChallengeError)
    return new PartnerFailure(partner, 'final', 'the provider did not let the store in')
  const code = codeOf(error)
  if (code === 'OAUTH_RESPONSE_IS_NOT_CONFORM' && statusOf(error) >= 500) return unavailable(error, 'the exchange')
  if (error instanceof ClientError && code !== 'OAUTH_TIMEOUT') return new SignOnInvalid(wordOf(code))
  return unavailable(error, 'the exchange')
}

export function unavailable(error: unknown, during: string): PartnerFailure {
  return new PartnerFailure(partner, 'retryable', `${during} got no usable answer (${wordOf(codeOf(error))})`)
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return error instanceof Error ? error.name : 'unknown'
}

function statusOf(error: unknown): number {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Response ? cause.status : 0
}

function wordOf(text: string): string {
  return /^[\w-]{1,60}$/.test(text) ? text : 'unspecified'
}
