import { PartnerFailure } from '../../../../kernel/partner-failure.ts'
import type { FlexnetOptions } from '../options.ts'
import type { BulkReads } from './bulk-reads.ts'

/** Options without what no thread can be given. */
export type ThreadOptions = Omit<FlexnetOptions, 'log' | 'thread' | 'limiter'>

export interface Question {
  readonly id: number
  readonly name: keyof BulkReads
  readonly given: unknown
}

export type Reply =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly failure: Failure }
  | { readonly warning: { readonly about: object; readonly text: string } }

/** Errors lose their class on the way between threads. */
export interface Failure {
  readonly partner: string | null
  readonly judgement: PartnerFailure['judgement']
  readonly message: string
}

export function failureOf(error: unknown): Failure {
  if (error instanceof PartnerFailure)
    return { partner: error.partner, judgement: error.judgement, message: error.message }
  return { partner: null, judgement: 'final', message: error instanceof Error ? error.message : String(error) }
}

export function errorOf({ partner, judgement, message }: Failure): Error {
  return partner === null ? new Error(message) : new PartnerFailure(partner, judgement, message)
}
