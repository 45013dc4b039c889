import { sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'

/**
 * The highest running number among the order numbers in the mirror that begin so, `SO-2026-`; null when there is none.
 * More than nine digits are no running number of a store, and following one would use up all others.
 */
export async function highestOrderNumber(tx: Db | Tx, beginning: string): Promise<number | null> {
  const pattern = `^${beginning}[0-9]{6,9}$`
  const [row] = await tx.execute<{ highest: string | null }>(sql`
    select max(substring(order_id from ${beginning.length + 1}::integer)::bigint)::text as highest
    from (
      select order_id from entitlement_lines where starts_with(order_id, ${beginning}::text)
      union all
      select order_id from maintenance_lines where starts_with(order_id, ${beginning}::text)) found
    where order_id ~ ${pattern}`)
  return row?.highest == null ? null : Number(row.highest)
}
