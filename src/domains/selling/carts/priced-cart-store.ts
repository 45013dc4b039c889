import { and, eq, gt, inArray, ne, or } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { isBehindAccount, type Order, orderOfPricedCarts } from '../../fulfilment/orders/index.ts'
import type { Pair } from '../partners/index.ts'
import type { Cart, CartOwner } from './cart-store.ts'
import { cartLines, carts, pricedCarts } from './tables.ts'

export type PricedCart = typeof pricedCarts.$inferSelect

export async function findOpenPricedCart(
  tx: Tx,
  cartId: string,
  contentHash: string,
  at: Date,
): Promise<PricedCart | null> {
  const [pricedCart] = await tx
    .select()
    .from(pricedCarts)
    .where(
      and(
        eq(pricedCarts.cartId, cartId),
        eq(pricedCarts.contentHash, contentHash),
        eq(pricedCarts.state, 'open'),
        gt(pricedCarts.expiresAt, at),
      ),
    )
    .limit(1)
  return pricedCart ?? null
}

export async function insertPricedCart(tx: Tx, pricedCart: typeof pricedCarts.$inferInsert): Promise<PricedCart> {
  const [row] = await tx.insert(pricedCarts).values(pricedCart).returning()
  if (!row) throw new Error('an inserted priced cart was not returned')
  return row
}

export async function findPricedCart(tx: Db | Tx, id: string): Promise<PricedCart | null> {
  const [pricedCart] = await tx.select().from(pricedCarts).where(eq(pricedCarts.id, id))
  return pricedCart ?? null
}

export async function lockPricedCart(tx: Tx, id: string): Promise<PricedCart | null> {
  const [pricedCart] = await tx.select().from(pricedCarts).where(eq(pricedCarts.id, id)).for('update')
  return pricedCart ?? null
}

/**
 * A member's priced cart with its cart, behind the other orders of the account, both locked; null alike for one of somebody
 * else and for one that does not exist. One statement.
 */
export async function lockToOrder(
  tx: Tx,
  owner: CartOwner,
  pricedCartId: string,
): Promise<{ readonly pricedCart: PricedCart; readonly cart: Cart } | null> {
  const [locked] = await tx
    .select({ pricedCart: pricedCarts, cart: carts })
    .from(pricedCarts)
    .innerJoin(carts, eq(carts.id, pricedCarts.cartId))
    .where(
      and(
        isBehindAccount(owner.accountId),
        eq(pricedCarts.id, pricedCartId),
        eq(pricedCarts.accountId, owner.accountId),
        eq(pricedCarts.userName, owner.userName),
      ),
    )
    .for('update')
  return locked ?? null
}

/** Why the cart was closed without an order; null when it was not. */
export async function whyCartClosed(tx: Tx, cartId: string): Promise<string | null> {
  const [cart] = await tx.select({ reason: carts.closedReason }).from(carts).where(eq(carts.id, cartId))
  return cart?.reason ?? null
}

/** The update that accepts a priced cart, to be sent with other writes of a transaction. */
export function pricedCartAccepting(tx: Tx, id: string) {
  return tx.update(pricedCarts).set({ state: 'accepted' }).where(eq(pricedCarts.id, id))
}

/** The order that a cart became, by whichever of its priced carts. */
export async function orderOfCart(tx: Db | Tx, cartId: string): Promise<Order | null> {
  const rows = await tx.select({ id: pricedCarts.id }).from(pricedCarts).where(eq(pricedCarts.cartId, cartId))
  return orderOfPricedCarts(
    tx,
    rows.map(({ id }) => id),
  )
}

/** Of some priced carts those that a member made of other carts than this one. */
export async function pricedCartsOfOtherCarts(
  tx: Db | Tx,
  pricedCartIds: readonly string[],
  owner: { readonly userName: string; readonly cartId: string },
): Promise<string[]> {
  if (pricedCartIds.length === 0) return []
  const rows = await tx
    .select({ id: pricedCarts.id })
    .from(pricedCarts)
    .where(
      and(
        inArray(pricedCarts.id, [...pricedCartIds]),
        eq(pricedCarts.userName, owner.userName),
        ne(pricedCarts.cartId, owner.cartId),
      ),
    )
  return rows.map(({ id }) => id)
}

export async function pricedCartsById(tx: Db | Tx, ids: readonly string[]): Promise<Map<string, PricedCart>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .select()
    .from(pricedCarts)
    .where(inArray(pricedCarts.id, [...ids]))
  return new Map(rows.map((pricedCart) => [pricedCart.id, pricedCart]))
}

/** The priced carts that versions of a quote were accepted with, or are being. */
export async function pricedCartsOfVersions(tx: Db | Tx, versionIds: readonly string[]): Promise<string[]> {
  if (versionIds.length === 0) return []
  const rows = await tx
    .select({ id: pricedCarts.id })
    .from(pricedCarts)
    .where(inArray(pricedCarts.quoteVersionId, [...versionIds]))
  return rows.map(({ id }) => id)
}

/** The priced carts of one offer: those of a cart, and those of versions of a quote. */
export async function pricedCartsOfOffer(tx: Tx, cartId: string, versionIds: readonly string[]): Promise<string[]> {
  const rows = await tx
    .select({ id: pricedCarts.id })
    .from(pricedCarts)
    .where(or(eq(pricedCarts.cartId, cartId), inArray(pricedCarts.quoteVersionId, [...versionIds])))
  return rows.map(({ id }) => id)
}

/** The priced carts of a partner for one of its customers. */
export async function pricedCartsForCustomer(tx: Tx, pair: Pair): Promise<string[]> {
  const rows = await tx
    .select({ id: pricedCarts.id })
    .from(pricedCarts)
    .where(
      and(
        eq(pricedCarts.accountId, pair.partnerAccountId),
        eq(pricedCarts.endCustomerAccountId, pair.customerAccountId),
      ),
    )
  return rows.map(({ id }) => id)
}

/** Gives a released priced cart the time that paying it takes. */
export async function extendPricedCart(tx: Tx, pricedCartId: string, expiresAt: Date): Promise<void> {
  await tx.update(pricedCarts).set({ expiresAt }).where(eq(pricedCarts.id, pricedCartId))
}

/** The priced cart of a version, from the moment somebody accepts it; locked. */
export async function lockPricedCartOfVersion(
  tx: Tx,
  versionId: string,
): Promise<typeof pricedCarts.$inferSelect | null> {
  const [pricedCart] = await tx
    .select()
    .from(pricedCarts)
    .where(eq(pricedCarts.quoteVersionId, versionId))
    .for('update')
  return pricedCart ?? null
}

/** Whether somebody has begun to accept the version. Under the lock of its quote nobody begins meanwhile. */
export async function isPriced(tx: Tx, versionId: string): Promise<boolean> {
  const rows = await tx
    .select({ id: pricedCarts.id })
    .from(pricedCarts)
    .where(eq(pricedCarts.quoteVersionId, versionId))
  return rows.length > 0
}

/** A cart beside the open one that holds what is being accepted. */
export async function insertQuotedCart(
  tx: Tx,
  cart: typeof carts.$inferInsert,
  lines: readonly Omit<typeof cartLines.$inferInsert, 'cartId'>[],
): Promise<void> {
  await tx.insert(carts).values(cart)
  await tx.insert(cartLines).values(lines.map((line) => ({ ...line, cartId: cart.id })))
}

/** A colleague may accept what another member looked at; an accepted one stays its acceptor's. */
export async function handPricedCartTo(
  tx: Tx,
  pricedCart: Pick<typeof pricedCarts.$inferSelect, 'id' | 'cartId'>,
  by: { readonly userName: string; readonly acceptedForBy: string | null },
): Promise<void> {
  await tx
    .update(pricedCarts)
    .set(by)
    .where(and(eq(pricedCarts.id, pricedCart.id), eq(pricedCarts.state, 'open')))
  await tx
    .update(carts)
    .set({ userName: by.userName })
    .where(and(eq(carts.id, pricedCart.cartId), ne(carts.state, 'ordered')))
}

/** The version may be priced again; what was asked for with this cart keeps its lines. */
export async function forgetPricedCart(tx: Tx, pricedCartId: string): Promise<void> {
  await tx.update(pricedCarts).set({ quoteVersionId: null }).where(eq(pricedCarts.id, pricedCartId))
}

/** From now on nobody can accept the priced cart of the version. */
export async function endPricedCartOfVersion(tx: Tx, versionId: string, at: Date): Promise<void> {
  await tx
    .update(pricedCarts)
    .set({ expiresAt: at })
    .where(and(eq(pricedCarts.quoteVersionId, versionId), eq(pricedCarts.state, 'open')))
}
