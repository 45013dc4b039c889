import { dateOf } from '../../../kernel/local-date.ts'
import { AmountTooLarge } from '../../../kernel/money.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { NotAllowed } from '../../../platform/http/request/caller.ts'
import { enqueue } from '../../../platform/queue/jobs.ts'
import {
  chooseMedia,
  type DownloadedBefore,
  downloadedBefore,
  downloadsDue,
  recordKitRemoved,
  titlesOf,
} from '../../fulfilment/downloads/index.ts'
import type { Actor, OrderDeps } from '../../fulfilment/orders/index.ts'
import { findAccount, isPartner } from '../../people/accounts/index.ts'
import { ItemNotAvailable, loadViewer, type Viewer } from '../../shop/catalog/index.ts'
import { CustomerLost, nameCustomer, refuseLostCustomer } from '../partners/index.ts'
import { closeCardPagesOfCart } from './card-pages.ts'
import * as store from './cart-store.ts'
import { type CartRequest, isNewsWithoutConsent, riseOf, shownNow } from './consent.ts'
import {
  BaseLineNotChosen,
  CoTermNotPossible,
  GrantedNotDelivered,
  LineNotEligible,
  QuantityNotAllowed,
} from './errors.ts'
import { coTermSuggestions } from './line-term.ts'
import { type CartViewDeps, closeLostCart, isForLostCustomer, lostCustomer } from './lost-carts.ts'
import { type PricedRequest, priceLines } from './price-lines.ts'
import type { AcceptPrices, AddToCart, CartView } from './schemas.ts'
import { type SettleDeps, type SettledCheck, withGrantsSettled } from './settle-grants.ts'

/** So long an empty cart says why the one before it was closed. */
const closedShownMs = 7 * 24 * 3_600_000

type CartDeps = Pick<OrderDeps, 'db' | 'clock'>

/** The member's cart at today's prices; empty when there is none. Writes nothing. */
export function viewCart(deps: CartDeps, actor: Actor): Promise<CartView> {
  return viewOf(deps.db, deps, actor, { records: false })
}

/**
 * The cart as a page shows it: from now on a price that has fallen is the one that the member was shown, and a cart for a
 * customer that the partner may not order for any more is closed.
 */
export async function showCart(deps: CartViewDeps, actor: Actor): Promise<CartView> {
  await closeLostCart(deps, actor)
  return viewOf(deps.db, deps, actor)
}

/**
 * Agrees to prices that have risen, at most as high as the buyer saw them: one that rises again asks again. The lines
 * that are not named stay as they are.
 */
export async function acceptPrices(deps: CartDeps, actor: Actor, accepted: AcceptPrices): Promise<CartView> {
  return deps.db.transaction(async (tx) => {
    const cart = await store.lockOpenCart(tx, actor, deps.clock.now())
    const { currency } = await viewerOfCart(tx, deps, cart)
    await store.recordShown(
      tx,
      cart.id,
      accepted.prices.map(({ lineId, unitPriceMinor }) => ({ lineId, unitMinor: unitPriceMinor, currency })),
    )
    return viewOf(tx, deps, actor)
  })
}

/**
 * Puts an item in the member's one open cart, or raises the quantity that is there: two clicks in the portal land in
 * one cart (S33). Only what the account may have, at a quantity it may have.
 * @throws {ItemNotAvailable | GrantedNotDelivered | QuantityNotAllowed | LineNotEligible | BaseLineNotChosen}
 * @throws {CustomerLost} once: the cart is closed then, so that the next item begins another
 */
export async function addToCart(deps: SettleDeps & CartViewDeps, actor: Actor, add: AddToCart): Promise<CartView> {
  try {
    return await withGrantsSettled(deps, actor, (check) => addSettled(deps, actor, { add, check }))
  } catch (error) {
    if (error instanceof CustomerLost) await closeLostCart(deps, actor)
    throw error
  }
}

async function addSettled(
  deps: CartDeps,
  actor: Actor,
  { add, check }: { readonly add: AddToCart; readonly check: SettledCheck },
): Promise<CartView> {
  return deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    const cart = await store.lockOpenCart(tx, actor, at)
    await store.addLine(tx, {
      cartId: cart.id,
      partNumber: add.partNumber,
      quantity: add.quantity,
      targetActivationId: add.targetActivationId ?? '',
      downloadDeclined: add.downloadDeclined,
      addedAt: at,
    })
    await store.touchCart(tx, cart.id, at)
    check(await refuseProblems(tx, deps, cart, add.partNumber))
    await closeCardPagesOfCart(tx, cart.id)
    const packageId = await chooseMedia(tx, actor, add, at)
    // Whoever comes to the cart by another way than the kit's page is told of earlier downloads there.
    if (packageId !== null) await enqueue(tx, downloadsDue, { accountId: actor.accountId, packageId })
    return viewOf(tx, deps, actor)
  })
}

/** @throws {NotFound | QuantityNotAllowed} */
export async function changeCartLine(
  deps: CartDeps,
  actor: Actor,
  lineId: string,
  quantity: number,
): Promise<CartView> {
  return deps.db.transaction(async (tx) => {
    const cart = await store.lockOpenCart(tx, actor, deps.clock.now())
    if (!(await store.setQuantity(tx, cart.id, lineId, quantity))) throw new NotFound('line in the cart')
    const line = (await store.linesOfCart(tx, cart.id)).find(({ id }) => id === lineId)
    if (line) await refuseProblems(tx, deps, cart, line.partNumber)
    await closeCardPagesOfCart(tx, cart.id)
    return viewOf(tx, deps, actor)
  })
}

/** @throws {NotFound} */
export async function removeCartLine(deps: CartDeps, actor: Actor, lineId: string): Promise<CartView> {
  return deps.db.transaction(async (tx) => {
    const cart = await store.lockOpenCart(tx, actor, deps.clock.now())
    const removed = await store.removeLine(tx, cart.id, lineId)
    if (removed === null) throw new NotFound('line in the cart')
    await closeCardPagesOfCart(tx, cart.id)
    await recordKitRemoved(tx, actor, removed, deps.clock.now())
    const left = (await wantsOf(tx, deps, cart)).filter((requested) => requested.partNumber === removed)
    await recordShown(tx, cart, left)
    return viewOf(tx, deps, actor)
  })
}

/**
 * Names the customer for whom a partner orders; null orders for the account itself.
 * @throws {NotAllowed} for an account that is no partner
 * @throws {NoCustomerOfYours | TooManyGuesses} alike for an account that is no customer of the partner and for none
 */
export async function chooseEndCustomer(deps: CartDeps, actor: Actor, accountId: string | null): Promise<CartView> {
  if (!(await isPartner(deps, actor.accountId))) throw new NotAllowed()
  if (accountId !== null) await nameCustomer(deps, { partnerAccountId: actor.accountId, customerAccountId: accountId })
  return deps.db.transaction(async (tx) => {
    const cart = await store.lockOpenCart(tx, actor, deps.clock.now())
    await store.setEndCustomer(tx, cart.id, accountId)
    await closeCardPagesOfCart(tx, cart.id)
    return viewOf(tx, deps, actor)
  })
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

// The answer shows what the lines of this part number cost now, so that is what the buyer was last shown.
async function refuseProblems(
  tx: Tx,
  deps: CartDeps,
  cart: store.Cart,
  partNumber: string,
): Promise<readonly PricedRequest[]> {
  const all = await wantsOf(tx, deps, cart)
  const requestedLines = all.filter((requested) => requested.partNumber === partNumber)
  // What the whole cart comes to is every line's matter; what is wrong with other lines is theirs.
  refuseProblem([...requestedLines, ...all.filter(({ problem }) => problem?.code === 'amount-too-large')])
  await recordShown(tx, cart, requestedLines)
  return requestedLines
}

async function wantsOf(tx: Tx, deps: CartDeps, cart: store.Cart): Promise<CartRequest[]> {
  const lines = await store.linesOfCart(tx, cart.id)
  return lines.length === 0 ? [] : priceLines(tx, await viewerOfCart(tx, deps, cart), lines)
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

async function recordShown(
  tx: Tx,
  cart: Pick<store.Cart, 'id'>,
  requestedLines: readonly CartRequest[],
): Promise<void> {
  await store.recordShown(tx, cart.id, requestedLines.flatMap(shownNow))
}

/**
 * @throws {ItemNotAvailable | QuantityNotAllowed | LineNotEligible | BaseLineNotChosen | AmountTooLarge} the first problem,
 * as the error that it is
 */
export function refuseProblem(requestedLines: readonly PricedRequest[]): void {
  for (const requested of requestedLines)
    switch (requested.problem?.code) {
      case undefined:
        continue
      case 'item-not-available':
        throw new ItemNotAvailable(requested.partNumber)
      case 'granted-not-delivered':
        throw new GrantedNotDelivered(requested.partNumber, requested.problem.sentence)
      case 'quantity-not-allowed':
        throw new QuantityNotAllowed(requested.partNumber, requested.problem.sentence)
      case 'line-not-eligible':
        throw new LineNotEligible(requested.targetActivationId)
      case 'base-line-not-eligible':
        throw new LineNotEligible(requested.targetActivationId, requested.problem.sentence)
      case 'base-line-not-chosen':
        throw new BaseLineNotChosen(requested.problem.sentence, requested.problem.baseLines)
      case 'co-term-not-possible':
        throw new CoTermNotPossible(requested.problem.sentence)
      case 'amount-too-large':
        throw new AmountTooLarge(
          `With ${requested.quantity} of ${requested.partNumber} it comes to more than one order can hold. Take a smaller quantity, or several orders.`,
        )
    }
}

async function viewOf(tx: Db | Tx, deps: CartDeps, actor: Actor, { records } = { records: true }): Promise<CartView> {
  const open = await store.openCart(tx, actor)
  const isLost = !records && open !== null && (await isForLostCustomer(tx, deps, open))
  const cart = open === null || isLost ? { id: '', endCustomerAccountId: null, accountId: actor.accountId } : open
  const viewer = await viewerOfCart(tx, deps, cart)
  const requestedLines = cart.id === '' ? [] : await priceLines(tx, viewer, await store.linesOfCart(tx, cart.id))
  if (records) await recordDrops(tx, cart, requestedLines)
  const before = await downloadedBefore(tx, actor.accountId, titlesOf(requestedLines))
  const endCustomer = cart.endCustomerAccountId === null ? null : await findAccount(tx, cart.endCustomerAccountId)
  const since = new Date(deps.clock.now().getTime() - closedShownMs)
  const lost = { updatedAt: deps.clock.now(), closedReason: lostCustomer }
  const closed = isLost ? lost : cart.id === '' ? await store.lastClosedCart(tx, actor, since) : null
  return {
    accountId: actor.accountId,
    currency: viewer.currency,
    endCustomer: endCustomer && { accountId: endCustomer.accountId, name: endCustomer.name },
    closed: closed && { at: closed.updatedAt.toISOString(), reason: closed.closedReason ?? '' },
    lines: requestedLines.map((requested) =>
      lineView(requested, before.get(requested.item?.partnerProductId ?? '') ?? null),
    ),
    coTermThrough: 'coTermThrough' in cart ? cart.coTermThrough : null,
    coTermSuggestions: coTermSuggestions(requestedLines),
    netMinor: requestedLines.reduce((total, requested) => total + (requested.netMinor ?? 0), 0),
    needsShipping: requestedLines.some(({ item }) => item?.obligation === 'media' || item?.obligation === 'goods'),
  }
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
