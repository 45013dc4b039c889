/**
 * What an adapter says when its partner did not do what was asked. Judged once, by the adapter.
 * `retryable`: the same call may work later. `final`: it will not without somebody's help.
 * `unclear`: the call may or may not have had its effect, so look before doing it again.
 */
export class PartnerFailure extends Error {
  readonly partner: string
  readonly judgement: 'retryable' | 'final' | 'unclear'

  constructor(partner: string, judgement: PartnerFailure['judgement'], message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'PartnerFailure'
    this.partner = partner
    this.judgement = judgement
  }
}
