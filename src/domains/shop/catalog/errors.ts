import { DomainError } from '../../../kernel/domain-error.ts'

/** An item that does not exist, or that the account may not know of: both answer alike. */
export class ItemNotAvailable extends DomainError {
  constructor(partNumber: string) {
    super('item-not-available', 'There is no such item for this account.', { partNumber })
  }
}

export class TitleNotMapped extends DomainError {
  constructor(partnerProductId: string) {
    super(
      'title-not-mapped',
      'There is no media kit for this title yet. The title can still be downloaded from the portal.',
      { partnerProductId },
    )
  }
}

export class KitAlreadyMapped extends DomainError {
  constructor(partnerProductId: string, mapped: string, refused: string) {
    super(
      'kit-already-mapped',
      `Title ${partnerProductId} has media kit ${mapped}; ${refused} cannot be a second one. Nothing was imported.`,
      { partnerProductId, mapped, refused },
    )
  }
}

export class PartNumberTaken extends DomainError {
  constructor(partNumber: string) {
    super(
      'part-number-taken',
      `${partNumber} is a part number of the platform, so the store cannot have an item of its own under it. Nothing was imported.`,
      { partNumber },
    )
  }
}

/** The mirror has no such account, or no longer has it. */
export class AccountUnknown extends DomainError {
  constructor(accountId: string) {
    super('not-found', 'The store does not know this account.', { accountId })
  }
}
