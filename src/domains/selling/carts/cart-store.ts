import { and, desc, eq, getTableColumns, gte, inArray, lte, ne, sql } from 'drizzle-orm'
import { newId } from '../../../kernel/ids.ts'
import type { LocalDate } from '../../../kernel/local-date.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { writeTogether } from '../../../platform/db/write-together.ts'
import type { Pair } from '../partners/index.ts'
import { cartLines, carts } from './tables.ts'

export type Cart = typeof carts.$inferSelect
export type CartLine = typeof cartLines.$inferSelect & Pick<Cart, 'coTermThrough'>

export interface CartOwner {
  readonly accountId: string
  readonly userName: string
}

export async function openCart(tx: Db | Tx, owner: CartOwner): Promise<Cart | null> {
  const [cart] = await tx.select().from(carts).where(openOf(owner))
  return cart ?? null
}

/** The member's last cart that was closed without an order, unless that was before. */
export async function lastClosedCart(tx: Db | Tx, owner: CartOwner, since: Date): Promise<Cart | null> {
  const [cart] = await tx
    .select()
    .from(carts)
    .where(
      and(
        eq(carts.accountId, owner.accountId),
        eq(carts.userName, owner.userName),
        eq(carts.state, 'closed'),
        gte(carts.updatedAt, since),
      ),
    )
    .orderBy(desc(carts.updatedAt))
    .limit(1)
  return cart ?? null
}

/** The member's one open cart, made when there is none; locked, so that two clicks at once follow each other. */
export async function lockOpenCart(tx: Tx, owner: CartOwner, at: Date): Promise<Cart> {
  const [cart] = await tx.select().from(carts).where(openOf(owner)).for('update')
  return cart ?? lockCartForChange(tx, owner, at)
}

/** Locks the member's one open cart, made when there is none, and notes that it changes now. One statement either way. */
export async function lockCartForChange(tx: Tx, owner: CartOwner, at: Date): Promise<Cart> {
  const { accountId, userName } = owner
  const [cart] = await tx
    .insert(carts)
    .values({ id: newId('car'), accountId, userName, state: 'open', createdAt: at, updatedAt: at })
    .onConflictDoUpdate({
      target: [carts.accountId, carts.userName],
      targetWhere: sql`${carts.state} = 'open'`,
      set: { updatedAt: at },
    })
    .returning()
  if (!cart) throw new Error('the open cart vanished while it was being locked')
  return cart
}

/** Each with the day on which every term of the cart shall end. */
export async function linesOfCart(tx: Db | Tx, cartId: string): Promise<CartLine[]> {
  return tx
    .select({ ...getTableColumns(cartLines), coTermThrough: carts.coTermThrough })
    .from(cartLines)
    .innerJoin(carts, eq(carts.id, cartLines.cartId))
    .where(eq(cartLines.cartId, cartId))
    .orderBy(cartLines.position)
}

/** Adds to the line of the same item, or makes one. */
export async function addLine(tx: Tx, line: Omit<typeof cartLines.$inferInsert, 'id'>): Promise<void> {
  await tx
    .insert(cartLines)
    .values({ id: newId('cal'), ...line })
    .onConflictDoUpdate({
      target: [cartLines.cartId, cartLines.partNumber, cartLines.targetActivationId],
      set: {
        quantity: sql`${cartLines.quantity} + excluded.quantity`,
        downloadDeclined: sql`${cartLines.downloadDeclined} or excluded.download_declined`,
      },
    })
}

/** A line as it shall be, and whether the cart has it yet. */
export type AddedLine = CartLine & { readonly isNew: boolean }

/** Writes a line of a locked cart, and what its buyer is shown from now on with this line and others. One statement. */
export async function saveAddedLine(tx: Tx, line: AddedLine, shown: readonly ShownPrice[]): Promise<void> {
  const { id, cartId, partNumber, quantity, targetActivationId, downloadDeclined, addedAt } = line
  const own = shown.find(({ lineId }) => lineId === id)
  const shownColumns = own ? { shownUnitMinor: own.unitMinor, shownCurrency: own.currency } : {}
  const added = line.isNew
    ? tx
        .insert(cartLines)
        .values({ id, cartId, partNumber, quantity, targetActivationId, downloadDeclined, addedAt, ...shownColumns })
    : tx
        .update(cartLines)
        .set({ quantity, downloadDeclined, ...shownColumns })
        .where(eq(cartLines.id, id))
  await writeTogether(tx, [added, ...shown.filter((one) => one !== own).map((one) => showing(tx, cartId, one))])
}

export async function setQuantity(tx: Tx, cartId: string, lineId: string, quantity: number): Promise<boolean> {
  const rows = await tx
    .update(cartLines)
    .set({ quantity })
    .where(and(eq(cartLines.cartId, cartId), eq(cartLines.id, lineId)))
    .returning({ id: cartLines.id })
  return rows.length > 0
}

/** The part number of the line that was there; null when there was none. */
export async function removeLine(tx: Tx, cartId: string, lineId: string): Promise<string | null> {
  const [removed] = await tx
    .delete(cartLines)
    .where(and(eq(cartLines.cartId, cartId), eq(cartLines.id, lineId)))
    .returning({ partNumber: cartLines.partNumber })
  return removed?.partNumber ?? null
}

/** The price of one that a buyer was shown with a line. */
export interface ShownPrice {
  readonly lineId: string
  readonly unitMinor: number
  readonly currency: string
}

/** Remembers what the buyer was shown, or agreed to, with these lines of the cart. */
export async function recordShown(tx: Tx, cartId: string, shown: readonly ShownPrice[]): Promise<void> {
  for (const one of shown) await showing(tx, cartId, one)
}

function showing(tx: Tx, cartId: string, { lineId, unitMinor, currency }: ShownPrice) {
  return tx
    .update(cartLines)
    .set({ shownUnitMinor: unitMinor, shownCurrency: currency })
    .where(and(eq(cartLines.cartId, cartId), eq(cartLines.id, lineId)))
}

export async function setCoTerm(tx: Tx, cartId: string, coTermThrough: LocalDate | null): Promise<void> {
  await tx.update(carts).set({ coTermThrough }).where(eq(carts.id, cartId))
}

export async function setEndCustomer(tx: Tx, cartId: string, accountId: string | null): Promise<void> {
  await tx.update(carts).set({ endCustomerAccountId: accountId }).where(eq(carts.id, cartId))
}

export async function touchCart(tx: Tx, cartId: string, at: Date): Promise<void> {
  await tx.update(carts).set({ updatedAt: at }).where(eq(carts.id, cartId))
}

/** Closes the cart that became an order, or was asked for. */
export async function closeCart(tx: Tx, cartId: string, at: Date): Promise<void> {
  await cartClosing(tx, cartId, at)
}

/** The update that closes the cart that became an order, to be sent with other writes of a transaction. */
export function cartClosing(tx: Tx, cartId: string, at: Date) {
  return (
    tx
      .update(carts)
      // A card that was charged meanwhile orders what it paid for.
      .set({ state: 'ordered', closedReason: null, updatedAt: at })
      .where(and(eq(carts.id, cartId), ne(carts.state, 'ordered')))
  )
}

/** Closes what a partner has open for a customer. @returns the carts that were closed */
export async function closeCartsOfPair(
  tx: Tx,
  { partnerAccountId, customerAccountId }: Pair,
  { reason, at }: { readonly reason: string; readonly at: Date },
): Promise<string[]> {
  const closed = await tx
    .update(carts)
    .set({ state: 'closed', closedReason: reason, updatedAt: at })
    .where(
      and(
        eq(carts.accountId, partnerAccountId),
        eq(carts.endCustomerAccountId, customerAccountId),
        inArray(carts.state, ['open', 'quoted']),
      ),
    )
    .returning({ id: carts.id })
  return closed.map(({ id }) => id)
}

/** Takes lines as they were accepted out of an open cart, of those that were in it at that time. */
export async function takeAccepted(
  tx: Tx,
  cartId: string,
  accepted: {
    readonly lines: readonly Pick<CartLine, 'partNumber' | 'targetActivationId' | 'quantity'>[]
    readonly since: Date
    readonly endCustomerAccountId: string | null
    readonly at: Date
  },
): Promise<void> {
  const { since, endCustomerAccountId, at } = accepted
  const [cart] = await tx
    .select({ endCustomerAccountId: carts.endCustomerAccountId })
    .from(carts)
    .where(and(eq(carts.id, cartId), eq(carts.state, 'open')))
    .for('update')
  // What a partner keeps in its cart for another customer by now was not bought for that one.
  if (!cart || cart.endCustomerAccountId !== endCustomerAccountId) return
  for (const { partNumber, targetActivationId, quantity } of accepted.lines) {
    const isAccepted = and(
      eq(cartLines.cartId, cartId),
      eq(cartLines.partNumber, partNumber),
      eq(cartLines.targetActivationId, targetActivationId),
      lte(cartLines.addedAt, since),
    )
    await tx.delete(cartLines).where(and(isAccepted, lte(cartLines.quantity, quantity)))
    await tx
      .update(cartLines)
      .set({ quantity: sql`${cartLines.quantity} - ${quantity}` })
      .where(isAccepted)
  }
  await touchCart(tx, cartId, at)
}

function openOf({ accountId, userName }: CartOwner) {
  return and(eq(carts.accountId, accountId), eq(carts.userName, userName), eq(carts.state, 'open'))
}

/** A cart that is an order from its first moment, for what is ordered with one confirm; false when it exists. */
export async function insertOrderedCart(tx: Tx, cart: CartOwner & { id: string; at: Date }): Promise<boolean> {
  const { id, accountId, userName, at } = cart
  const rows = await tx
    .insert(carts)
    .values({ id, accountId, userName, state: 'ordered', createdAt: at, updatedAt: at })
    .onConflictDoNothing()
    .returning({ id: carts.id })
  return rows.length > 0
}

/** Pieces in the member's open cart. */
export async function countPieces(tx: Db | Tx, owner: CartOwner): Promise<number> {
  const [row] = await tx
    .select({ pieces: sql<number>`coalesce(sum(${cartLines.quantity}), 0)::int` })
    .from(cartLines)
    .innerJoin(carts, eq(carts.id, cartLines.cartId))
    .where(openOf(owner))
  return row?.pieces ?? 0
}
