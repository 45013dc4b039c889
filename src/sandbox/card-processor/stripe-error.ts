import { newId } from '../../kernel/ids.ts'

interface Envelope {
  readonly type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error'
  readonly message: string
  readonly code?: string
  readonly param?: string
}

/** A refusal that is answered as Stripe's error envelope. */
export class StripeProblem extends Error {
  readonly status: number
  readonly envelope: Envelope

  constructor(status: number, envelope: Envelope) {
    super(envelope.message)
    this.name = 'StripeProblem'
    this.status = status
    this.envelope = envelope
  }
}

export function invalidRequest(message: string, details: { code?: string; param?: string } = {}): StripeProblem {
  return new StripeProblem(400, { type: 'invalid_request_error', message, ...details })
}

export function noSuch(kind: string, id: string): StripeProblem {
  return new StripeProblem(404, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    param: 'id',
    message: `No such ${kind}: '${id}'`,
  })
}

export function newRequestId(): string {
  return newId('req')
}
