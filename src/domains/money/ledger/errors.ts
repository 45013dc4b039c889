import { DomainError } from '../../../kernel/domain-error.ts'

export class UnbalancedEntry extends DomainError {
  constructor(entryId: string, currency: string, debitMinor: bigint, creditMinor: bigint) {
    super(
      'unbalanced-entry',
      `Entry ${entryId} does not balance in ${currency}: debits ${debitMinor}, credits ${creditMinor}`,
      { entryId, currency, debitMinor: debitMinor.toString(), creditMinor: creditMinor.toString() },
    )
  }
}

export class NegativePosting extends DomainError {
  constructor(entryId: string, account: string) {
    super('negative-posting', `Entry ${entryId} has a negative amount on ${account}; post it on the other side`, {
      entryId,
      account,
    })
  }
}

export class UnknownAccount extends DomainError {
  constructor(account: string) {
    super('unknown-ledger-account', `${JSON.stringify(account)} is not in the chart of accounts`, { account })
  }
}

/** What was posted under an id stays; another content needs another id, and a mistake a reversal. */
export class EntryPostedDifferently extends DomainError {
  constructor(entryId: string) {
    super('entry-posted-differently', `Entry ${entryId} was posted before with another content`, { entryId })
  }
}

export class EntryNotFound extends DomainError {
  constructor(entryId: string) {
    super('entry-not-found', `There is no entry ${entryId}`, { entryId })
  }
}
