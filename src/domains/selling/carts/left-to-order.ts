import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { addDays, type LocalDate } from '../../../kernel/local-date.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { textArray } from '../../../platform/db/text-array.ts'
import type { Item, Viewer } from '../../shop/catalog/index.ts'

/**
 * How many of each item the account may still order: what one order may have, and what its limit over time leaves. Of a
 * media kit the most of one order is the most ever. One statement.
 */
export async function leftToOrder(
  tx: Db | Tx,
  viewer: Pick<Viewer, 'accountId' | 'on'>,
  items: readonly Item[],
): Promise<Map<string, number>> {
  const limits = items.flatMap((item) => limitsOf(item, viewer.on).map((limit) => ({ item, ...limit })))
  const ordered = await orderedSince(
    tx,
    viewer.accountId,
    limits.map(({ item, since }) => ({ partNumber: item.partNumber, since })),
  )
  const left = new Map(items.map((item) => [item.partNumber, item.maxQuantity]))
  for (const [index, { item, most }] of limits.entries()) {
    const rest = Math.max(0, most - (ordered[index] ?? 0))
    left.set(item.partNumber, Math.min(rest, left.get(item.partNumber) ?? 0))
  }
  return left
}

/** The limits over time, each with its first day; null: since ever. */
function limitsOf(item: Item, on: LocalDate): { readonly most: number; readonly since: LocalDate | null }[] {
  const { maxPerAccount: most, perAccountDays: days } = item
  return [
    ...(item.category === 'media' ? [{ most: item.maxQuantity, since: null }] : []),
    ...(most === null ? [] : [{ most, since: days === null ? null : addDays(on, 1 - days) }]),
  ]
}

async function orderedSince(
  tx: Db | Tx,
  accountId: string,
  asked: readonly { readonly partNumber: string; readonly since: LocalDate | null }[],
): Promise<number[]> {
  if (asked.length === 0) return []
  const rows = await tx.execute(sql`
    select coalesce((select sum(l.quantity) from order_lines l join orders o on o.id = l.order_id
      where o.account_id = ${accountId} and l.part_number = asked.part_number
        and o.placed_on >= asked.since::date), 0)::int as quantity
    from unnest(${textArray(asked.map(({ partNumber }) => partNumber))},
      ${textArray(asked.map(({ since }) => since ?? '0001-01-01'))}) with ordinality as asked(part_number, since, n)
    order by asked.n`)
  return z
    .array(z.object({ quantity: z.number() }))
    .parse([...rows])
    .map(({ quantity }) => quantity)
}
