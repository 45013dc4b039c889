import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors, isResponseSerializationError } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { DomainError } from '../../../kernel/domain-error.ts'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import { databaseTroubleOf } from '../../db/database-failure.ts'
import { codesOfThePortal, sendPartnerFailure } from './partner-problems.ts'

/** The one table from stable code to status and title. A code is public: never renamed, never reused. */
const problems: Readonly<Record<string, readonly [status: number, title: string]>> = {
  'invalid-input': [400, 'Something in the request is not valid'],
  'invalid-date': [400, 'That is not a date'],
  'invalid-signature': [400, 'The signature does not match'],
  'unknown-currency': [400, 'That is not a currency'],
  'sign-in-needed': [401, 'Sign on first'],
  'handoff-invalid': [401, 'This link from the portal is not valid'],
  'handoff-expired': [401, 'This link from the portal has expired'],
  'handoff-used': [401, 'This link from the portal was already used'],
  'redirect-loop': [409, 'This link went in a circle'],
  'account-served-elsewhere': [409, 'Another site serves this account'],
  'sign-on-invalid': [401, 'The sign-on could not be proved'],
  'sign-on-refused': [401, 'The sign-on service did not let you in'],
  'sign-on-expired': [401, 'This sign-on is over'],
  'sign-in-wrong': [401, 'Sign-in name or password is wrong'],
  'way-not-offered': [404, 'That way to sign on is not offered'],
  'not-a-candidate': [409, 'That member does not fit this identity'],
  'member-unknown': [403, 'The portal does not know this member'],
  'not-allowed': [403, 'Not allowed'],
  'own-approval': [403, 'Nobody approves their own order here'],
  'role-needed': [403, 'Your role in the company does not allow that'],
  'cross-site-request': [403, 'The request came from another site'],
  'not-found': [404, 'Not found'],
  'item-not-available': [404, 'This item is not available'],
  'granted-not-delivered': [409, 'The platform does not deliver that yet'],
  'title-not-mapped': [404, 'There is no media kit for this title'],
  'payload-too-large': [413, 'The request is too large'],
  'unsupported-media-type': [415, 'That kind of content is not understood'],
  'range-not-satisfiable': [416, 'The file has no such bytes'],
  'wrong-method': [405, 'Wrong method'],
  'too-many-requests': [429, 'Too many requests'],
  'idempotency-key-reused': [422, 'The same Idempotency-Key was used with other content'],
  'idempotency-key-in-use': [409, 'The first request with this Idempotency-Key is still running'],
  'sync-running': [409, 'A sync is running'],
  'tax-rate-missing': [409, 'There is no tax rate for that country'],
  'freight-rate-missing': [409, 'There is no freight rate for that country'],
  'customer-not-served': [409, 'You may not order for this customer any more'],
  'cart-empty': [409, 'The cart is empty'],
  'cart-changed': [409, 'The cart has changed'],
  'group-exists': [409, 'There is a group of that name already'],
  'amount-too-large': [409, 'The amount is too large'],
  'quantity-not-allowed': [409, 'That quantity is not allowed'],
  'preview-outdated': [409, 'The preview is no longer true'],
  'price-changed': [409, 'A price has risen since you saw it'],
  'priced-cart-expired': [409, 'The prices are no longer held'],
  'quote-expired': [409, 'The quote is no longer valid'],
  'quote-superseded': [409, 'There is a newer version of the quote'],
  'discount-too-high': [409, 'That is more than may be given by hand'],
  'deal-held': [409, 'The deal is registered already'],
  'payment-method-not-allowed': [409, 'That way to pay does not fit this order'],
  'wrong-currency': [409, 'The account buys in another currency'],
  'purchase-order-used': [409, 'That purchase order number was used before'],
  'already-ordered': [409, 'This was ordered already'],
  'spending-limit-exceeded': [409, 'The order goes over your spending limit'],
  'no-approver': [409, 'Nobody could approve this order'],
  'approval-changed': [409, 'Something has changed since this was asked for'],
  'requester-gone': [409, 'Whoever asked may not order any more'],
  'last-administrator': [409, 'An account needs an administrator'],
  'own-role': [403, 'Nobody changes their own role or limit'],
  'already-member': [409, 'That person is a member already'],
  'invitation-over': [409, 'The invitation is over'],
  'invitation-open': [409, 'That person has an open invitation'],
  'download-first': [409, 'Look at the download first'],
  'co-term-not-possible': [409, 'A line cannot end on that day'],
  'line-not-eligible': [409, 'That line cannot take more seats'],
  'base-line-not-chosen': [409, 'Choose the line that the add-on is for'],
  'state-conflict': [409, 'That is not possible in the present state'],
  'card-page-open': [409, 'Another way to pay is still open'],
  'card-page-closed': [409, 'The card page was closed'],
  'part-number-taken': [409, 'That part number belongs to the platform'],
  'site-not-suitable': [409, 'That site cannot make this job'],
  'kit-already-mapped': [409, 'That title has a media kit already'],
  'card-amount-not-possible': [409, 'This amount cannot be paid by card'],
  'card-payment-refused': [409, 'The card processor has refused this'],
  'card-payment-not-set-up': [409, 'Cards are not taken at present'],
  'eula-not-accepted': [409, 'The licence terms are not accepted yet'],
  'compliance-agreement-not-accepted': [409, 'The compliance agreement is not accepted yet'],
  'export-not-allowed': [409, 'Export rules do not allow this download'],
  'download-not-allowed': [409, 'This member may not download'],
  'download-unknown': [409, 'The portal does not have this download'],
  'distribution-restricted': [409, 'This package is not given out to everybody'],
  'partner-refused': [409, 'A partner system has refused this'],
  'partner-unclear': [503, 'It is not known yet whether it was done'],
  'partner-unavailable': [503, 'A partner system does not answer'],
  'database-unavailable': [503, 'The store cannot reach its database'],
  'storage-full': [503, 'The store has no room left'],
}

const fieldErrorSchema = z.object({
  pointer: z.string(),
  detail: z.string(),
  /** Of a file: the line, from 1 with the header, the column as the header has it, and what kind of mistake it is. */
  row: z.number().int().optional(),
  column: z.string().optional(),
  code: z.string().optional(),
})
export type FieldError = Readonly<z.infer<typeof fieldErrorSchema>>

const priceRiseSchema = z.object({
  lineId: z.string(),
  partNumber: z.string(),
  shownMinor: z.number().int(),
  nowMinor: z.number().int(),
  currency: z.string(),
})

const standingSchema = z.object({ purchaseOrderNumber: z.string().nullable(), orderNumber: z.string().nullable() })

const baseLineSchema = z.object({ activationId: z.string(), product: z.string() })

export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.string(),
  errors: z.array(fieldErrorSchema).optional(),
  /** With `price-changed`: of each line the price of one as it was shown and as it is now. */
  priceRises: z.array(priceRiseSchema).optional(),
  /** With `base-line-not-chosen`: the lines of the account that the add-on can belong to. */
  baseLines: z.array(baseLineSchema).optional(),
  /** With `already-ordered` and `purchase-order-used`: what stands; without an order number it waits for approval. */
  standing: standingSchema.optional(),
  /** Where the next step is done, when that is at the portal. */
  portalUrl: z.string().optional(),
})
export type Problem = z.infer<typeof problemSchema>

/** A field-level reason, for rules that a schema cannot say. */
export class InvalidInput extends DomainError {
  readonly errors: readonly FieldError[]
  constructor(errors: readonly FieldError[], message = errors.map(({ detail }) => detail).join(' ')) {
    super('invalid-input', message)
    this.errors = errors
  }
}

/** What a caller may not know of, and what does not exist, answer alike. */
export class NotFound extends DomainError {
  constructor(what: string) {
    super('not-found', `There is no such ${what}.`)
  }
}

const unknownKeysSchema = z.object({ keys: z.array(z.string()).min(1) })

/** Turns any failure into problem+json as RFC 9457 has it; a bug becomes a 500 that says nothing. */
export function problemOf(error: unknown, request: FastifyRequest): Problem {
  // A rejection that no caller can act on, such as an entry that does not balance, is a bug like any other.
  if (error instanceof DomainError && (problems[error.code]?.[0] ?? 500) < 500) return fromDomain(error)
  if (hasZodFastifySchemaValidationErrors(error)) {
    const context = error.validationContext
    return problem('invalid-input', 'Correct the fields that are named and send it again.', {
      errors: error.validation.flatMap(({ instancePath, message = 'is not valid', params }) => {
        const place = `#${context === 'body' ? '' : (context ?? '')}${instancePath === '/' ? '' : instancePath}`
        const unknown = unknownKeysSchema.safeParse(params)
        // The schema complains about the object that holds them; who sent them looks for the keys.
        if (unknown.success)
          return unknown.data.keys.map((key) => ({ pointer: `${place}/${key}`, detail: 'is not known' }))
        return [{ pointer: place, detail: message }]
      }),
    })
  }
  if (error instanceof PartnerFailure) {
    request.log.warn({ partner: error.partner, judgement: error.judgement, err: error }, 'partner failed')
    const { code, detail } = sendPartnerFailure(error)
    const portalUrl = codesOfThePortal.has(code) ? portalOf(request) : null
    return problem(code, detail, portalUrl === null ? {} : { portalUrl })
  }
  const trouble = databaseTroubleOf(error)
  if (trouble) {
    request.log.warn({ trouble, err: error }, 'the database cannot be used')
    return trouble === 'full'
      ? problem('storage-full', 'Nothing was changed. The people who run the store have to make room.')
      : problem('database-unavailable', 'Try again in a few seconds.')
  }
  const known = fromFastify(error)
  if (known) return known
  request.log.error({ err: error, serialization: isResponseSerializationError(error) }, 'request failed')
  return {
    type: '/problems/internal',
    title: 'Internal error',
    status: 500,
    code: 'internal',
    detail: 'The store made a mistake; it has been recorded.',
  }
}

/** After so many seconds it makes sense to ask again; a database or a partner is rarely away for less. */
const retryAfterSeconds = 10

/** For every answer that says *not now*. @see RFC 9110 10.2.3 */
export function sayWhenToRetry(reply: FastifyReply, status: number): void {
  if (status === 503) reply.header('retry-after', String(retryAfterSeconds))
}

export function sendProblem(reply: FastifyReply, found: Problem): FastifyReply {
  sayWhenToRetry(reply, found.status)
  return reply
    .code(found.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify(found))
}

// The pages know the address of the portal; a server without pages does not say it.
function portalOf({ server }: FastifyRequest): string | null {
  return server.hasDecorator('views') ? server.views.portalUrl : null
}

function fromDomain(error: DomainError): Problem {
  const errors = error instanceof InvalidInput ? { errors: [...error.errors] } : {}
  const priceRises = z.array(priceRiseSchema).safeParse(error.facts['priceRises']).data
  const baseLines = z.array(baseLineSchema).safeParse(error.facts['baseLines']).data
  const standing = standingSchema.safeParse(error.facts).data
  return problem(error.code, error.message, {
    ...errors,
    ...(standing ? { standing } : {}),
    ...(priceRises ? { priceRises } : {}),
    ...(baseLines ? { baseLines } : {}),
  })
}

function problem(code: string, detail: string, more: Partial<Problem> = {}): Problem {
  const [status, title] = problems[code] ?? [500, 'Internal error']
  return { type: `/problems/${code}`, title, status, code, detail, ...more }
}

function fromFastify(error: unknown): Problem | undefined {
  if (!isFastifyError(error)) return undefined
  if (error.code === 'FST_ERR_BAD_URL')
    return problem('invalid-input', 'The address cannot be read.', {
      errors: [{ pointer: '#params', detail: 'has an escape that is none' }],
    })
  switch (error.statusCode) {
    case 400:
      return problem('invalid-input', 'The body cannot be read as JSON.', {
        errors: [{ pointer: '#', detail: 'is not valid JSON' }],
      })
    case 414:
      return fromDomain(new NotFound('page'))
    case 413:
      return problem('payload-too-large', 'Send less at a time.')
    case 415:
      return problem('unsupported-media-type', 'Send application/json, or a form.')
    case 429:
      return problem('too-many-requests', error.message)
    default:
      return undefined
  }
}

function isFastifyError(error: unknown): error is FastifyError {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
}
