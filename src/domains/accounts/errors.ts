import { DomainError } from '../../kernel/domain-error.ts'

export class HandoffInvalid extends DomainError {
  constructor(cause?: unknown) {
    super(
      'handoff-invalid',
      'This link is not one that the portal made. Go back to the portal and click again.',
      {},
      cause,
    )
  }
}

export class HandoffExpired extends DomainError {
  constructor() {
    super('handoff-expired', 'This link is more than a few minutes old. Go back to the portal and click again.')
  }
}

export class HandoffUsed extends DomainError {
  constructor() {
    super('handoff-used', 'Each link from the portal works once. Go back to the portal and click again.')
  }
}

export class MemberUnknown extends DomainError {
  constructor() {
    super('member-unknown', 'The portal does not list you as an active member of this account. Ask its administrator.')
  }
}
