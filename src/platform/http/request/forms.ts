import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { DomainError } from '../../../kernel/domain-error.ts'
import { newId } from '../../../kernel/ids.ts'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import { MessageError } from '../../messages/message-error.ts'
import type { Message } from '../../messages/messages.ts'
import { sendPartnerFailure } from '../answer/partner-problems.ts'
import { InvalidInput } from '../answer/problems.ts'

/** What a form shows again after a refusal: what was typed, what is wrong where, and the stable code. */
export interface FormState {
  readonly values: Readonly<Record<string, string>>
  /** By field; the empty name is for the form as a whole. */
  readonly errors: Readonly<Record<string, string | Message>>
  readonly code: string | null
}

export function emptyForm(values: Readonly<Record<string, string>> = {}): FormState {
  return { values, errors: {}, code: null }
}

/** The fields of a posted form; of a field that came twice the last counts. */
export function fieldsOf(request: FastifyRequest): Record<string, string> {
  const { body } = request
  if (typeof body !== 'object' || body === null) return {}
  const fields: Record<string, string> = {}
  for (const [name, value] of Object.entries(body)) {
    const last: unknown = Array.isArray(value) ? value.at(-1) : value
    if (typeof last === 'string') fields[name] = last
  }
  return fields
}

/** The form after a schema said no: the first complaint of each field. */
export function refusedForm(values: Readonly<Record<string, string>>, error: z.ZodError): FormState {
  const errors: Record<string, string> = {}
  for (const { path, message } of error.issues) errors[String(path.at(-1) ?? '')] ??= message
  return { values, errors, code: 'invalid-input' }
}

/**
 * The form after a use case said no. `fieldOf` says which field a code is about; a code without one is about the whole.
 * @throws what is no refusal that somebody at a form could mend
 */
export function rejectedForm(
  values: Readonly<Record<string, string>>,
  error: unknown,
  fieldOf: Readonly<Record<string, string>> = {},
): FormState {
  if (!(error instanceof DomainError)) throw error
  if (error instanceof InvalidInput) {
    const errors: Record<string, string> = {}
    for (const { pointer, detail } of error.errors) errors[pointer.split('/').at(-1) ?? ''] ??= detail
    return { values, errors, code: error.code }
  }
  const said = error instanceof MessageError ? error.said : error.message
  return { values, errors: { [fieldOf[error.code] ?? '']: said }, code: error.code }
}

/**
 * A form whose use case asks a partner: the partner's no, or its silence, stands at the field that it is about.
 * @throws what is no refusal that somebody at a form could mend
 */
export function rejectedByPartner(
  values: Readonly<Record<string, string>>,
  error: unknown,
  { field, fieldOf = {} }: { readonly field: string; readonly fieldOf?: Readonly<Record<string, string>> },
): { readonly form: FormState; readonly status: number } {
  if (!(error instanceof PartnerFailure)) return { form: rejectedForm(values, error, fieldOf), status: 409 }
  const { code, detail } = sendPartnerFailure(error)
  return { form: { values, errors: { [field]: detail }, code }, status: error.judgement === 'final' ? 409 : 503 }
}

/** A key to put into a form; a use case that gets the same key again does its work once. */
export function newFormKey(): string {
  return newId('frm')
}

/** Post, redirect, get: what was done is not done again by reloading the page. */
export function seeOther(reply: FastifyReply, location: string): FastifyReply {
  return reply.redirect(location, 303)
}
