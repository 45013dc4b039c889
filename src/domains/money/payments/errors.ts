import { DomainError } from '../../../kernel/domain-error.ts'

export class CardPageClosed extends DomainError {
  constructor() {
    super(
      'card-page-closed',
      'The card page was closed, because the order was placed or changed meanwhile. Look at your orders and at the cart.',
    )
  }
}
