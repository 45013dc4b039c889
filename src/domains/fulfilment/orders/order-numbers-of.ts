import { inArray } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { orders } from './tables.ts'

/** The numbers of orders by their ids; an id that no order has is missing. */
export async function orderNumbers(tx: Db | Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const wanted = ids.filter((id) => id.startsWith('ord_'))
  if (wanted.length === 0) return new Map()
  const rows = await tx.select({ id: orders.id, number: orders.number }).from(orders).where(inArray(orders.id, wanted))
  return new Map(rows.map(({ id, number }) => [id, number]))
}
