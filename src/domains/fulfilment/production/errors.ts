import { DomainError } from '../../../kernel/domain-error.ts'
import type { Unsuitable } from './choose-site.ts'
import type { MediaJobState } from './tables.ts'

/** The job's present state does not allow it. */
export class MediaJobStateConflict extends DomainError {
  constructor(reference: string, state: MediaJobState, act: string) {
    super('state-conflict', `Media job ${reference} is ${state} and cannot be ${act}.`, { reference, state })
  }
}

/** Nothing is left to make: every disc of the job came out well, or a later attempt exists. */
export class NothingToRetry extends DomainError {
  constructor(reference: string, why: string) {
    super('state-conflict', `Media job ${reference} needs no other attempt: ${why}.`, { reference })
  }
}

export class SiteNotSuitable extends DomainError {
  constructor(siteId: string, obstacle: Unsuitable) {
    super('site-not-suitable', `Site ${siteId} cannot make this job: ${obstacle}.`, { siteId, obstacle })
  }
}

export class RangeNotSatisfiable extends DomainError {
  constructor(sizeBytes: number) {
    super('range-not-satisfiable', `The file has ${sizeBytes} bytes.`, { sizeBytes })
  }
}
