import { and, desc, eq, gt, gte, inArray, lt, lte, ne, or, type SQL, sql } from 'drizzle-orm'
import { newId } from '../../../kernel/ids.ts'
import type { LocalDate } from '../../../kernel/local-date.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import type { Actor } from './deps.ts'
import { purchaseOrderKey } from './purchase-order-key.ts'
import { type OrderLineState, orderEvents, orderLines, orders, shipmentLines, shipments } from './tables.ts'

export type Order = typeof orders.$inferSelect

export type OrderLine = typeof orderLines.$inferSelect

export type OrderEvent = typeof orderEvents.$inferSelect

/** The inserts of an order with its lines, to be sent with other writes of a transaction. */
export function orderInserts(tx: Tx, order: Order, lines: readonly OrderLine[]) {
  return [tx.insert(orders).values(order), tx.insert(orderLines).values([...lines])]
}

/** An expression for whether a priced cart became an order. */
export function orderedFacts(pricedCartId: SQL): SQL {
  return sql`exists (select from orders where priced_cart_id = ${pricedCartId})`
}

/** An expression for whether an order of the account has a purchase order number, by its key. */
export function numberUsedFacts(accountId: SQL, key: SQL): SQL {
  return sql`exists (select from orders where account_id = ${accountId} and purchase_order_key = ${key})`
}

/** The order of the account that has the purchase order number in any spelling, the first when several do. */
export async function orderOnPurchaseOrder(tx: Tx, accountId: string, number: string): Promise<Order | null> {
  const [order] = await tx
    .select()
    .from(orders)
    .where(and(eq(orders.accountId, accountId), eq(orders.purchaseOrderKey, purchaseOrderKey(number))))
    .orderBy(orders.purchaseOrderDoubled, orders.placedAt)
    .limit(1)
  return order ?? null
}

export async function findOrder(tx: Db | Tx, id: string): Promise<Order | null> {
  const [order] = await tx.select().from(orders).where(eq(orders.id, id))
  return order ?? null
}

export async function orderOfPricedCart(tx: Db | Tx, pricedCartId: string): Promise<Order | null> {
  const [order] = await tx.select().from(orders).where(eq(orders.pricedCartId, pricedCartId))
  return order ?? null
}

/** The order that one of these priced carts became; at most one did. */
export async function orderOfPricedCarts(tx: Db | Tx, pricedCartIds: readonly string[]): Promise<Order | null> {
  if (pricedCartIds.length === 0) return null
  const [order] = await tx
    .select()
    .from(orders)
    .where(inArray(orders.pricedCartId, [...pricedCartIds]))
  return order ?? null
}

export async function linesOf(tx: Db | Tx, orderIds: readonly string[]): Promise<OrderLine[]> {
  if (orderIds.length === 0) return []
  return tx
    .select()
    .from(orderLines)
    .where(inArray(orderLines.orderId, [...orderIds]))
    .orderBy(orderLines.orderId, orderLines.lineNumber)
}

export async function lockLine(tx: Tx, id: string): Promise<OrderLine | null> {
  const [line] = await tx.select().from(orderLines).where(eq(orderLines.id, id)).for('update')
  return line ?? null
}

/** False when somebody else moved it first. */
export async function moveLine(
  tx: Tx,
  move: { id: string; from: OrderLineState; to: OrderLineState; failure: string | null; at: Date },
): Promise<boolean> {
  const rows = await tx
    .update(orderLines)
    .set({ state: move.to, failure: move.failure, updatedAt: move.at })
    .where(and(eq(orderLines.id, move.id), eq(orderLines.state, move.from)))
    .returning({ id: orderLines.id })
  return rows.length > 0
}

export interface OrderFilter {
  readonly accountId?: string
  /** The member who placed it. */
  readonly placedBy?: string
  /** Only what other accounts ordered for this one. */
  readonly orderedFor?: string
  /** Order number or purchase order number in any spelling, or account ID. */
  readonly search?: string | undefined
  readonly before?: readonly [placedAt: string, id: string] | null
  readonly limit: number
}

/** Orders, newest first. */
export async function listOrders(tx: Db | Tx, filter: OrderFilter): Promise<Order[]> {
  const before = filter.before
  return tx
    .select()
    .from(orders)
    .where(
      and(
        filter.accountId === undefined ? undefined : eq(orders.accountId, filter.accountId),
        filter.placedBy === undefined ? undefined : eq(orders.userName, filter.placedBy),
        filter.orderedFor === undefined
          ? undefined
          : and(eq(orders.endCustomerAccountId, filter.orderedFor), ne(orders.accountId, filter.orderedFor)),
        filter.search
          ? or(
              eq(orders.number, purchaseOrderKey(filter.search)),
              eq(orders.purchaseOrderKey, purchaseOrderKey(filter.search)),
              eq(orders.accountId, filter.search),
            )
          : undefined,
        before
          ? or(
              lt(orders.placedAt, new Date(before[0])),
              and(eq(orders.placedAt, new Date(before[0])), lt(orders.id, before[1])),
            )
          : undefined,
      ),
    )
    .orderBy(desc(orders.placedAt), desc(orders.id))
    .limit(filter.limit)
}

/** Orders of one account that count against a limit follow each other, so that two at once cannot both take the last. */
export async function queueBehindAccount(tx: Tx, accountId: string): Promise<void> {
  await tx.execute(sql`select ${lockOfAccount(accountId)}`)
}

/** A condition that is true, and waits as `queueBehindAccount` does before a row is looked at. */
export function isBehindAccount(accountId: string): SQL {
  return sql`(select ${lockOfAccount(accountId)}::text) is not null`
}

function lockOfAccount(accountId: string): SQL {
  return sql`pg_advisory_xact_lock(hashtextextended(${`orders of ${accountId}`}, 0))`
}

/** One line of the order's timeline; the same id twice is one line. */
export async function addEvent(tx: Tx, event: NewEvent): Promise<void> {
  await eventInsert(tx, event)
}

type NewEvent = Omit<typeof orderEvents.$inferInsert, 'id'> & { readonly id?: string }

/** The insert of an event, to be sent with other writes of a transaction. */
export function eventInsert(tx: Tx, event: NewEvent) {
  return tx
    .insert(orderEvents)
    .values({ ...event, id: event.id ?? newId('evt') })
    .onConflictDoNothing()
}

export async function eventsOf(tx: Db | Tx, orderId: string): Promise<OrderEvent[]> {
  return tx.select().from(orderEvents).where(eq(orderEvents.orderId, orderId)).orderBy(orderEvents.at, orderEvents.id)
}

export interface ShippedLine {
  readonly shipmentId: string
  readonly orderLineId: string
  readonly quantity: number
  readonly carrier: string
  readonly trackingNumber: string
  readonly shippedAt: Date
}

/** False when this parcel was recorded before. */
export async function insertShipment(
  tx: Tx,
  shipment: typeof shipments.$inferInsert,
  lines: readonly { orderLineId: string; quantity: number }[],
): Promise<boolean> {
  const rows = await tx.insert(shipments).values(shipment).onConflictDoNothing().returning({ id: shipments.id })
  if (rows.length === 0) return false
  await tx.insert(shipmentLines).values(lines.map((line) => ({ shipmentId: shipment.id, ...line })))
  return true
}

export async function shippedLines(tx: Db | Tx, orderIds: readonly string[]): Promise<ShippedLine[]> {
  if (orderIds.length === 0) return []
  return tx
    .select({
      shipmentId: shipments.id,
      orderLineId: shipmentLines.orderLineId,
      quantity: shipmentLines.quantity,
      carrier: shipments.carrier,
      trackingNumber: shipments.trackingNumber,
      shippedAt: shipments.shippedAt,
    })
    .from(shipments)
    .innerJoin(shipmentLines, eq(shipmentLines.shipmentId, shipments.id))
    .where(inArray(shipments.orderId, [...orderIds]))
    .orderBy(shipments.shippedAt)
}

/** The customer for whom the account bought the line with one of these activation ids; null when it bought none. */
export async function accountsOrderedFor(
  tx: Db | Tx,
  accountId: string,
  activationIds: readonly string[],
): Promise<string | null> {
  const [row] = await tx
    .select({ endCustomer: orders.endCustomerAccountId })
    .from(orderLines)
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .where(and(eq(orders.accountId, accountId), inArray(orderLines.activationId, [...activationIds])))
  return row?.endCustomer ?? null
}

/** A right that could not have the activation id that was minted when the order was placed. */
export async function renameRight(tx: Tx, lineId: string, activationId: string): Promise<void> {
  await tx.update(orderLines).set({ activationId }).where(eq(orderLines.id, lineId))
}

/** What members of an account have ordered, by member, day and currency. */
export async function spentSince(
  tx: Db | Tx,
  accountId: string,
  days: { readonly from: LocalDate; readonly through: LocalDate },
  userName?: string,
): Promise<{ readonly userName: string; readonly on: LocalDate; readonly minor: number; readonly currency: string }[]> {
  return tx
    .select({
      userName: orders.userName,
      on: orders.placedOn,
      minor: sql<number>`sum(${orders.totalMinor})::float8`,
      currency: orders.currency,
    })
    .from(orders)
    .where(
      and(
        eq(orders.accountId, accountId),
        userName === undefined ? undefined : eq(orders.userName, userName),
        gte(orders.placedOn, days.from),
        lte(orders.placedOn, days.through),
      ),
    )
    .groupBy(orders.userName, orders.placedOn, orders.currency)
}

/** The numbers of orders by their ids; an id that no order has is missing. */
export async function orderNumbers(tx: Db | Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const wanted = ids.filter((id) => id.startsWith('ord_'))
  if (wanted.length === 0) return new Map()
  const rows = await tx.select({ id: orders.id, number: orders.number }).from(orders).where(inArray(orders.id, wanted))
  return new Map(rows.map(({ id, number }) => [id, number]))
}

/** So long the page of a kit says that the member has ordered it. */
const latelyMs = 24 * 3_600_000

/** The member's last order of an item within a day: whoever goes back to its page must not order it twice unawares. */
export async function orderedLately(
  db: Db,
  { accountId, userName }: Actor,
  partNumber: string,
  at: Date,
): Promise<{ readonly id: string; readonly number: string; readonly placedAt: Date } | null> {
  const { id, number, placedAt } = orders
  const [order] = await db
    .select({ id, number, placedAt })
    .from(orders)
    .innerJoin(orderLines, eq(orderLines.orderId, orders.id))
    .where(
      and(
        eq(orders.accountId, accountId),
        eq(orders.userName, userName),
        eq(orderLines.partNumber, partNumber),
        gt(orders.placedAt, new Date(at.getTime() - latelyMs)),
      ),
    )
    .orderBy(desc(orders.placedAt))
    .limit(1)
  return order ?? null
}
