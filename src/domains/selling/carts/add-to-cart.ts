import { newId } from '../../../kernel/ids.ts'
import { dateOf } from '../../../kernel/local-date.ts'
import { enqueue } from '../../../platform/queue/jobs.ts'
import { chooseMedia, downloadsDue } from '../../fulfilment/downloads/index.ts'
import type { Actor, OrderDeps } from '../../fulfilment/orders/index.ts'
import { CustomerLost, refuseLostCustomer } from '../partners/index.ts'
import { closeCardPagesOfCart } from './card-pages.ts'
import { readForChange } from './cart-facts.ts'
import * as store from './cart-store.ts'
import { viewOfLines } from './cart-view.ts'
import { type CartRequest, isNewsWithoutConsent, shownNow } from './consent.ts'
import { type CartViewDeps, closeLostCart } from './lost-carts.ts'
import { priceLines } from './price-lines.ts'
import { refuseProblemsOf } from './refuse-problem.ts'
import type { AddToCart, CartView } from './schemas.ts'
import { type SettleDeps, type SettledCheck, withGrantsSettled } from './settle-grants.ts'

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
  deps: Pick<OrderDeps, 'db' | 'clock'>,
  actor: Actor,
  { add, check }: { readonly add: AddToCart; readonly check: SettledCheck },
): Promise<CartView> {
  return deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    const cart = await store.lockCartForChange(tx, actor, at)
    const on = dateOf(at)
    await refuseLostCustomer(tx, cart, on)
    const read = await readForChange(tx, deps.db, cart, { on, partNumber: add.partNumber })
    const { viewer } = read
    const line = lineWith(read.lines, cart, add, at)
    const lines = [...read.lines.map((one) => (one.id === line.id ? line : one)), ...(line.isNew ? [line] : [])]
    const requestedLines = await priceLines(tx, viewer, lines, read.known)
    const added = requestedLines.filter(({ partNumber }) => partNumber === add.partNumber)
    refuseProblemsOf(added, requestedLines)
    check(added)
    // The answer shows what every line costs now; a rise of another line waits for its buyer's consent.
    const shown = requestedLines.filter((one) => added.includes(one) || isNewsWithoutConsent(one)).flatMap(shownNow)
    await store.saveAddedLine(tx, line, shown)
    if (read.payable) await closeCardPagesOfCart(tx, cart.id)
    const choice = { item: added[0]?.item ?? null, downloadDeclined: add.downloadDeclined }
    const packageId = await chooseMedia(tx, actor, choice, at)
    // Whoever comes to the cart by another way than the kit's page is told of earlier downloads there.
    if (packageId !== null) await enqueue(tx, downloadsDue, { accountId: actor.accountId, packageId })
    return viewOfLines(tx, { cart, viewer, requestedLines: asShown(requestedLines, shown) })
  })
}

/** The cart's line of the same item with the added quantity, or a new one. */
function lineWith(lines: readonly store.CartLine[], cart: store.Cart, add: AddToCart, at: Date): store.AddedLine {
  const targetActivationId = add.targetActivationId ?? ''
  const same = lines.find(
    (line) => line.partNumber === add.partNumber && line.targetActivationId === targetActivationId,
  )
  if (same) {
    const downloadDeclined = same.downloadDeclined || add.downloadDeclined
    return { ...same, quantity: same.quantity + add.quantity, downloadDeclined, isNew: false }
  }
  return {
    id: newId('cal'),
    cartId: cart.id,
    partNumber: add.partNumber,
    quantity: add.quantity,
    targetActivationId,
    downloadDeclined: add.downloadDeclined,
    shownUnitMinor: null,
    shownCurrency: null,
    addedAt: at,
    position: Number.MAX_SAFE_INTEGER,
    coTermThrough: cart.coTermThrough,
    isNew: true,
  }
}

function asShown(requestedLines: readonly CartRequest[], shown: readonly store.ShownPrice[]): CartRequest[] {
  const byLine = new Map(shown.map((one) => [one.lineId, one]))
  return requestedLines.map((requested) => {
    const now = byLine.get(requested.id)
    return now ? { ...requested, shownUnitMinor: now.unitMinor, shownCurrency: now.currency } : requested
  })
}
