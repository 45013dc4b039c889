import { DomainError } from '../../../kernel/domain-error.ts'

export class LastAdministrator extends DomainError {
  constructor() {
    super('last-administrator', 'This is the account’s only administrator. Make somebody else administrator first.')
  }
}

export class OwnRole extends DomainError {
  constructor() {
    super('own-role', 'Nobody changes their own role or limit, or removes themself. Ask another administrator.')
  }
}

export class AlreadyMember extends DomainError {
  constructor() {
    super('already-member', 'That person is a member of this account already. Change the role in the list instead.')
  }
}

export class InvitationOver extends DomainError {
  constructor() {
    super('invitation-over', 'This invitation is no longer good. Ask an administrator of the company for a new one.')
  }
}

export class InvitationOpen extends DomainError {
  constructor() {
    super('invitation-open', 'That person has an invitation that is still good. Withdraw it to invite anew.')
  }
}
