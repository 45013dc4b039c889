import { DomainError } from '../../kernel/domain-error.ts'
import { quantitySentence } from './quantity-sentence.ts'

/** For sale, and not in this quantity. */
export class QuantityNotSold extends DomainError {
  constructor(partNumber: string, quantity: number, nearest: readonly number[]) {
    super('quantity-not-allowed', quantitySentence(quantity, nearest), { partNumber, quantity, nearest })
  }
}
