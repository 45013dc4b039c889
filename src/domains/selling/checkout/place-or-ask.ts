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
import { placeFromPricedCart } from './place-from-priced-cart.ts'

/** How an order is to be paid, before it is known whether it waits. */
export type IntendedPayment =
  | { readonly method: 'free' }
  | { readonly method: 'purchaseOrder'; readonly purchaseOrderNumber: string }
  | { readonly method: 'card' }

export interface Accepted {
  /** Locked, not accepted before, and good: its lines may be had at its prices. */
  readonly pricedCart: carts.PricedCart
  readonly payment: IntendedPayment
  /** Until then a release takes the priced cart's prices as they are; without it they are asked again. */
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
 * What becomes of an accepted priced cart that is not paid by card: an order, or a request that waits for an approver, as the
 * company's rules and the member's limits say. In the caller's transaction, behind the other orders of the account. The
 * same priced cart twice is one order, or one request.
 * @throws {SpendingLimitExceeded | NoApprover | PurchaseOrderUsed}
 */
export async function placeOrAsk(
  tx: Tx,
  accepted: Accepted & { readonly payment: Exclude<IntendedPayment, { method: 'card' }> },
  at: Date,
): Promise<PlacedOrAsked> {
  const { pricedCart, payment } = accepted
  await orders.queueBehindAccount(tx, pricedCart.accountId)
  const placed = await orders.orderOfPricedCart(tx, pricedCart.id)
  if (placed) return { outcome: 'placed', order: placed }
  const request = await askWhenNeeded(tx, accepted, at)
  if (request) return { outcome: 'asked', request }
  if (payment.method === 'purchaseOrder') await refuseUsedNumber(tx, pricedCart.accountId, payment.purchaseOrderNumber)
  return { outcome: 'placed', order: await placeFromPricedCart(tx, pricedCart, payment, at) }
}

/**
 * The request for approval that an accepted priced cart becomes, or became before; null when it may be placed, or paid, at
 * once. The cart goes with the request, so that the member can begin another.
 * @throws {SpendingLimitExceeded | NoApprover | PurchaseOrderUsed}
 */
export async function askWhenNeeded(tx: Tx, accepted: Accepted, at: Date): Promise<approvals.ApprovalRequest | null> {
  const { pricedCart, payment, pricePromisedUntil = null, publicUrl } = accepted
  const asked = await approvals.requestOfPricedCart(tx, pricedCart.id)
  if (asked) return asked
  const judgement = await judgeIntended(tx, pricedCart, at)
  if (judgement.outcome === 'place') return null
  const { reasons } = judgement
  if (judgement.outcome === 'refuse') {
    const sentences = reasons.map(reasonSentence)
    throw reasons.some(({ kind }) => kind === 'limit')
      ? new SpendingLimitExceeded(sentences)
      : new NoApprover(sentences)
  }
  await approvals.expireOverdue(tx, pricedCart.accountId, at)
  const purchaseOrderNumber = payment.method === 'purchaseOrder' ? payment.purchaseOrderNumber : null
  if (purchaseOrderNumber !== null) await refuseUsedNumber(tx, pricedCart.accountId, purchaseOrderNumber)
  const request = await approvals.insertRequest(tx, {
    id: derivedId('apr', pricedCart.id),
    accountId: pricedCart.accountId,
    userName: pricedCart.userName,
    askedPricedCartId: pricedCart.id,
    pricedCartId: pricedCart.id,
    paymentMethod: payment.method,
    purchaseOrderNumber,
    purchaseOrderKey: purchaseOrderNumber === null ? null : purchaseOrderKey(purchaseOrderNumber),
    pricePromisedUntil,
    reasons,
    state: 'waiting',
    createdAt: at,
    expiresAt: new Date(at.getTime() + waitMs),
  })
  await closeCart(tx, pricedCart.cartId, at)
  if (pricedCart.quoteVersionId !== null) await takeOutOfCart(tx, { id: pricedCart.quoteVersionId }, at)
  await mailApprovers(tx, { request, pricedCart, approvers: await approversOf(tx, pricedCart), publicUrl, at })
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
