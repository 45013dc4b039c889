import { newId } from '../../../kernel/ids.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { audit } from '../../../platform/http/operations/audit.ts'
import * as orders from '../../fulfilment/orders/index.ts'
import { personWritten } from '../../people/accounts/index.ts'
import type * as carts from '../carts/index.ts'
import * as quoteStore from './quote-store.ts'
import { takeOutOfCart } from './take-out-of-cart.ts'

/** The order that another version of the same quote became; null when none did, or it is no quote's. */
export async function orderOfQuote(tx: Tx, pricedCart: carts.PricedCart): Promise<orders.Order | null> {
  if (pricedCart.quoteVersionId === null) return null
  const version = await quoteStore.findVersion(tx, pricedCart.quoteVersionId)
  const quote = version && (await quoteStore.lockQuote(tx, version.quoteId))
  return quote?.orderId ? orders.findOrder(tx, quote.orderId) : null
}

/** Part of placing: the version is accepted, and the order says who drafted and who placed it. */
export async function recordQuoteAccepted(
  tx: Tx,
  pricedCart: carts.PricedCart,
  order: orders.Order,
  at: Date,
): Promise<void> {
  if (pricedCart.quoteVersionId === null) return
  const version = await quoteStore.findVersion(tx, pricedCart.quoteVersionId)
  const quote = version && (await quoteStore.lockQuote(tx, version.quoteId))
  if (!version || !quote) throw new Error(`the quote of ${pricedCart.id} vanished while it was accepted`)
  const versions = await quoteStore.versionsOf(tx, [quote.id])
  // Whoever paid for an older version has bought that one; the newer one ends.
  for (const other of versions)
    if (other.id !== version.id && (other.state === 'sent' || other.state === 'draft'))
      await quoteStore.moveVersion(tx, other, other.state === 'sent' ? 'supersede' : 'withdraw', { at })
  const inTime = version.state === 'sent' || version.state === 'draft'
  await quoteStore.moveVersion(tx, version, inTime ? 'accept' : 'payLate', { at })
  await quoteStore.linkQuoteOrder(tx, quote.id, order.id)
  await takeOutOfCart(tx, version, at)
  const event = (kind: string, actor: string, sentence: string) =>
    orders.addEvent(tx, { id: newId('evt'), orderId: order.id, at, kind, actor, sentence })
  // What an account saved itself is its first version; all others are of staff.
  const draftedBy = version.version === 1 ? quote.draftedBy : version.createdBy
  const { number } = quote
  await event(
    'quote-accepted',
    draftedBy ?? quote.contactUserName,
    draftedBy === null
      ? `From quote ${number}, which the account saved.`
      : `From quote ${number}, version ${version.version}, drafted by ${await personWritten(tx, draftedBy)} of the vendor.`,
  )
  if (pricedCart.acceptedForBy === null) return
  await event(
    'placed-for-account',
    pricedCart.acceptedForBy,
    `Placed for the account by ${await personWritten(tx, pricedCart.acceptedForBy)} of the vendor.`,
  )
  const { accountId, totalMinor } = order
  const detail = { accountId, quoteId: quote.id, as: order.userName, totalMinor }
  await audit(tx, { at, actor: pricedCart.acceptedForBy, action: 'order.placedForAccount', subject: order.id, detail })
}
