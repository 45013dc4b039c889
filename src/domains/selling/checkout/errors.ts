import { DomainError } from '../../../kernel/domain-error.ts'
import { dateOf, writtenDate } from '../../../kernel/local-date.ts'

export class PriceChanged extends DomainError {
  constructor(pricedMinor: number, expectedMinor: number, currency: string) {
    super('price-changed', 'The total has risen since you saw it. Look at the cart and confirm the new total.', {
      pricedMinor,
      expectedMinor,
      currency,
    })
  }
}

/** Another way to pay is open and cannot be closed just now: nothing is ordered, so that nothing is paid twice. */
export class CardPageOpen extends DomainError {
  constructor(isPaying: boolean) {
    super(
      'card-page-open',
      isPaying
        ? 'A card payment for this order is under way just now, so nothing was ordered in another way. Look again in a few minutes: if the card is charged, the order is placed by itself.'
        : 'The card page that you opened for this order cannot be closed just now, because the card processor does not answer. Nothing was ordered. Try again in a few minutes.',
    )
  }
}

/** The card page of a request was paid before its release. */
export class OrderedByCard extends DomainError {
  constructor(number: string) {
    super('state-conflict', `This was paid by card meanwhile and is order ${number}.`, { number })
  }
}

export class PricedCartExpired extends DomainError {
  constructor(pricedCartId: string, expiredAt: Date) {
    super(
      'priced-cart-expired',
      `These prices were held until ${writtenInstant(expiredAt)}. Look at the cart and confirm again.`,
      { pricedCartId, expiredAt },
    )
  }
}

export class QuoteExpired extends DomainError {
  constructor(number: string, expiredAt: Date) {
    super('quote-expired', `Quote ${number} was good until ${writtenInstant(expiredAt)}. Ask for a new version.`, {
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

export class PurchaseOrderUsed extends DomainError {
  /** The order's number is null while the order waits for an approver. */
  constructor(standing: Standing) {
    const { purchaseOrderNumber, orderNumber } = standing
    const order = orderNumber === null ? 'An order that waits for approval' : `Order ${orderNumber} of your account`
    super(
      'purchase-order-used',
      `${order} has purchase order number ${purchaseOrderNumber}. Another spelling of it is the same number. Give another number.`,
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
export class AlreadyOrdered extends DomainError {
  constructor(standing: Standing) {
    const { purchaseOrderNumber, orderNumber } = standing
    const become = orderNumber === null ? 'It waits for approval already' : `It became order ${orderNumber}`
    super(
      'already-ordered',
      `${become}${purchaseOrderNumber === null ? '' : `, on purchase order ${purchaseOrderNumber}`}. Nothing else was ordered. Fill a new cart for another order.`,
      { ...standing },
    )
  }
}

export class CartChanged extends DomainError {
  constructor() {
    super('cart-changed', 'The cart is no longer what was priced. Look at it and confirm again.')
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

export class OwnApproval extends DomainError {
  constructor() {
    super('own-approval', 'You asked for this order yourself; another approver of your company has to decide.')
  }
}

export class ApprovalChanged extends DomainError {
  constructor(sentences: readonly string[]) {
    super('approval-changed', `Something has changed since this was asked for. ${sentences.join(' ')}`)
  }
}

export class RequesterGone extends DomainError {
  constructor() {
    super('requester-gone', 'Whoever asked for this order may not order for your company any more. Turn it down.')
  }
}

export class QuoteSuperseded extends DomainError {
  constructor(number: string, version: number) {
    super('quote-superseded', `Version ${version} of quote ${number} is the one that stands. Look at it again.`, {
      number,
      version,
    })
  }
}

export class QuoteAwaitsApproval extends DomainError {
  constructor(number: string, userName: string) {
    super('state-conflict', `Quote ${number} waits for an approver; ${userName} asked for it.`, { number, userName })
  }
}
