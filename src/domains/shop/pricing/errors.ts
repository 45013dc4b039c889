import { DomainError } from '../../../kernel/domain-error.ts'
import { quantitySentence } from './quantity-sentence.ts'

export class GroupExists extends DomainError {
  constructor(groupId: string) {
    super(
      'group-exists',
      `There is a group of the name ${groupId} already. Choose another name, or add accounts to that one.`,
      {
        groupId,
      },
    )
  }
}

/** For sale, and not in this quantity. */
export class QuantityNotSold extends DomainError {
  constructor(partNumber: string, quantity: number, nearest: readonly number[]) {
    super('quantity-not-allowed', quantitySentence(quantity, nearest), { partNumber, quantity, nearest })
  }
}
