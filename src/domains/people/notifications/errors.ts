import { DomainError } from '../../../kernel/domain-error.ts'

export class MailWaits extends DomainError {
  constructor(mailId: string) {
    super('state-conflict', 'This mail waits to be sent already.', { mailId })
  }
}
