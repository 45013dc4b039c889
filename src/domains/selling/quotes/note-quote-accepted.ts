import { newId } from '../../../kernel/ids.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { audit } from '../../../platform/http/audit.ts'
import * as orders from '../../fulfilment/orders/index.ts'
import { personWritten } from '../../people/accounts/index.ts'
import type * as carts from '../carts/index.ts'
import * as salesStore from './sales-quote-store.ts'
import { takeOutOfCart } from './take-out-of-cart.ts'

/** The order that another version of the same sales quote became; null when none did, or it is no sales quote's. */
export async function orderOfSalesQuote(tx: Tx, quote: carts.Quote): Promise<orders.Order | null> {
  if (quote.salesQuoteVersionId === null) return null
  const version = await salesStore.findVersion(tx, quote.salesQuoteVersionId)
  const salesQuote = version && (await salesStore.lockSalesQuote(tx, version.quoteId))
  return salesQuote?.orderId ? orders.findOrder(tx, salesQuote.orderId) : null
}

/** Part of placing: the version is accepted, and the order says who drafted and who placed it. */
export async function noteQuoteAccepted(tx: Tx, quote: carts.Quote, order: orders.Order, at: Date): Promise<void> {
  if (quote.salesQuoteVersionId === null) return
  const version = await salesStore.findVersion(tx, quote.salesQuoteVersionId)
  const salesQuote = version && (await salesStore.lockSalesQuote(tx, version.quoteId))
  if (!version || !salesQuote) throw new Error(`the sales quote of ${quote.id} vanished while it was accepted`)
  const versions = await salesStore.versionsOf(tx, [salesQuote.id])
  // Whoever paid for an older version has bought that one; the newer one ends.
  for (const other of versions)
    if (other.id !== version.id && (other.state === 'sent' || other.state === 'draft'))
      await salesStore.moveVersion(tx, other, other.state === 'sent' ? 'supersede' : 'withdraw', { at })
  const inTime = version.state === 'sent' || version.state === 'draft'
  await salesStore.moveVersion(tx, version, inTime ? 'accept' : 'payLate', { at })
  await salesStore.linkSalesQuoteOrder(tx, salesQuote.id, order.id)
  await takeOutOfCart(tx, version, at)
  const event = (kind: string, actor: string, sentence: string) =>
    orders.addEvent(tx, { id: newId('evt'), orderId: order.id, at, kind, actor, sentence })
  // What an account saved itself is its first version; all others are of staff.
  const draftedBy = version.version === 1 ? salesQuote.draftedBy : version.createdBy
  const { number } = salesQuote
  await event(
    'quote-accepted',
    draftedBy ?? salesQuote.contactUserName,
    draftedBy === null
      ? `From quote ${number}, which the account saved.`
      : `From quote ${number}, version ${version.version}, drafted by ${await personWritten(tx, draftedBy)} of the vendor.`,
  )
  if (quote.acceptedForBy === null) return
  await event(
    'placed-for-account',
    quote.acceptedForBy,
    `Placed for the account by ${await personWritten(tx, quote.acceptedForBy)} of the vendor.`,
  )
  const { accountId, totalMinor } = order
  const detail = { accountId, salesQuoteId: salesQuote.id, as: order.userName, totalMinor }
  await audit(tx, { at, actor: quote.acceptedForBy, action: 'order.placedForAccount', subject: order.id, detail })
}
