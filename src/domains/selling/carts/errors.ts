import { DomainError } from '../../../kernel/domain-error.ts'
import { MessageError } from '../../../platform/messages/message-error.ts'
import { message } from '../../../platform/messages/messages.ts'
import type { BaseLine } from './frozen-line.ts'

export class CartEmpty extends MessageError {
  constructor() {
    super('cart-empty', message('cart.error.empty'))
  }
}

/** A chain grants what would open the item, and the platform does not deliver it to the account. */
export class GrantedNotDelivered extends DomainError {
  constructor(partNumber: string, sentence: string) {
    super('granted-not-delivered', sentence, { partNumber })
  }
}

export class QuantityNotAllowed extends DomainError {
  constructor(partNumber: string, sentence: string) {
    super('quantity-not-allowed', sentence, { partNumber })
  }
}

export interface PriceRise {
  readonly lineId: string
  readonly partNumber: string
  /** The price of one that the buyer was last shown, and what it is now. */
  readonly shownMinor: number
  readonly nowMinor: number
  readonly currency: string
}

/** A line costs more than the buyer was last shown: nothing goes on before the buyer has said yes. */
export class PriceRisen extends MessageError {
  constructor(priceRises: readonly PriceRise[]) {
    super('price-changed', message('cart.error.priceRisen'), { priceRises })
  }
}

/** What cannot be paid by card is not sent to the card processor. */
export class CardNotPossible extends DomainError {
  constructor(reason: string) {
    super('card-amount-not-possible', reason)
  }
}

export class LineNotEligible extends DomainError {
  constructor(activationId: string, sentence = 'Seats can be added to a live line that the account owns.') {
    super('line-not-eligible', sentence, { activationId })
  }
}

/** Several lines of the account open the add-on: its buyer says for which it is. */
export class BaseLineNotChosen extends DomainError {
  constructor(sentence: string, baseLines: readonly BaseLine[]) {
    super('base-line-not-chosen', sentence, { baseLines })
  }
}

export class WrongCurrency extends MessageError {
  constructor(given: string, needed: string) {
    super('wrong-currency', message('cart.error.currency', { given, needed }), { given, needed })
  }
}

export class CoTermNotPossible extends DomainError {
  constructor(sentence: string) {
    super('co-term-not-possible', sentence)
  }
}
