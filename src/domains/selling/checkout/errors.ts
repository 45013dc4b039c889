import { DomainError } from '../../../kernel/domain-error.ts'
import { dateOf, writtenDate } from '../../../kernel/local-date.ts'
import { MessageError } from '../../../platform/messages/message-error.ts'
import { message } from '../../../platform/messages/messages.ts'

export class PriceChanged extends MessageError {
  constructor(pricedMinor: number, expectedMinor: number, currency: string) {
    super('price-changed', message('checkout.error.totalRisen'), {
      pricedMinor,
      expectedMinor,
      currency,
    })
  }
}

/** Another way to pay is open and cannot be closed just now: nothing is ordered, so that nothing is paid twice. */
export class CardPageOpen extends MessageError {
  constructor(isPaying: boolean) {
    super(
      'card-page-open',
      message(isPaying ? 'checkout.error.cardPaymentUnderWay' : 'checkout.error.cardPageNotClosed'),
    )
  }
}

/** The card page of a request was paid before its release. */
export class OrderedByCard extends MessageError {
  constructor(number: string) {
    super('state-conflict', message('checkout.error.orderedByCard', { number }), { number })
  }
}

export class PricedCartExpired extends MessageError {
  constructor(pricedCartId: string, expiredAt: Date) {
    super('priced-cart-expired', message('checkout.error.pricesExpired', { time: writtenInstant(expiredAt) }), {
      pricedCartId,
      expiredAt,
    })
  }
}

export class QuoteExpired extends MessageError {
  constructor(number: string, expiredAt: Date) {
    super('quote-expired', message('checkout.error.quoteExpired', { number, time: writtenInstant(expiredAt) }), {
      number,
      expiredAt,
    })
  }
}

function writtenInstant(at: Date): string {
  return `${writtenDate(dateOf(at))}, ${at.toISOString().slice(11, 16)} UTC`
}

export class PaymentMethodNotAllowed extends DomainError {
  constructor(reason: string) {
    super('payment-method-not-allowed', reason)
  }
}

export class PurchaseOrderUsed extends MessageError {
  /** The order's number is null while the order waits for an approver. */
  constructor(standing: Standing) {
    const { purchaseOrderNumber, orderNumber } = standing
    super(
      'purchase-order-used',
      orderNumber === null
        ? message('checkout.error.purchaseOrderUsedByRequest', { purchaseOrderNumber: purchaseOrderNumber ?? '' })
        : message('checkout.error.purchaseOrderUsed', { purchaseOrderNumber: purchaseOrderNumber ?? '', orderNumber }),
      { ...standing },
    )
  }
}

/** What a number, or a priced cart, is an order of already. */
export interface Standing {
  readonly purchaseOrderNumber: string | null
  readonly orderNumber: string | null
}

/** A priced cart becomes one order, or one request for approval: asked again to be paid in another way, it stays as it is. */
export class AlreadyOrdered extends MessageError {
  constructor(standing: Standing) {
    const { purchaseOrderNumber, orderNumber } = standing
    super(
      'already-ordered',
      message('checkout.error.alreadyOrdered', {
        standing: orderNumber === null ? 'waits' : 'ordered',
        orderNumber: orderNumber ?? '',
        payment: purchaseOrderNumber === null ? 'card' : 'purchaseOrder',
        purchaseOrderNumber: purchaseOrderNumber ?? '',
      }),
      { ...standing },
    )
  }
}

export class CartChanged extends MessageError {
  constructor() {
    super('cart-changed', message('checkout.error.cartChanged'))
  }
}

export class SpendingLimitExceeded extends DomainError {
  constructor(sentences: readonly string[]) {
    super('spending-limit-exceeded', `${sentences.join(' ')} Nobody in your company may approve it.`)
  }
}

export class NoApprover extends DomainError {
  constructor(sentences: readonly string[]) {
    super(
      'no-approver',
      `${sentences.join(' ')} Nobody in your company may approve it: ask an administrator of your account to name an approver.`,
    )
  }
}

export class OwnApproval extends MessageError {
  constructor() {
    super('own-approval', message('checkout.error.ownApproval'))
  }
}

export class ApprovalChanged extends DomainError {
  constructor(sentences: readonly string[]) {
    super('approval-changed', `Something has changed since this was asked for. ${sentences.join(' ')}`)
  }
}

export class RequesterGone extends MessageError {
  constructor() {
    super('requester-gone', message('checkout.error.requesterGone'))
  }
}

export class QuoteSuperseded extends MessageError {
  constructor(number: string, version: number) {
    super('quote-superseded', message('checkout.error.quoteSuperseded', { number, version }), {
      number,
      version,
    })
  }
}

export class QuoteAwaitsApproval extends MessageError {
  constructor(number: string, userName: string) {
    super('state-conflict', message('checkout.error.quoteAwaitsApproval', { number, person: userName }), {
      number,
      userName,
    })
  }
}
