import type { SiteReport } from '../domains/fulfilment/production/site-contract.ts'

export type FailureCause = Extract<SiteReport, { step: 'failed' }>['cause']

/** The job cannot be carried on and the store is to be told why. Everything else that is thrown only delays the job. */
export class JobFailure extends Error {
  readonly failureCause: FailureCause

  constructor(failureCause: FailureCause, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'JobFailure'
    this.failureCause = failureCause
  }
}

/** A partner (the store, the device's share) that cannot be reached at the moment: the job waits. */
export class Away extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'Away'
  }
}
