import { derivedId, newId } from '../../../kernel/ids.ts'
import { dateOf } from '../../../kernel/local-date.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { enqueue } from '../../../platform/queue/jobs.ts'
import { activationIdOf } from '../../entitlements/push/index.ts'

import * as orders from '../../fulfilment/orders/index.ts'
import { isPushed, nextOrderNumber, orderPlaced, postOrder, purchaseOrderKey } from '../../fulfilment/orders/index.ts'
import { findMember } from '../../people/accounts/index.ts'
import * as carts from '../carts/index.ts'
import { closeCart, termColumns } from '../carts/index.ts'
import { orderOfQuote, recordQuoteAccepted } from '../quotes/index.ts'
import { recordRelease } from './record-release.ts'

export type Payment =
  | { readonly method: 'free' }
  | { readonly method: 'purchaseOrder'; readonly purchaseOrderNumber: string }
  | { readonly method: 'card'; readonly paymentId: string }

/**
 * Turns a locked priced cart into an order: order, lines, ledger postings and the job for what follows, in the caller's
 * transaction. A priced cart becomes one order; asked again, it answers that order.
 */
export async function placeFromPricedCart(
  tx: Tx,
  pricedCart: carts.PricedCart,
  payment: Payment,
  at: Date,
): Promise<orders.Order> {
  const existing = (await orders.orderOfPricedCart(tx, pricedCart.id)) ?? (await orderOfQuote(tx, pricedCart))
  if (existing) return existing
  const orderId = derivedId('ord', pricedCart.id)
  const number = await nextOrderNumber(tx, at.getUTCFullYear())
  const member = await findMember(tx, pricedCart.userName)
  await orders.insertOrder(
    tx,
    {
      id: orderId,
      number,
      accountId: pricedCart.accountId,
      userName: pricedCart.userName,
      endCustomerAccountId: pricedCart.endCustomerAccountId ?? pricedCart.accountId,
      pricedCartId: pricedCart.id,
      paymentMethod: payment.method,
      purchaseOrderNumber: payment.method === 'purchaseOrder' ? payment.purchaseOrderNumber : null,
      purchaseOrderKey: payment.method === 'purchaseOrder' ? purchaseOrderKey(payment.purchaseOrderNumber) : null,
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
      contactEmail: member?.email ?? pricedCart.userName,
      locale: member?.locale ?? 'en_US',
      placedAt: at,
      placedOn: dateOf(at),
    },
    pricedCart.lines.map((line) => ({
      id: derivedId('orl', orderId, String(line.lineNumber)),
      orderId,
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
      ...termColumns(line, dateOf(at)),
      priceRule: line.priceRule,
      trace: line.trace,
      state: 'placed' as const,
      baseActivationId: line.base?.activationId ?? null,
      baseProduct: line.base?.product ?? null,
      activationId: isPushed(line) ? activationIdOf(number, line.lineNumber) : null,
      downloadDeclined: line.downloadDeclined,
      updatedAt: at,
    })),
  )
  const order = await orders.findOrder(tx, orderId)
  if (!order) throw new Error(`order ${orderId} vanished while it was placed`)
  await postOrder(tx, order, await orders.linesOf(tx, [orderId]))
  await carts.acceptPricedCart(tx, pricedCart.id)
  await closeCart(tx, pricedCart.cartId, at)
  await orders.addEvent(tx, {
    id: newId('evt'),
    orderId,
    at,
    kind: 'placed',
    actor: pricedCart.userName,
    sentence: placedSentence(order),
  })
  await recordRelease(tx, order, at)
  await recordQuoteAccepted(tx, pricedCart, order, at)
  await enqueue(tx, orderPlaced, { orderId }, { key: orderId })
  return order
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
