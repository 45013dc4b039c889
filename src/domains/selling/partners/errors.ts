import { DomainError } from '../../../kernel/domain-error.ts'

/** An account that is no customer of the partner, and one that does not exist: nobody may tell them apart. */
export class NoCustomerOfYours extends DomainError {
  constructor() {
    super('not-found', 'You have no customer with this account ID. Under “Your customers” you can ask the company.')
  }
}

export class TooManyGuesses extends DomainError {
  constructor() {
    super('too-many-requests', 'Your company has named too many accounts that are not its customers. Wait an hour.')
  }
}

/** The partner may not order for the customer any more. */
export class CustomerLost extends DomainError {
  constructor(reason = 'Your company may not order for this customer any more.') {
    super('customer-not-served', reason)
  }
}
