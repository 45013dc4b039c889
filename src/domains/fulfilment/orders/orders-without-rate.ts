import { and, desc, eq, lt, or, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import {
  cutPage,
  decodeCursor,
  isCursorInstant,
  type Page,
  type PageQuery,
} from '../../../platform/http/request/paging.ts'
import { orders } from './tables.ts'

export interface OrderWithoutRate {
  readonly id: string
  readonly number: string
  readonly accountId: string
  /** The country of delivery, which has no rate. */
  readonly country: string
  readonly currency: string
  /** The net amount that was sold without a tax rate, of the total. */
  readonly noRateMinor: number
  /** True when its parcel went without a freight rate. */
  readonly freightNoRate: boolean
  readonly totalMinor: number
  readonly placedAt: Date
}

export interface SumWithoutRate {
  readonly currency: string
  readonly orders: number
  readonly noRateMinor: number
  /** How many parcels went without a freight rate. */
  readonly withoutFreightRate: number
}

const withoutRate = sql`(${orders.noRateMinor} > 0 or ${orders.freightNoRate})`

/** Orders that were sold without a tax or freight rate, newest first. */
export async function ordersWithoutRate(tx: Db | Tx, { cursor, limit }: PageQuery): Promise<Page<OrderWithoutRate>> {
  const [placedAt, id] = decodeCursor(cursor) ?? []
  const place =
    isCursorInstant(placedAt) && id !== undefined
      ? or(lt(orders.placedAt, new Date(placedAt)), and(eq(orders.placedAt, new Date(placedAt)), lt(orders.id, id)))
      : undefined
  const rows = await tx
    .select({
      id: orders.id,
      number: orders.number,
      accountId: orders.accountId,
      country: sql<string>`${orders.shipTo} ->> 'country'`,
      currency: orders.currency,
      noRateMinor: sql<number>`coalesce(${orders.noRateMinor}, 0)::float8`,
      freightNoRate: sql<boolean>`coalesce(${orders.freightNoRate}, false)`,
      totalMinor: orders.totalMinor,
      placedAt: orders.placedAt,
    })
    .from(orders)
    .where(and(withoutRate, place))
    .orderBy(desc(orders.placedAt), desc(orders.id))
    .limit(limit + 1)
  return cutPage(rows, limit, (last) => [last.placedAt.toISOString(), last.id])
}

export async function sumsWithoutRate(tx: Db | Tx): Promise<SumWithoutRate[]> {
  return tx
    .select({
      currency: orders.currency,
      orders: sql<number>`count(*)::int`,
      noRateMinor: sql<number>`coalesce(sum(${orders.noRateMinor}), 0)::float8`,
      withoutFreightRate: sql<number>`(count(*) filter (where ${orders.freightNoRate}))::int`,
    })
    .from(orders)
    .where(withoutRate)
    .groupBy(orders.currency)
    .orderBy(orders.currency)
}
