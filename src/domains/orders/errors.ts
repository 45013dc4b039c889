import { DomainError } from '../../kernel/domain-error.ts'

export class CartEmpty extends DomainError {
  constructor() {
    super('cart-empty', 'Put something in the cart first.')
  }
}

export class QuantityNotAllowed extends DomainError {
  constructor(partNumber: string, left: number) {
    super(
      'quantity-not-allowed',
      left > 0 ? `At most ${left} of ${partNumber} can be ordered.` : `The limit for ${partNumber} has been reached.`,
      { partNumber, left },
    )
  }
}

export class PriceChanged extends DomainError {
  constructor(quotedMinor: number, expectedMinor: number, currency: string) {
    super('price-changed', 'The total has risen since you saw it. Look at the cart and confirm the new total.', {
      quotedMinor,
      expectedMinor,
      currency,
    })
  }
}

export class QuoteExpired extends DomainError {
  constructor(quoteId: string, expiredAt: Date) {
    super('quote-expired', `The quote was good until ${expiredAt.toISOString()}. Look at the cart and confirm again.`, {
      quoteId,
      expiredAt,
    })
  }
}

export class PaymentMethodNotAllowed extends DomainError {
  constructor(reason: string) {
    super('payment-method-not-allowed', reason)
  }
}

export class PurchaseOrderUsed extends DomainError {
  constructor(purchaseOrderNumber: string) {
    super('purchase-order-used', 'Your account has an order with this purchase order number. Give another number.', {
      purchaseOrderNumber,
    })
  }
}

export class LineNotEligible extends DomainError {
  constructor(activationId: string) {
    super('line-not-eligible', 'Seats can be added to a live line that the account owns.', { activationId })
  }
}

export class WrongCurrency extends DomainError {
  constructor(given: string, needed: string) {
    super('wrong-currency', `This account buys in ${needed}, not in ${given}.`, { given, needed })
  }
}

export class CartChanged extends DomainError {
  constructor() {
    super('cart-changed', 'The cart is no longer what was quoted. Look at it and confirm again.')
  }
}
