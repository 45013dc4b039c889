import { dateOf } from '../../../kernel/local-date.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { type DownloadedBefore, downloadedBefore, titlesOf } from '../../fulfilment/downloads/index.ts'
import type { Actor, OrderDeps } from '../../fulfilment/orders/index.ts'
import { findAccount } from '../../people/accounts/index.ts'
import { loadViewer, type Viewer } from '../../shop/catalog/index.ts'
import { refuseLostCustomer } from '../partners/index.ts'
import * as store from './cart-store.ts'
import { type CartRequest, isNewsWithoutConsent, riseOf, shownNow } from './consent.ts'
import { coTermSuggestions } from './line-term.ts'
import { type CartViewDeps, closeLostCart, isForLostCustomer, lostCustomer } from './lost-carts.ts'
import { priceLines } from './price-lines.ts'
import type { CartView } from './schemas.ts'

/** So long an empty cart says why the one before it was closed. */
const closedShownMs = 7 * 24 * 3_600_000

type CartDeps = Pick<OrderDeps, 'db' | 'clock'>

/** The member's cart at today's prices; empty when there is none. Writes nothing. */
export function viewCart(deps: CartDeps, actor: Actor): Promise<CartView> {
  return cartNow(deps.db, deps, actor, { records: false })
}

/**
 * The cart as a page shows it: from now on a price that has fallen is the one that the member was shown, and a cart for a
 * customer that the partner may not order for any more is closed.
 */
export async function showCart(deps: CartViewDeps, actor: Actor): Promise<CartView> {
  await closeLostCart(deps, actor)
  return cartNow(deps.db, deps, actor)
}

/**
 * Who looks at a cart, with the rights of the end customer when it is ordered for one.
 * @throws {CustomerLost} when the partner may not order for that customer any more
 */
export async function viewerOfCart(
  tx: Db | Tx,
  deps: CartDeps,
  cart: Pick<store.Cart, 'accountId' | 'endCustomerAccountId'>,
): Promise<Viewer> {
  await refuseLostCustomer(tx, cart, dateOf(deps.clock.now()))
  return loadViewer(tx, cart.accountId, dateOf(deps.clock.now()), cart.endCustomerAccountId ?? cart.accountId)
}

/** A drop is passed on at once, and a rise back to the former price is a rise. */
export async function recordDrops(
  tx: Db | Tx,
  cart: Pick<store.Cart, 'id'>,
  requestedLines: readonly CartRequest[],
): Promise<void> {
  const dropped = requestedLines.filter(isNewsWithoutConsent)
  if (dropped.length > 0) await tx.transaction((inner) => recordShown(inner, cart, dropped))
}

export async function recordShown(
  tx: Tx,
  cart: Pick<store.Cart, 'id'>,
  requestedLines: readonly CartRequest[],
): Promise<void> {
  await store.recordShown(tx, cart.id, requestedLines.flatMap(shownNow))
}

/** The member's cart as it stands in a transaction, or without one. */
export async function cartNow(
  tx: Db | Tx,
  deps: CartDeps,
  actor: Actor,
  { records } = { records: true },
): Promise<CartView> {
  const open = await store.openCart(tx, actor)
  const isLost = !records && open !== null && (await isForLostCustomer(tx, deps, open))
  const cart = open === null || isLost ? { id: '', endCustomerAccountId: null, accountId: actor.accountId } : open
  const viewer = await viewerOfCart(tx, deps, cart)
  const requestedLines = cart.id === '' ? [] : await priceLines(tx, viewer, await store.linesOfCart(tx, cart.id))
  if (records) await recordDrops(tx, cart, requestedLines)
  const since = new Date(deps.clock.now().getTime() - closedShownMs)
  const lost = { updatedAt: deps.clock.now(), closedReason: lostCustomer }
  const closed = isLost ? lost : cart.id === '' ? await store.lastClosedCart(tx, actor, since) : null
  return { ...(await viewOfLines(tx, { cart, viewer, requestedLines })), closed: closed && closedView(closed) }
}

/** The view of a cart whose lines are priced. No statement for a cart without media kits that is for its own account. */
export async function viewOfLines(
  tx: Db | Tx,
  given: {
    readonly cart: Pick<store.Cart, 'accountId' | 'endCustomerAccountId'> & Partial<Pick<store.Cart, 'coTermThrough'>>
    readonly viewer: Viewer
    readonly requestedLines: readonly CartRequest[]
  },
): Promise<CartView> {
  const { cart, viewer, requestedLines } = given
  const before = await downloadedBefore(tx, cart.accountId, titlesOf(requestedLines))
  const endCustomer = cart.endCustomerAccountId === null ? null : await findAccount(tx, cart.endCustomerAccountId)
  return {
    accountId: cart.accountId,
    currency: viewer.currency,
    endCustomer: endCustomer && { accountId: endCustomer.accountId, name: endCustomer.name },
    closed: null,
    lines: requestedLines.map((requested) =>
      lineView(requested, before.get(requested.item?.partnerProductId ?? '') ?? null),
    ),
    coTermThrough: cart.coTermThrough ?? null,
    coTermSuggestions: coTermSuggestions(requestedLines),
    netMinor: requestedLines.reduce((total, requested) => total + (requested.netMinor ?? 0), 0),
    needsShipping: requestedLines.some(({ item }) => item?.obligation === 'media' || item?.obligation === 'goods'),
  }
}

function closedView(closed: Pick<store.Cart, 'updatedAt' | 'closedReason'>): CartView['closed'] {
  return { at: closed.updatedAt.toISOString(), reason: closed.closedReason ?? '' }
}

function lineView(requested: CartRequest, downloaded: DownloadedBefore | null): CartView['lines'][number] {
  const { item, price } = requested
  return {
    id: requested.id,
    partNumber: requested.partNumber,
    title: item?.title ?? 'No longer available',
    obligation: item?.obligation ?? 'goods',
    quantity: requested.quantity,
    maxQuantity: requested.maxQuantity,
    targetActivationId: requested.targetActivationId === '' ? null : requested.targetActivationId,
    base: requested.base,
    available: requested.problem === null,
    problem: requested.problem?.sentence ?? null,
    listPriceMinor: price?.listPriceMinor ?? null,
    unitPriceMinor: price?.unitPriceMinor ?? null,
    netMinor: requested.netMinor,
    term: requested.term,
    shownUnitPriceMinor: riseOf(requested)?.shownMinor ?? null,
    priceSentence: price?.sentence ?? '',
    downloadDeclined: requested.downloadDeclined,
    downloadedBefore: downloaded,
  }
}
