import { newId } from '../../../kernel/ids.ts'
import { dateOf } from '../../../kernel/local-date.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { type Actor, type OrderDeps, queueBehindAccount } from '../../fulfilment/orders/index.ts'
import { type ApprovalState, approvalStateAt, requestOfPricedCart } from '../approvals/index.ts'
import * as carts from '../carts/index.ts'
import { insertPricedCart } from '../carts/index.ts'
import { refuseLostCustomer } from '../partners/index.ts'
import * as quotes from '../quotes/index.ts'
import { type AcceptQuote, endOf, QuoteStateConflict, standingOf } from '../quotes/index.ts'
import { QuoteAwaitsApproval, QuoteExpired, QuoteSuperseded } from './errors.ts'
import { placeOrder } from './place-order.ts'
import type { Placement } from './schemas.ts'

/**
 * Accepts a quote of the account, whichever of its members it was for. What the account may have, and how many, is asked
 * again; the price is the one that was quoted. Twice is one order.
 * @throws {NotFound | QuoteExpired | QuoteSuperseded | QuoteStateConflict | CustomerLost} and what placing an order throws
 */
export async function acceptQuote(
  deps: OrderDeps,
  actor: Actor,
  quoteId: string,
  { version, ...payment }: AcceptQuote,
): Promise<Placement> {
  const found = await quotes.findQuote(deps.db, quoteId)
  if (found?.accountId !== actor.accountId) throw new NotFound('quote')
  const offer = (await quotes.versionsOf(deps.db, [quoteId])).findLast(({ sentAt }) => sentAt !== null)
  if (!offer) throw new NotFound('quote')
  if (offer.version !== version) throw new QuoteSuperseded(found.number, offer.version)
  return acceptVersion(deps, actor, offer.id, { payment, acceptedForBy: null })
}

/** Accepts a version that its caller has looked at; staff accept a draft for the account. */
export async function acceptVersion(
  deps: OrderDeps,
  actor: Actor,
  versionId: string,
  { payment, acceptedForBy }: { readonly payment: Omit<AcceptQuote, 'version'>; readonly acceptedForBy: string | null },
): Promise<Placement> {
  const pricedCartId = await deps.db.transaction(async (tx) =>
    preparePricedCart(tx, actor, versionId, { acceptedForBy, at: deps.clock.now() }),
  )
  return placeOrder(deps, actor, { pricedCartId: pricedCartId, ...payment })
}

/** Puts the lines of the version into a cart beside the open one, with its prices as they were quoted, once. */
async function preparePricedCart(
  tx: Tx,
  actor: Actor,
  versionId: string,
  { acceptedForBy, at }: { readonly acceptedForBy: string | null; readonly at: Date },
): Promise<string> {
  // The second of two clicks waits here and then finds the priced cart of the first.
  await queueBehindAccount(tx, actor.accountId)
  const existing = await carts.lockPricedCartOfVersion(tx, versionId)
  const version = await quotes.findVersion(tx, versionId)
  const quote = version && (await quotes.lockQuote(tx, version.quoteId))
  if (!version || !quote) throw new NotFound('quote')
  if (existing?.state === 'accepted') {
    // Placing answers whoever it belongs to with the order that there is.
    await carts.handPricedCartTo(tx, existing, { userName: actor.userName, acceptedForBy })
    return existing.id
  }
  const current = await quotes.findVersion(tx, versionId)
  const standing = standingOf(current ?? version, dateOf(at))
  if (standing === 'expired') throw new QuoteExpired(quote.number, endOf(version.validThrough))
  if (standing !== 'sent' && !(standing === 'draft' && acceptedForBy !== null)) throw new QuoteStateConflict(standing)
  await refuseLostCustomer(tx, quote, dateOf(at))
  if (existing) {
    const request = await requestOfPricedCart(tx, existing.id)
    if (!request) await carts.handPricedCartTo(tx, existing, { userName: actor.userName, acceptedForBy })
    // A request that ended without an order ends its priced cart; the quote is as good as it was.
    const isOver = request !== null && endedRequests.has(approvalStateAt(request, at))
    if (request && !isOver && request.userName !== actor.userName)
      throw new QuoteAwaitsApproval(quote.number, request.userName)
    if (!isOver) return existing.id
    await carts.forgetPricedCart(tx, existing.id)
  }
  return makePricedCart(tx, actor, { quote, version, acceptedForBy, at })
}

const endedRequests: ReadonlySet<ApprovalState> = new Set(['rejected', 'withdrawn', 'expired'])

async function makePricedCart(
  tx: Tx,
  actor: Actor,
  given: {
    readonly quote: quotes.Quote
    readonly version: quotes.QuoteVersion
    readonly acceptedForBy: string | null
    readonly at: Date
  },
): Promise<string> {
  const { quote, version, acceptedForBy, at } = given
  const { accountId, endCustomerAccountId } = quote
  const { userName } = actor
  const cartId = newId('car')
  const cart = { id: cartId, accountId, userName, endCustomerAccountId, createdAt: at, updatedAt: at }
  await carts.insertQuotedCart(
    tx,
    { ...cart, state: 'quoted', coTermThrough: quotes.coTermOf(version) },
    version.lines.map(({ partNumber, quantity, targetActivationId, downloadDeclined }) => ({
      id: newId('cal'),
      partNumber,
      quantity,
      targetActivationId,
      downloadDeclined,
      addedAt: at,
    })),
  )
  const { currency, lines, netMinor, freightMinor, taxMinor, noRateMinor, freightNoRate, totalMinor } = version
  const { shipTo, shipToAccountId, billToAccountId, billTo } = version
  const kept = await insertPricedCart(tx, {
    id: newId('pct'),
    cartId,
    accountId,
    userName,
    endCustomerAccountId,
    state: 'open',
    contentHash: version.id,
    currency,
    lines,
    netMinor,
    freightMinor,
    taxMinor,
    noRateMinor,
    freightNoRate,
    totalMinor,
    shipTo,
    shipToAccountId,
    billToAccountId,
    billTo,
    quoteVersionId: version.id,
    acceptedForBy,
    createdAt: at,
    expiresAt: endOf(version.validThrough),
  })
  return kept.id
}
