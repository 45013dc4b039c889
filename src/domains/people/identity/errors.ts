import { DomainError } from '../../../kernel/domain-error.ts'

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

/** Says the same whether the name, the account or the place in it is not known. */
export class MemberUnknown extends DomainError {
  constructor() {
    super('member-unknown', 'The portal does not list you as an active member of this account. Ask its administrator.')
  }
}

/** The identity provider's answer proves nothing; the reason is for the log. */
export class SignOnInvalid extends DomainError {
  constructor(reason: string) {
    super(
      'sign-on-invalid',
      'The answer of your sign-on service cannot be used. Start again from the store.',
      {},
      new Error(`The sign-on was refused: ${reason}`),
    )
  }
}

export class SignOnRefused extends DomainError {
  /** @param reason the provider's code, not its text: anybody may have written the text */
  constructor(reason: string) {
    const code = /^[a-z_]{1,40}$/i.test(reason) ? reason : 'unspecified'
    super('sign-on-refused', `Your sign-on service did not let you in (${code}). Start again, or ask whoever runs it.`)
  }
}

export class SignOnExpired extends DomainError {
  constructor() {
    super(
      'sign-on-expired',
      'This sign-on took more than a few minutes, was finished already, or was begun in another browser. Start again.',
    )
  }
}

/** Says the same for a name that is not known and for a password that is wrong. */
export class SignInWrong extends DomainError {
  constructor() {
    super('sign-in-wrong', 'That sign-in name and password do not belong together. Check both and try again.')
  }
}

export class PasswordsOff extends DomainError {
  constructor() {
    super('way-not-offered', 'This store takes no passwords. Open it from the download portal.')
  }
}

export class TooManySignIns extends DomainError {
  constructor() {
    super('too-many-requests', 'Too many attempts. Wait a quarter of an hour, or open the store from the portal.')
  }
}

export class IdentityDecided extends DomainError {
  constructor(state: string) {
    super('state-conflict', `This identity is ${state}, so that is not possible. Look at it again.`)
  }
}

export class NotACandidate extends DomainError {
  constructor() {
    super(
      'not-a-candidate',
      'That member does not have the address of this identity. Choose one of those that are listed.',
    )
  }
}
