import { and, desc, eq, gt } from 'drizzle-orm'
import type { Db } from '../../../platform/db/db.ts'
import type { Actor } from './deps.ts'
import { orderLines, orders } from './tables.ts'

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
        ...[eq(orders.accountId, accountId), eq(orders.userName, userName)],
        ...[eq(orderLines.partNumber, partNumber), gt(orders.placedAt, new Date(at.getTime() - latelyMs))],
      ),
    )
    .orderBy(desc(orders.placedAt))
    .limit(1)
  return order ?? null
}
