import {
  type AnyColumn,
  and,
  asc,
  eq,
  gt,
  ilike,
  inArray,
  isNotNull,
  isNull,
  lte,
  or,
  type SQL,
  sql,
} from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { textArray } from '../../../platform/db/text-array.ts'
import { columnsOf, selected, textsOf } from '../../../platform/db/unnested-rows.ts'
import type { ItemOverride, ItemRow } from './derive-item.ts'
import type { Item } from './item.ts'
import { itemColumns } from './item-columns.ts'
import { itemOverrides, items } from './tables.ts'

export interface KnownItem {
  readonly origin: 'platform' | 'store'
  readonly rowHash: string
  readonly withdrawn: boolean
}

/** Any item, visible to anybody or not, for staff and for resolving. */
export async function findItem(tx: Db | Tx, partNumber: string): Promise<Item | null> {
  const [row] = await tx.select(itemColumns).from(items).where(eq(items.partNumber, partNumber))
  return row ?? null
}

/** Items by part number, whether they may still be sold or not: orders keep theirs. */
export async function itemsByPartNumber(tx: Db | Tx, partNumbers: readonly string[]): Promise<Map<string, Item>> {
  if (partNumbers.length === 0) return new Map()
  const rows = await tx
    .select(itemColumns)
    .from(items)
    .where(inArray(items.partNumber, [...partNumbers]))
  return new Map(rows.map((item) => [item.partNumber, item]))
}

/** Every item with its unsellableReason, for staff, by part number. */
export async function allItems(
  tx: Db | Tx,
  query: { readonly onlyUnsellable: boolean; readonly after: string | undefined; readonly limit: number },
): Promise<Item[]> {
  return tx
    .select(itemColumns)
    .from(items)
    .where(
      and(
        query.onlyUnsellable ? isNotNull(items.unsellableReason) : undefined,
        query.after === undefined ? undefined : sql`${items.partNumber} > ${query.after}`,
      ),
    )
    .orderBy(asc(items.partNumber))
    .limit(query.limit)
}

/** For staff: items whose part number or title has the words, by part number. */
export async function itemsMatching(tx: Db | Tx, words: string, limit: number): Promise<Item[]> {
  const pattern = `%${words.replace(/[\\%_]/g, '\\$&')}%`
  return tx
    .select(itemColumns)
    .from(items)
    .where(words === '' ? undefined : or(ilike(items.partNumber, pattern), ilike(items.title, pattern)))
    .orderBy(asc(items.partNumber))
    .limit(limit)
}

/** One writer of items at a time, so that two imports cannot both find a title free. Readers do not wait. */
export async function lockItems(tx: Tx): Promise<void> {
  await tx.execute(sql`lock table ${items} in share row exclusive mode`)
}

export async function overridesOf(tx: Db | Tx, partNumbers: readonly string[]): Promise<Map<string, ItemOverride>> {
  const rows = await tx.select().from(itemOverrides).where(isAmong(itemOverrides.partNumber, partNumbers))
  return new Map(rows.map((row) => [row.partNumber, row]))
}

export async function overriddenPartNumbers(tx: Tx): Promise<string[]> {
  const rows = await tx.select({ partNumber: itemOverrides.partNumber }).from(itemOverrides)
  return rows.map(({ partNumber }) => partNumber)
}

export async function knownItems(tx: Tx, partNumbers: readonly string[]): Promise<Map<string, KnownItem>> {
  const { partNumber, origin, rowHash, withdrawnAt } = items
  const rows = await tx
    .select({ partNumber, origin, rowHash, withdrawnAt })
    .from(items)
    .where(isAmong(partNumber, partNumbers))
  return new Map(rows.map(({ withdrawnAt: at, ...row }) => [row.partNumber, { ...row, withdrawn: at !== null }]))
}

export async function storePartNumbers(tx: Tx): Promise<string[]> {
  const rows = await tx.select({ partNumber: items.partNumber }).from(items).where(eq(items.origin, 'store'))
  return rows.map(({ partNumber }) => partNumber)
}

/** What cannot be sold although the store offers it, by part number. */
export async function unsellableItems(
  tx: Tx,
  limit: number,
): Promise<{ partNumber: string; unsellableReason: string | null }[]> {
  return tx
    .select({ partNumber: items.partNumber, unsellableReason: items.unsellableReason })
    .from(items)
    .where(and(isNotNull(items.unsellableReason), isNull(items.withdrawnAt)))
    .orderBy(asc(items.partNumber))
    .limit(limit)
}

const rowsAStatement = 10_000

/** Writes whole rows; one statement for each ten thousand. `tidySearch` has to follow before the transaction ends. */
export async function upsertItems(tx: Tx, rows: readonly ItemRow[]): Promise<void> {
  await tx.execute(sql`set local gin_pending_list_limit = '64MB'`)
  for (let start = 0; start < rows.length; start += rowsAStatement) {
    await tx.execute(sql`
      insert into items (${columnList(items)}) ${rowsOf(items, rows.slice(start, start + rowsAStatement))}
      on conflict (part_number) do update set ${assignments(items)}`)
  }
}

/** Works what is pending into the inverted indexes, so that nobody's search has to read through it. */
export async function tidySearch(tx: Tx): Promise<void> {
  await tx.execute(sql`select gin_clean_pending_list(x.indexrelid) from pg_index x
    join pg_class c on c.oid = x.indexrelid join pg_am a on a.oid = c.relam
    where x.indrelid = 'items'::regclass and a.amname = 'gin'`)
}

/** A stretch of part numbers in the database's order; null stands for no bound. */
export interface Stretch {
  readonly after: string | null
  readonly upTo: string | null
}

/** Withdraws the platform's items of a stretch but for those that it still has. @returns how many */
export async function withdrawItems(
  tx: Tx,
  { after, upTo, kept, at }: Stretch & { readonly kept: readonly string[]; readonly at: Date },
): Promise<number> {
  const { partNumber } = items
  const gone = await tx
    .update(items)
    .set({ withdrawnAt: at })
    .where(
      and(
        eq(items.origin, 'platform'),
        isNull(items.withdrawnAt),
        after === null ? undefined : gt(partNumber, after),
        upTo === null ? undefined : lte(partNumber, upTo),
        sql`${partNumber} <> all(${textArray(kept)})`,
      ),
    )
    .returning({ partNumber })
  return gone.length
}

export async function upsertOverrides(tx: Tx, rows: readonly ItemOverride[]): Promise<void> {
  await tx.execute(sql`
    insert into item_overrides (${columnList(itemOverrides)})
    ${rowsOf(itemOverrides, rows)}
    on conflict (part_number) do update set ${assignments(itemOverrides)}`)
}

function isAmong(column: AnyColumn, values: readonly string[]): SQL {
  return sql`${column} = any(${textArray(values)})`
}

function columnList(table: PgTable): SQL {
  return sql.raw(
    columnsOf(table)
      .map(({ name }) => name)
      .join(', '),
  )
}

function assignments(table: PgTable): SQL {
  return sql.raw(
    columnsOf(table)
      .map(({ name }) => `${name} = excluded.${name}`)
      .join(', '),
  )
}

function rowsOf(table: PgTable, rows: readonly object[]): SQL {
  const columns = columnsOf(table)
  return selected(
    columns.map(({ type }) => type),
    rows.map((row) => textsOf(columns, row)),
  )
}
