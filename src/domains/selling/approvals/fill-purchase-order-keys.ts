import { and, isNotNull, isNull, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { fillOrderKeys, inTurn, numbersWithKeys } from '../../fulfilment/orders/index.ts'
import { approvalRequests } from './approval-tables.ts'

/**
 * Gives their keys to orders and requests of releases that knew none, the oldest first; part of every start, and nothing
 * to do after the first. Not in SQL, because how the database changes the case of letters depends on its locale.
 *
 * Orders of one account whose numbers differ in spelling alone all stay: the first holds the number, the others are noted
 * as doubled. Of two such requests that wait, the second gets no key; it cannot be released once the first is an order.
 */
export async function fillPurchaseOrderKeys(db: Db): Promise<void> {
  await fillOrderKeys(db)
  await inTurn(db, fillRequests)
}

async function fillRequests(tx: Tx): Promise<void> {
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
  if (rows.length === 0) return
  await tx.execute(sql`
    update approval_requests set purchase_order_key = ranked.key
    from (
      select r.id, given.key,
        row_number() over (partition by r.account_id, given.key order by r.created_at, r.id) = 1 and not exists (
          select 1 from approval_requests first
          where first.account_id = r.account_id and first.purchase_order_key = given.key and first.state = 'waiting'
        ) as first
      from ${numbersWithKeys(rows)} join approval_requests r on r.id = given.id
    ) ranked
    where approval_requests.id = ranked.id and ranked.first`)
}
