import { derivedId } from '../../../kernel/ids.ts'
import type { Tx } from '../../../platform/db/db.ts'
import * as orders from '../../fulfilment/orders/index.ts'
import { purchaseOrderKey } from '../../fulfilment/orders/index.ts'
import * as approvals from '../approvals/index.ts'
import { mailApprovers, reasonSentence } from '../approvals/index.ts'
import type * as carts from '../carts/index.ts'
import { closeCart } from '../carts/index.ts'
import { takeOutOfCart } from '../quotes/index.ts'
import { NoApprover, PurchaseOrderUsed, SpendingLimitExceeded } from './errors.ts'
import { approversOf, judgeIntended } from './judge-order.ts'
import { placeFromQuote } from './place-from-quote.ts'

/** How an order is to be paid, before it is known whether it waits. */
export type IntendedPayment =
  | { readonly method: 'free' }
  | { readonly method: 'purchaseOrder'; readonly purchaseOrderNumber: string }
  | { readonly method: 'card' }

export interface Accepted {
  /** Locked, not accepted before, and good: its lines may be had at its prices. */
  readonly quote: carts.Quote
  readonly payment: IntendedPayment
  /** Until then a release takes the quote's prices as they are; without it they are asked again. */
  readonly pricePromisedUntil?: Date | null
  /** The store's address, for the link in the mail. */
  readonly publicUrl: string
}

export type PlacedOrAsked =
  | { readonly outcome: 'placed'; readonly order: orders.Order }
  | { readonly outcome: 'asked'; readonly request: approvals.ApprovalRequest }

/** How long a request waits for an approver. */
const waitMs = 14 * 24 * 3_600_000

/**
 * What becomes of an accepted quote that is not paid by card: an order, or a request that waits for an approver, as the
 * company's rules and the member's limits say. In the caller's transaction, behind the other orders of the account. The
 * same quote twice is one order, or one request.
 * @throws {SpendingLimitExceeded | NoApprover | PurchaseOrderUsed}
 */
export async function placeOrAsk(
  tx: Tx,
  accepted: Accepted & { readonly payment: Exclude<IntendedPayment, { method: 'card' }> },
  at: Date,
): Promise<PlacedOrAsked> {
  const { quote, payment } = accepted
  await orders.queueBehindAccount(tx, quote.accountId)
  const placed = await orders.orderOfQuote(tx, quote.id)
  if (placed) return { outcome: 'placed', order: placed }
  const request = await askWhenNeeded(tx, accepted, at)
  if (request) return { outcome: 'asked', request }
  if (payment.method === 'purchaseOrder') await refuseUsedNumber(tx, quote.accountId, payment.purchaseOrderNumber)
  return { outcome: 'placed', order: await placeFromQuote(tx, quote, payment, at) }
}

/**
 * The request for approval that an accepted quote becomes, or became before; null when it may be placed, or paid, at
 * once. The cart goes with the request, so that the member can begin another.
 * @throws {SpendingLimitExceeded | NoApprover | PurchaseOrderUsed}
 */
export async function askWhenNeeded(tx: Tx, accepted: Accepted, at: Date): Promise<approvals.ApprovalRequest | null> {
  const { quote, payment, pricePromisedUntil = null, publicUrl } = accepted
  const asked = await approvals.requestOfQuote(tx, quote.id)
  if (asked) return asked
  const judgement = await judgeIntended(tx, quote, at)
  if (judgement.outcome === 'place') return null
  const { reasons } = judgement
  if (judgement.outcome === 'refuse') {
    const sentences = reasons.map(reasonSentence)
    throw reasons.some(({ kind }) => kind === 'limit')
      ? new SpendingLimitExceeded(sentences)
      : new NoApprover(sentences)
  }
  await approvals.expireOverdue(tx, quote.accountId, at)
  const purchaseOrderNumber = payment.method === 'purchaseOrder' ? payment.purchaseOrderNumber : null
  if (purchaseOrderNumber !== null) await refuseUsedNumber(tx, quote.accountId, purchaseOrderNumber)
  const request = await approvals.insertRequest(tx, {
    id: derivedId('apr', quote.id),
    accountId: quote.accountId,
    userName: quote.userName,
    askedQuoteId: quote.id,
    quoteId: quote.id,
    paymentMethod: payment.method,
    purchaseOrderNumber,
    purchaseOrderKey: purchaseOrderNumber === null ? null : purchaseOrderKey(purchaseOrderNumber),
    pricePromisedUntil,
    reasons,
    state: 'waiting',
    createdAt: at,
    expiresAt: new Date(at.getTime() + waitMs),
  })
  await closeCart(tx, quote.cartId, at)
  if (quote.salesQuoteVersionId !== null) await takeOutOfCart(tx, { id: quote.salesQuoteVersionId }, at)
  await mailApprovers(tx, { request, quote, approvers: await approversOf(tx, quote), publicUrl, at })
  return request
}

async function refuseUsedNumber(tx: Tx, accountId: string, purchaseOrderNumber: string): Promise<void> {
  const order = await orders.orderOnPurchaseOrder(tx, accountId, purchaseOrderNumber)
  const holder = order ?? (await approvals.requestOnPurchaseOrder(tx, accountId, purchaseOrderNumber))
  if (holder)
    throw new PurchaseOrderUsed({
      purchaseOrderNumber: holder.purchaseOrderNumber,
      orderNumber: order?.number ?? null,
    })
}
