import { formatMoney, money } from '../../../kernel/money.ts'
import type { Tx } from '../../../platform/db/db.ts'
import * as orders from '../../fulfilment/orders/index.ts'
import { type CardReturn, findPayment } from '../../money/payments/index.ts'
import { findMember } from '../../people/accounts/index.ts'
import { requestMail } from '../../people/notifications/index.ts'
import * as carts from '../carts/index.ts'

/**
 * Tells who paid that the money of a card payment goes back, or that the bank did not take it: once each. It goes to the
 * address of the payment, since another member may have placed the order.
 */
export async function mailMoneyBack(
  tx: Tx,
  cardReturn: CardReturn,
  {
    outcome,
    publicUrl,
    at,
  }: { readonly outcome: 'goesBack' | 'notTaken'; readonly publicUrl: string; readonly at: Date },
): Promise<void> {
  const { id, paymentId, orderId, amountMinor, currency } = cardReturn
  const payment = await findPayment(tx, paymentId)
  if (!payment) return
  const pricedCart = await carts.findPricedCart(tx, payment.pricedCartId)
  const member = pricedCart && (await findMember(tx, pricedCart.userName))
  const order = orderId === null ? null : await orders.findOrder(tx, orderId)
  await requestMail(tx, {
    kind: 'money-back',
    dedupeKey: `money-back:${id}:${outcome}`,
    reference: order?.number ?? paymentId,
    recipient: payment.payerEmail,
    locale: member?.locale ?? 'en_US',
    at,
    data: {
      outcome,
      amount: formatMoney(money(amountMinor, currency)),
      orderNumber: order?.number ?? null,
      pageUrl: order ? `${publicUrl}/orders/${order.id}` : `${publicUrl}/checkout/return?payment=${paymentId}`,
    },
  })
}
