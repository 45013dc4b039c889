import { and, isNotNull, isNull, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { textArray } from '../../../platform/db/text-array.ts'
import { approvalRequests } from './approval-tables.ts'
import { purchaseOrderKey } from './purchase-order-key.ts'
import { orders } from './tables.ts'

const rowsAtATime = 5_000

/**
 * Gives their keys to orders and requests of releases that knew none, the oldest first; part of every start, and nothing
 * to do after the first. Not in SQL, because how the database changes the case of letters depends on its locale.
 *
 * Orders of one account whose numbers differ in spelling alone all stay: the first holds the number, the others are noted
 * as doubled. Of two such requests that wait, the second gets no key; it cannot be released once the first is an order.
 */
export async function fillPurchaseOrderKeys(db: Db): Promise<void> {
  for (const fill of [fillOrders, fillRequests])
    while (
      await db.transaction(async (tx) => {
        // Replicas that start together take turns.
        await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('purchase order keys', 0))`)
        return fill(tx)
      })
    );
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
      from ${given(rows)} join orders o on o.id = given.id
    ) ranked
    where orders.id = ranked.id`)
  return rows.length === rowsAtATime
}

async function fillRequests(tx: Tx): Promise<boolean> {
  const rows = await tx
    .select({ id: approvalRequests.id, number: approvalRequests.purchaseOrderNumber })
    .from(approvalRequests)
    .where(
      and(
        isNotNull(approvalRequests.purchaseOrderNumber),
        isNull(approvalRequests.purchaseOrderKey),
        sql`${approvalRequests.state} = 'waiting'`,
      ),
    )
  if (rows.length === 0) return false
  await tx.execute(sql`
    update approval_requests set purchase_order_key = ranked.key
    from (
      select r.id, given.key,
        row_number() over (partition by r.account_id, given.key order by r.created_at, r.id) = 1 and not exists (
          select 1 from approval_requests first
          where first.account_id = r.account_id and first.purchase_order_key = given.key and first.state = 'waiting'
        ) as first
      from ${given(rows)} join approval_requests r on r.id = given.id
    ) ranked
    where approval_requests.id = ranked.id and ranked.first`)
  return false
}

function given(rows: readonly { readonly id: string; readonly number: string | null }[]) {
  const ids = textArray(rows.map(({ id }) => id))
  const keys = textArray(rows.map(({ number }) => purchaseOrderKey(number ?? '')))
  return sql`(select * from unnest(${ids}, ${keys})) as given (id, key)`
}
