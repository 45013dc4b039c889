import { formatMoney, money } from '../../kernel/money.ts'
import type { Tx } from '../../platform/db/db.ts'
import { requestMail } from '../notifications/index.ts'
import type { Order, OrderLine } from './store.ts'

/** One receipt per order (P26). The welcome mail is the platform's (S64). */
export async function requestReceipt(
  tx: Tx,
  order: Order,
  lines: readonly OrderLine[],
  publicUrl: string,
  at: Date,
): Promise<void> {
  const amount = (minor: number) => formatMoney(money(minor, order.currency))
  await requestMail(tx, {
    kind: 'order-receipt',
    dedupeKey: `order-receipt:${order.id}`,
    reference: order.number,
    recipient: order.contactEmail,
    locale: order.locale,
    at,
    data: {
      orderNumber: order.number,
      receiptUrl: `${publicUrl}/orders/${order.id}`,
      purchaseOrderNumber: order.purchaseOrderNumber,
      paidByCard: order.paymentMethod === 'card',
      lines: lines.map((line) => ({
        title: line.title,
        partNumber: line.partNumber,
        quantity: line.quantity,
        activationId: line.activationId,
        net: amount(line.netMinor),
        priceRule: line.priceRule,
        obligation: line.obligation,
      })),
      net: amount(order.netMinor),
      freight: order.freightMinor === 0 ? null : amount(order.freightMinor),
      tax: amount(order.taxMinor),
      total: amount(order.totalMinor),
      free: order.totalMinor === 0,
    },
  })
}

export async function requestShippedMail(
  tx: Tx,
  order: Order,
  lines: readonly OrderLine[],
  parcel: { carrier: string; trackingNumber: string; publicUrl: string; at: Date },
): Promise<void> {
  await requestMail(tx, {
    kind: 'order-shipped',
    dedupeKey: `order-shipped:${order.id}:${parcel.carrier}:${parcel.trackingNumber}`,
    reference: order.number,
    recipient: order.contactEmail,
    locale: order.locale,
    at: parcel.at,
    data: {
      orderNumber: order.number,
      receiptUrl: `${parcel.publicUrl}/orders/${order.id}`,
      carrier: parcel.carrier,
      trackingNumber: parcel.trackingNumber,
      lines: lines.map(({ title, partNumber, quantity }) => ({ title, partNumber, quantity })),
    },
  })
}
