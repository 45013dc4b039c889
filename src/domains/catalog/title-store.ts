import { asc, desc, eq, gte, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../platform/db/db.ts'
import { textArray } from '../../platform/db/text-array.ts'
import type { Item } from './item.ts'
import { itemColumns } from './item-columns.ts'
import { items, titleMisses } from './tables.ts'

export async function findKit(tx: Db | Tx, partnerProductId: string): Promise<Item | null> {
  const [row] = await tx.select(itemColumns).from(items).where(eq(items.partnerProductId, partnerProductId))
  return row ?? null
}

/** Who has which of these titles as media kit: title to part number. */
export async function kitsOf(tx: Tx, partnerProductIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx
    .select({ title: items.partnerProductId, partNumber: items.partNumber })
    .from(items)
    .where(sql`${items.partnerProductId} = any(${textArray(partnerProductIds)})`)
  return new Map(rows.flatMap(({ title, partNumber }) => (title === null ? [] : [[title, partNumber]])))
}

/** Takes the titles off these items, so that a batch may hand a title from one item to another. */
export async function unmapTitles(tx: Tx, partNumbers: readonly string[]): Promise<void> {
  await tx.execute(sql`
    update items set partner_product_id = null
    where part_number = any(${textArray(partNumbers)}) and partner_product_id is not null`)
}

/** May be told of the same miss again: its id is the same then, the first stays, and the answer is false. */
export async function insertTitleMiss(tx: Tx, miss: typeof titleMisses.$inferInsert): Promise<boolean> {
  const rows = await tx.insert(titleMisses).values(miss).onConflictDoNothing().returning({ id: titleMisses.id })
  return rows.length > 0
}

/** How often a title was missed since an instant, and how many titles were. */
export async function titleMissesSince(tx: Tx, partnerProductId: string, since: Date) {
  const [row] = await tx
    .select({
      ofTitle: sql<number>`count(*) filter (where ${titleMisses.partnerProductId} = ${partnerProductId})::int`,
      titles: sql<number>`count(distinct ${titleMisses.partnerProductId})::int`,
    })
    .from(titleMisses)
    .where(gte(titleMisses.at, since))
  return row ?? { ofTitle: 0, titles: 0 }
}

/** The newest misses first. */
export async function latestTitleMisses(tx: Db | Tx, limit: number): Promise<(typeof titleMisses.$inferSelect)[]> {
  return tx.select().from(titleMisses).orderBy(desc(titleMisses.at), asc(titleMisses.id)).limit(limit)
}
