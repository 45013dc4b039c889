import { and, asc, desc, eq, gte, isNull, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { textArray } from '../../../platform/db/text-array.ts'
import type { Item } from './item.ts'
import { itemColumns } from './item-columns.ts'
import { items, titleMisses } from './tables.ts'

type TitleMiss = typeof titleMisses.$inferSelect

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

/** One miss after the other counts the alarms of the day, so that many at once do not all find none. */
export async function lockTitleAlarms(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('title_alarms'))`)
}

/** How many misses told the operators since an instant: of this title, by this account, in all. */
export async function titleAlarmsSince(tx: Tx, miss: Pick<TitleMiss, 'partnerProductId' | 'accountId'>, since: Date) {
  const [row] = await tx
    .select({
      ofTitle: sql<number>`count(*) filter (where ${titleMisses.partnerProductId} = ${miss.partnerProductId})::int`,
      byAccount: sql<number>`count(*) filter (where ${titleMisses.accountId} = ${miss.accountId})::int`,
      all: sql<number>`count(*)::int`,
    })
    .from(titleMisses)
    .where(and(gte(titleMisses.at, since), titleMisses.alarmed))
  return row ?? { ofTitle: 0, byAccount: 0, all: 0 }
}

export async function markMissAlarmed(tx: Tx, id: string): Promise<void> {
  await tx.update(titleMisses).set({ alarmed: true }).where(eq(titleMisses.id, id))
}

export interface MissedTitle {
  readonly partnerProductId: string
  /** Days and accounts on which somebody asked. */
  readonly misses: number
  readonly accountIds: readonly string[]
  readonly firstAt: Date
  readonly lastAt: Date
}

const accountsShown = 5

/** Titles that still have no kit, those asked for last first; at most five accounts of each are named. */
export async function missedTitles(tx: Db | Tx, limit: number): Promise<MissedTitle[]> {
  const rows = await tx
    .select({
      partnerProductId: titleMisses.partnerProductId,
      misses: sql<number>`count(*)::int`,
      accountIds: sql<
        string[]
      >`(array_agg(distinct ${titleMisses.accountId}))[1:${sql.raw(String(accountsShown + 1))}]`,
      firstAt: sql`min(${titleMisses.at})`.mapWith(titleMisses.at),
      lastAt: sql`max(${titleMisses.at})`.mapWith(titleMisses.at),
    })
    .from(titleMisses)
    .leftJoin(items, eq(items.partnerProductId, titleMisses.partnerProductId))
    .where(isNull(items.partNumber))
    .groupBy(titleMisses.partnerProductId)
    .orderBy(sql`max(${titleMisses.at}) desc`, asc(titleMisses.partnerProductId))
    .limit(limit)
  return rows
}

/** The newest misses first. */
export async function latestTitleMisses(tx: Db | Tx, limit: number): Promise<TitleMiss[]> {
  return tx.select().from(titleMisses).orderBy(desc(titleMisses.at), asc(titleMisses.id)).limit(limit)
}
