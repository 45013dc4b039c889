import type { Tx } from '../../../platform/db/db.ts'
import { linesOf as pushLinesOf } from '../../entitlements/push/index.ts'
import { accountNames } from '../../people/accounts/index.ts'
import { requestMail } from '../../people/notifications/index.ts'
import { customerContactsOf, isForCustomer } from './customer-contacts.ts'
import { addressLines, titleOf } from './receipt.ts'
import * as store from './store.ts'
import { trackingLink } from './tracking-link.ts'

/**
 * Tells the contacts of the customer that a partner has ordered for it, without prices, once per order; where the customer
 * has none, the order says so. Nothing to tell where an account orders for itself.
 */
export async function notifyCustomer(
  tx: Tx,
  order: store.Order,
  lines: readonly store.OrderLine[],
  publicUrl: string,
  at: Date,
): Promise<void> {
  if (!isForCustomer(order)) return
  const contacts = await customerContactsOf(tx, order)
  const names = await accountNames(tx, [order.accountId, order.endCustomerAccountId])
  const customer = names.get(order.endCustomerAccountId) ?? order.endCustomerAccountId
  if (contacts.length === 0)
    await store.addEvent(tx, {
      id: `evt_${order.id}_no_contact`,
      orderId: order.id,
      at,
      kind: 'customer-not-told',
      actor: 'store',
      sentence: `${customer} has no member in the portal who could get a mail, so no welcome was sent.`,
    })
  const rights = await pushLinesOf(tx, order.id)
  for (const contact of contacts)
    await requestMail(tx, {
      kind: 'ordered-for-you',
      dedupeKey: `ordered-for-you:${order.id}:${contact.email.toLowerCase()}`,
      reference: order.number,
      recipient: contact.email,
      locale: contact.locale,
      at,
      data: {
        partnerName: names.get(order.accountId) ?? order.accountId,
        companyName: customer,
        orderNumber: order.number,
        orderUrl: `${publicUrl}/orders/for-you/${order.id}`,
        placedOn: order.placedOn,
        lines: lines.map((line) => {
          const right = rights.find(({ orderLineNumber }) => orderLineNumber === line.lineNumber)
          return {
            title: titleOf(line),
            partNumber: line.partNumber,
            quantity: line.quantity,
            activationId: line.activationId,
            right: right ? { startDate: right.startDate, expirationDate: right.expirationDate } : null,
          }
        }),
        address: hasParcel(lines) && isSentToCustomer(order) ? addressLines(order.shipTo) : null,
      },
    })
}

/** Tells the contacts of the customer of a parcel that goes to it; one that goes to the partner is the partner's to tell of. */
export async function notifyCustomerOfParcel(
  tx: Tx,
  order: store.Order,
  lines: readonly store.OrderLine[],
  parcel: { carrier: string; trackingNumber: string; publicUrl: string; at: Date },
): Promise<void> {
  if (!isForCustomer(order) || !isSentToCustomer(order)) return
  const names = await accountNames(tx, [order.accountId])
  const { carrier, trackingNumber, publicUrl, at } = parcel
  for (const contact of await customerContactsOf(tx, order))
    await requestMail(tx, {
      kind: 'parcel-for-you',
      dedupeKey: `parcel-for-you:${order.id}:${carrier}:${trackingNumber}:${contact.email.toLowerCase()}`,
      reference: order.number,
      recipient: contact.email,
      locale: contact.locale,
      at,
      data: {
        partnerName: names.get(order.accountId) ?? order.accountId,
        orderNumber: order.number,
        orderUrl: `${publicUrl}/orders/for-you/${order.id}`,
        carrier,
        trackingNumber,
        trackingUrl: trackingLink(carrier, trackingNumber),
        lines: lines.map(({ title, partNumber, quantity }) => ({ title, partNumber, quantity })),
      },
    })
}

/** Whether the parcels of a partner's order go to the customer itself. */
export function isSentToCustomer(order: Pick<store.Order, 'shipToAccountId' | 'endCustomerAccountId'>): boolean {
  return order.shipToAccountId === order.endCustomerAccountId
}

function hasParcel(lines: readonly store.OrderLine[]): boolean {
  return lines.some(({ obligation }) => obligation === 'media' || obligation === 'goods')
}
