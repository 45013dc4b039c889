import type { Tx } from '../../../platform/db/db.ts'
import { requestMail } from '../../people/notifications/index.ts'
import { loadReceipt } from './load-receipt.ts'
import type { Order, OrderLine } from './store.ts'
import { trackingLink } from './tracking-link.ts'

/** One receipt per order (P26), after its lines were routed, so that it has the dates. The welcome mail is the platform's (S64). */
export async function requestReceipt(
  tx: Tx,
  order: Order,
  lines: readonly OrderLine[],
  publicUrl: string,
  at: Date,
): Promise<void> {
  await requestMail(tx, {
    kind: 'order-receipt',
    dedupeKey: `order-receipt:${order.id}`,
    reference: order.number,
    recipient: order.contactEmail,
    locale: order.locale,
    at,
    data: await loadReceipt(tx, order, lines, publicUrl),
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
      trackingUrl: trackingLink(parcel.carrier, parcel.trackingNumber),
      lines: lines.map(({ title, partNumber, quantity }) => ({ title, partNumber, quantity })),
    },
  })
}
