import { and, asc, count, eq, getTableColumns, gt, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { decodeCursor, encodeCursor } from '../../../platform/http/request/paging.ts'
import { rightGrants, rightsListings, rightsWithoutOrder } from './rights-tables.ts'

/** A right without an order; a granted one with who said so, when and why. */
export type ListedRight = typeof rightsWithoutOrder.$inferSelect & {
  readonly reason: string | null
  readonly grantedBy: string | null
  readonly grantedAt: Date | null
}

/** When the list was made; null before the first full sync. */
export async function rightsListing(tx: Db | Tx): Promise<typeof rightsListings.$inferSelect | null> {
  const [listing] = await tx.select().from(rightsListings)
  return listing ?? null
}

/**
 * A page of the list, in its order. A cursor of a list that has been replaced meanwhile starts at the beginning, so that
 * nothing is left out.
 */
export async function rightsPage(
  tx: Db | Tx,
  query: { readonly granted: boolean; readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ readonly items: readonly ListedRight[]; readonly nextCursor: string | null }> {
  const making = String((await rightsListing(tx))?.making ?? 0)
  const [ofMaking, place = ''] = decodeCursor(query.cursor) ?? []
  const after = ofMaking === making && /^\d{1,9}$/.test(place) ? Number(place) : 0
  const rows = await tx
    .select({
      ...getTableColumns(rightsWithoutOrder),
      reason: rightGrants.reason,
      grantedBy: rightGrants.grantedBy,
      grantedAt: rightGrants.grantedAt,
    })
    .from(rightsWithoutOrder)
    .leftJoin(rightGrants, eq(rightGrants.activationId, rightsWithoutOrder.activationId))
    .where(and(eq(rightsWithoutOrder.granted, query.granted), gt(rightsWithoutOrder.position, after)))
    .orderBy(asc(rightsWithoutOrder.position))
    .limit(query.limit + 1)
  const items = rows.slice(0, query.limit)
  const last = items.at(-1)
  const isMore = rows.length > query.limit && last !== undefined
  return { items, nextCursor: isMore ? encodeCursor([making, String(last.position)]) : null }
}

export interface RightsTotal {
  readonly granted: boolean
  /** Null for rights whose part number no list prices. */
  readonly currency: string | null
  readonly count: number
  readonly valueMinor: number
}

/** Both lists by currency. */
export async function rightsTotals(tx: Db | Tx): Promise<RightsTotal[]> {
  return tx
    .select({
      granted: rightsWithoutOrder.granted,
      currency: rightsWithoutOrder.currency,
      count: count(),
      valueMinor: sql<number>`coalesce(sum(${rightsWithoutOrder.valueMinor}), 0)::bigint`.mapWith(Number),
    })
    .from(rightsWithoutOrder)
    .groupBy(rightsWithoutOrder.granted, rightsWithoutOrder.currency)
    .orderBy(rightsWithoutOrder.granted, rightsWithoutOrder.currency)
}
