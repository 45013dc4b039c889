import { and, eq, inArray } from 'drizzle-orm'
import type { Tx } from '../../../platform/db/db.ts'
import { decideRequest } from './approval-store.ts'
import { approvalRequests } from './approval-tables.ts'
import { closeCardPagesOfCart, endVersion } from './card-pages.ts'
import type { Pair } from './partner-store.ts'
import * as salesQuotes from './sales-quote-store.ts'
import { salesQuotes as salesQuoteTable } from './sales-quote-tables.ts'
import { queueBehindAccount } from './store.ts'
import { carts, quotes } from './tables.ts'

export interface ClosedOffers {
  readonly carts: number
  readonly quotes: number
  readonly requests: number
}

/**
 * Closes what a partner has open for a customer, each with the reason: carts with their prices and card pages, written
 * quotes, and orders that wait for an approver. What was ordered stays as it is. May run twice.
 */
export async function closePair(
  tx: Tx,
  pair: Pair,
  given: { readonly reason: string; readonly at: Date },
): Promise<ClosedOffers> {
  const { partnerAccountId, customerAccountId } = pair
  // As placing does: whoever orders at this moment was first, or finds the cart closed.
  await queueBehindAccount(tx, partnerAccountId)
  const requests = await closeRequests(tx, pair, given)
  const written = await closeQuotes(tx, pair, given)
  const closed = await tx
    .update(carts)
    .set({ state: 'closed', closedReason: given.reason, updatedAt: given.at })
    .where(
      and(
        eq(carts.accountId, partnerAccountId),
        eq(carts.endCustomerAccountId, customerAccountId),
        inArray(carts.state, ['open', 'quoted']),
      ),
    )
    .returning({ id: carts.id })
  for (const { id } of closed) await closeCardPagesOfCart(tx, id)
  return { carts: closed.length, quotes: written, requests }
}

async function closeRequests(tx: Tx, pair: Pair, given: Parameters<typeof closePair>[2]): Promise<number> {
  const waiting = await tx
    .select({ id: approvalRequests.id })
    .from(approvalRequests)
    .innerJoin(quotes, eq(quotes.id, approvalRequests.quoteId))
    .where(
      and(
        eq(approvalRequests.accountId, pair.partnerAccountId),
        eq(quotes.endCustomerAccountId, pair.customerAccountId),
        eq(approvalRequests.state, 'waiting'),
      ),
    )
    .orderBy(approvalRequests.id)
    .for('update', { of: approvalRequests })
  const { reason, at } = given
  // Whoever took the consent back is no business of the partner's; the audit knows.
  for (const { id } of waiting) await decideRequest(tx, { id, to: 'withdrawn', by: 'store', reason, at })
  return waiting.length
}

async function closeQuotes(
  tx: Tx,
  { partnerAccountId, customerAccountId }: Pair,
  { reason, at }: Parameters<typeof closePair>[2],
): Promise<number> {
  const found = await tx
    .select({ id: salesQuoteTable.id })
    .from(salesQuoteTable)
    .where(
      and(eq(salesQuoteTable.accountId, partnerAccountId), eq(salesQuoteTable.endCustomerAccountId, customerAccountId)),
    )
    .orderBy(salesQuoteTable.id)
  let closed = 0
  for (const { id } of found) {
    for (const version of await salesQuotes.versionsOf(tx, [id])) await endVersion(tx, version.id, at)
    const quote = await salesQuotes.lockSalesQuote(tx, id)
    if (quote?.orderId !== null) continue
    const open = (await salesQuotes.versionsOf(tx, [id])).filter(({ state }) => state === 'draft' || state === 'sent')
    for (const version of open) await salesQuotes.moveVersion(tx, version, 'withdraw', { at, reason })
    closed += open.length > 0 ? 1 : 0
  }
  return closed
}
