import { derivedId } from '../../../kernel/ids.ts'
import type { Tx } from '../../../platform/db/db.ts'
import * as orders from '../../fulfilment/orders/index.ts'
import { purchaseOrderKey } from '../../fulfilment/orders/index.ts'
import * as approvals from '../approvals/index.ts'
import { mailApprovers, reasonSentence } from '../approvals/index.ts'
import type * as carts from '../carts/index.ts'
import { closeCart } from '../carts/index.ts'
import { orderOfQuote, takeOutOfCart } from '../quotes/index.ts'
import { NoApprover, PurchaseOrderUsed, SpendingLimitExceeded } from './errors.ts'
import { approversOf, judgeIntended } from './judge-order.ts'
import type { OrderFacts } from './order-facts.ts'
import { placeNew } from './place-from-priced-cart.ts'

/** How an order is to be paid, before it is known whether it waits. */
export type IntendedPayment =
  | { readonly method: 'free' }
  | { readonly method: 'purchaseOrder'; readonly purchaseOrderNumber: string }
  | { readonly method: 'card' }

export interface Accepted {
  /** Locked, neither an order nor a request, and good: its lines may be had at its prices. */
  readonly pricedCart: carts.PricedCart
  /** Read behind the other orders of the account. */
  readonly facts: Pick<OrderFacts, 'approval' | 'numberUsed' | 'contact'>
  readonly payment: IntendedPayment
  /** Until then a release takes the priced cart's prices as they are; without it they are asked again. */
  readonly pricePromisedUntil?: Date | null
  /** The store's address, for the link in the mail. */
  readonly publicUrl: string
}

export type PlacedOrAsked =
  /** With its lines when it was placed just now. */
  | { readonly outcome: 'placed'; readonly order: orders.Order; readonly lines?: readonly orders.OrderLine[] }
  | { readonly outcome: 'asked'; readonly request: approvals.ApprovalRequest }

/** How long a request waits for an approver. */
const waitMs = 14 * 24 * 3_600_000

/**
 * What becomes of an accepted priced cart that is not paid by card: an order, or a request that waits for an approver, as the
 * company's rules and the member's limits say. In the caller's transaction, behind the other orders of the account.
 * @throws {SpendingLimitExceeded | NoApprover | PurchaseOrderUsed}
 */
export async function placeOrAsk(
  tx: Tx,
  accepted: Accepted & { readonly payment: Exclude<IntendedPayment, { method: 'card' }> },
  at: Date,
): Promise<PlacedOrAsked> {
  const { pricedCart, facts, payment } = accepted
  const standing = await orderOfQuote(tx, pricedCart)
  if (standing) return { outcome: 'placed', order: standing }
  const request = await askWhenNeeded(tx, accepted, at)
  if (request) return { outcome: 'asked', request }
  if (payment.method === 'purchaseOrder') await refuseUsedNumber(tx, accepted, payment.purchaseOrderNumber)
  return { outcome: 'placed', ...(await placeNew(tx, pricedCart, payment, { at, contact: facts.contact })) }
}

/**
 * The request for approval that an accepted priced cart becomes; null when it may be placed, or paid, at once. The cart goes with the request, so that the member can begin another.
 * @throws {SpendingLimitExceeded | NoApprover | PurchaseOrderUsed}
 */
export async function askWhenNeeded(tx: Tx, accepted: Accepted, at: Date): Promise<approvals.ApprovalRequest | null> {
  const { pricedCart, facts, payment, pricePromisedUntil = null, publicUrl } = accepted
  const judgement = await judgeIntended(tx, pricedCart, at, facts.approval)
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
  if (purchaseOrderNumber !== null) await refuseUsedNumber(tx, accepted, purchaseOrderNumber)
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

async function refuseUsedNumber(
  tx: Tx,
  { pricedCart: { accountId }, facts }: Accepted,
  purchaseOrderNumber: string,
): Promise<void> {
  if (!facts.numberUsed && !facts.approval.numberUsed) return
  const order = await orders.orderOnPurchaseOrder(tx, accountId, purchaseOrderNumber)
  const holder = order ?? (await approvals.requestOnPurchaseOrder(tx, accountId, purchaseOrderNumber))
  if (holder)
    throw new PurchaseOrderUsed({
      purchaseOrderNumber: holder.purchaseOrderNumber,
      orderNumber: order?.number ?? null,
    })
}
