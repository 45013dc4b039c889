import { and, eq, gte, inArray, lte } from 'drizzle-orm'
import type { LocalDate } from '../../../kernel/local-date.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { shippedLines } from './store.ts'
import { orderLines, orders } from './tables.ts'

/** Every order line of the days, both included, with its parcel: the order's side of the match. Two statements. */
export async function matchableOrders(tx: Tx, days: { readonly from: LocalDate; readonly through: LocalDate }) {
  const rows = await tx
    .select({ order: orders, line: orderLines })
    .from(orderLines)
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .where(and(gte(orders.placedOn, days.from), lte(orders.placedOn, days.through)))
    .orderBy(orders.placedOn, orders.number, orderLines.lineNumber)
  const parcels = await shippedLines(tx, [...new Set(rows.map(({ order }) => order.id))])
  // The newest parcel stands for the line, with what all its parcels hold.
  const byLine = new Map<string, (typeof parcels)[number]>()
  for (const parcel of parcels)
    byLine.set(parcel.orderLineId, {
      ...parcel,
      quantity: parcel.quantity + (byLine.get(parcel.orderLineId)?.quantity ?? 0),
    })
  return rows.map(({ order, line }) => ({
    orderId: order.id,
    orderNumber: order.number,
    accountId: order.accountId,
    endCustomerAccountId: order.endCustomerAccountId,
    paymentMethod: order.paymentMethod,
    paymentId: order.paymentId,
    purchaseOrderNumber: order.purchaseOrderNumber,
    placedOn: order.placedOn,
    placedAt: order.placedAt,
    currency: order.currency,
    orderLineId: line.id,
    lineNumber: line.lineNumber,
    partNumber: line.partNumber,
    title: line.title,
    obligation: line.obligation,
    origin: line.origin,
    quantity: line.quantity,
    netMinor: line.netMinor,
    taxMinor: line.taxMinor,
    state: line.state,
    updatedAt: line.updatedAt,
    activationId: line.activationId,
    shipped: byLine.get(line.id) ?? null,
  }))
}

/** Freight of the orders with the tax on it, which belongs to no line. */
export async function orderFreight(
  tx: Tx,
  orderIds: readonly string[],
): Promise<Map<string, { freightMinor: number; taxMinor: number }>> {
  if (orderIds.length === 0) return new Map()
  const rows = await tx
    .select({ order: orders, lineTax: orderLines.taxMinor })
    .from(orders)
    .innerJoin(orderLines, eq(orderLines.orderId, orders.id))
    .where(inArray(orders.id, [...orderIds]))
  const found = new Map<string, { freightMinor: number; taxMinor: number }>()
  for (const { order, lineTax } of rows) {
    const sum = found.get(order.id) ?? { freightMinor: order.freightMinor, taxMinor: order.taxMinor }
    found.set(order.id, { ...sum, taxMinor: sum.taxMinor - lineTax })
  }
  return found
}

/** Which of these order numbers an order has. */
export async function knownOrderNumbers(tx: Tx, orderNumbers: readonly string[]): Promise<Set<string>> {
  if (orderNumbers.length === 0) return new Set()
  const rows = await tx
    .select({ number: orders.number })
    .from(orders)
    .where(inArray(orders.number, [...orderNumbers]))
  return new Set(rows.map((row) => row.number))
}
