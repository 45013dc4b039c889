import { PartnerFailure } from './partner-failure.ts'

/**
 * A partner's final no that somebody at a page or an API can understand: its reason in our words with the next step, under
 * a stable code of its own. The message is for the log and may name the partner's own words.
 */
export class PartnerRefusal extends PartnerFailure {
  readonly code: RefusalCode
  readonly sentence: string

  constructor(partner: string, code: RefusalCode, sentence: string, message: string) {
    super(partner, 'final', message)
    this.code = code
    this.sentence = sentence
  }
}

/** Public, as all codes are: never renamed, never reused. */
export type RefusalCode =
  | 'card-amount-not-possible'
  | 'card-payment-refused'
  | 'card-payment-not-set-up'
  | 'eula-not-accepted'
  | 'compliance-agreement-not-accepted'
  | 'export-not-allowed'
  | 'download-not-allowed'
  | 'download-unknown'
  | 'distribution-restricted'
