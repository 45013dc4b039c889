import { derivedId } from '../../../kernel/ids.ts'
import { dateOf } from '../../../kernel/local-date.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { writeTogether } from '../../../platform/db/write-together.ts'
import { jobInsert } from '../../../platform/queue/jobs.ts'
import { activationIdOf } from '../../entitlements/push/index.ts'
import * as orders from '../../fulfilment/orders/index.ts'
import {
  entryOfOrder,
  eventInsert,
  isPushed,
  nextOrderNumber,
  orderInserts,
  orderPlaced,
  purchaseOrderKey,
} from '../../fulfilment/orders/index.ts'
import { postingsOf } from '../../money/ledger/index.ts'
import { findMember } from '../../people/accounts/index.ts'
import * as approvals from '../approvals/index.ts'
import type * as carts from '../carts/index.ts'
import { cartClosing, pricedCartAccepting, termColumns } from '../carts/index.ts'
import { orderOfQuote, recordQuoteAccepted } from '../quotes/index.ts'
import { recordRelease } from './record-release.ts'

export type Payment =
  | { readonly method: 'free' }
  | { readonly method: 'purchaseOrder'; readonly purchaseOrderNumber: string }
  | { readonly method: 'card'; readonly paymentId: string }

export interface NewOrder {
  readonly order: orders.Order
  readonly lines: readonly orders.OrderLine[]
}

/** Who hears of an order: the member's address and language, as they were when it was placed. */
export interface Contact {
  readonly email: string
  readonly locale: string
}

/**
 * Turns a locked priced cart into an order, in the caller's transaction. A priced cart becomes one order; asked again, it
 * answers that order. An order that was asked for says who released it.
 */
export async function placeFromPricedCart(
  tx: Tx,
  pricedCart: carts.PricedCart,
  payment: Payment,
  at: Date,
): Promise<orders.Order> {
  const existing = (await orders.orderOfPricedCart(tx, pricedCart.id)) ?? (await orderOfQuote(tx, pricedCart))
  if (existing) return existing
  const { order } = await placeNew(tx, pricedCart, payment, { at, contact: await findMember(tx, pricedCart.userName) })
  const request = await approvals.requestOfPricedCart(tx, pricedCart.id)
  if (request) await recordRelease(tx, order, request, at)
  return order
}

/**
 * Writes order, lines, ledger postings and the job for what follows, of a locked priced cart that is no order yet. Two
 * statements, and more for a quote in writing.
 */
export async function placeNew(
  tx: Tx,
  pricedCart: carts.PricedCart,
  payment: Payment,
  { at, contact }: { readonly at: Date; readonly contact: Contact | null },
): Promise<NewOrder> {
  const number = await nextOrderNumber(tx, at.getUTCFullYear())
  const order = orderOf(pricedCart, payment, { number, at, contact })
  const lines = pricedCart.lines.map((line) => orderLineOf(order, line))
  await writeTogether(tx, [
    ...orderInserts(tx, order, lines),
    ...postingsOf(tx, entryOfOrder(order, lines)),
    pricedCartAccepting(tx, pricedCart.id),
    cartClosing(tx, pricedCart.cartId, at),
    eventInsert(tx, {
      orderId: order.id,
      at,
      kind: 'placed',
      actor: pricedCart.userName,
      sentence: placedSentence(order),
    }),
    await jobInsert(orderPlaced, { orderId: order.id }, { key: order.id }),
  ])
  await recordQuoteAccepted(tx, pricedCart, order, at)
  return { order, lines }
}

function orderOf(
  pricedCart: carts.PricedCart,
  payment: Payment,
  { number, at, contact }: { readonly number: string; readonly at: Date; readonly contact: Contact | null },
): orders.Order {
  const purchaseOrderNumber = payment.method === 'purchaseOrder' ? payment.purchaseOrderNumber : null
  return {
    id: derivedId('ord', pricedCart.id),
    number,
    accountId: pricedCart.accountId,
    userName: pricedCart.userName,
    endCustomerAccountId: pricedCart.endCustomerAccountId ?? pricedCart.accountId,
    pricedCartId: pricedCart.id,
    paymentMethod: payment.method,
    purchaseOrderNumber,
    purchaseOrderKey: purchaseOrderNumber === null ? null : purchaseOrderKey(purchaseOrderNumber),
    purchaseOrderDoubled: false,
    paymentId: payment.method === 'card' ? payment.paymentId : null,
    currency: pricedCart.currency,
    netMinor: pricedCart.netMinor,
    freightMinor: pricedCart.freightMinor,
    taxMinor: pricedCart.taxMinor,
    noRateMinor: pricedCart.noRateMinor,
    freightNoRate: pricedCart.freightNoRate,
    totalMinor: pricedCart.totalMinor,
    shipTo: pricedCart.shipTo,
    shipToAccountId: pricedCart.shipToAccountId,
    billToAccountId: pricedCart.billToAccountId,
    billTo: pricedCart.billTo,
    contactEmail: contact?.email ?? pricedCart.userName,
    locale: contact?.locale ?? 'en_US',
    placedAt: at,
    placedOn: dateOf(at),
  }
}

function orderLineOf(order: orders.Order, line: carts.PricedCart['lines'][number]): orders.OrderLine {
  return {
    id: derivedId('orl', order.id, String(line.lineNumber)),
    orderId: order.id,
    lineNumber: line.lineNumber,
    partNumber: line.partNumber,
    title: line.title,
    obligation: line.obligation,
    origin: line.origin,
    quantity: line.quantity,
    targetActivationId: line.targetActivationId,
    listPriceMinor: line.listPriceMinor,
    unitPriceMinor: line.unitPriceMinor,
    netMinor: line.netMinor,
    taxMinor: line.taxMinor,
    termMonths: line.termMonths,
    ...termColumns(line, order.placedOn),
    priceRule: line.priceRule,
    trace: line.trace,
    state: 'placed',
    activationId: isPushed(line) ? activationIdOf(order.number, line.lineNumber) : null,
    baseActivationId: line.base?.activationId ?? null,
    baseProduct: line.base?.product ?? null,
    downloadDeclined: line.downloadDeclined,
    failure: null,
    updatedAt: order.placedAt,
  }
}

function placedSentence(order: orders.Order): string {
  switch (order.paymentMethod) {
    case 'free':
      return 'Order placed; nothing to pay.'
    case 'purchaseOrder':
      return `Order placed on purchase order ${order.purchaseOrderNumber ?? ''}.`
    case 'card':
      return 'Order placed; paid by card.'
  }
}
