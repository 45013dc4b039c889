import { and, isNotNull, isNull, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { textArray } from '../../../platform/db/text-array.ts'
import { purchaseOrderKey } from './purchase-order-key.ts'
import { orders } from './tables.ts'

const rowsAtATime = 5_000

/** Gives their keys to orders that knew none, the oldest first; see `fillPurchaseOrderKeys`. */
export async function fillOrderKeys(db: Db): Promise<void> {
  while (await inTurn(db, fillOrders));
}

/** Replicas that start together take turns. */
export async function inTurn<Done>(db: Db, fill: (tx: Tx) => Promise<Done>): Promise<Done> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('purchase order keys', 0))`)
    return fill(tx)
  })
}

async function fillOrders(tx: Tx): Promise<boolean> {
  const rows = await tx
    .select({ id: orders.id, number: orders.purchaseOrderNumber })
    .from(orders)
    .where(and(isNotNull(orders.purchaseOrderNumber), isNull(orders.purchaseOrderKey)))
    .orderBy(orders.placedAt, orders.id)
    .limit(rowsAtATime)
  if (rows.length === 0) return false
  await tx.execute(sql`
    update orders set purchase_order_key = ranked.key, purchase_order_doubled = ranked.doubled
    from (
      select o.id, given.key,
        row_number() over (partition by o.account_id, given.key order by o.placed_at, o.id) > 1 or exists (
          select 1 from orders first
          where first.account_id = o.account_id and first.purchase_order_key = given.key
            and not first.purchase_order_doubled
        ) as doubled
      from ${numbersWithKeys(rows)} join orders o on o.id = given.id
    ) ranked
    where orders.id = ranked.id`)
  return rows.length === rowsAtATime
}

/** As a table `given (id, key)`, for SQL. */
export function numbersWithKeys(rows: readonly { readonly id: string; readonly number: string | null }[]) {
  const ids = textArray(rows.map(({ id }) => id))
  const keys = textArray(rows.map(({ number }) => purchaseOrderKey(number ?? '')))
  return sql`(select * from unnest(${ids}, ${keys})) as given (id, key)`
}
