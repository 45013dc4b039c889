import {
  type AnyColumn,
  and,
  asc,
  desc,
  eq,
  getTableColumns,
  gte,
  inArray,
  isNotNull,
  isNull,
  type SQL,
  sql,
} from 'drizzle-orm'
import { type PgTable, unionAll } from 'drizzle-orm/pg-core'
import type { Db, Tx } from '../../platform/db/db.ts'
import { textArray } from '../../platform/db/text-array.ts'
import type { ItemOverride, ItemRow } from './derive-item.ts'
import type { Item } from './item.ts'
import { type ItemCategory, itemOverrides, items, joiningCharacters, searchDocument, titleMisses } from './tables.ts'
import type { Viewer } from './viewer.ts'
import { metEntries } from './visibility.ts'

const { rowHash: _, ...itemColumns } = getTableColumns(items)

export interface KnownItem {
  readonly origin: 'platform' | 'store'
  readonly rowHash: string
  readonly withdrawn: boolean
}

export interface ItemQuery {
  readonly q?: string | undefined
  readonly category?: ItemCategory | undefined
  readonly productLine?: string | undefined
  /** Title and part number after which the page starts. */
  readonly after?: readonly [title: string, partNumber: string] | undefined
  readonly limit: number
  /** A further condition on `items`, such as "has a price"; it can only take away. */
  readonly onlyIf?: SQL | undefined
}

/** The items that the viewer may see, by title and part number. One statement. */
export async function visibleItems(tx: Db | Tx, viewer: Viewer, query: ItemQuery): Promise<Item[]> {
  const half = (opened: SQL) =>
    tx
      .select(itemColumns)
      .from(items)
      .where(and(opened, visibleTo(viewer), ...filters(query), query.onlyIf))
      .orderBy(asc(items.title), asc(items.partNumber))
      .limit(query.limit)
  // Two halves, because one walk in the order of titles would pass every item that other accounts' rights open:
  // 350 ms instead of a few among 100,000 items. The array is made once, from the index of requirements.
  const openToAll = half(sql`${items.requiresAnyOf} = '{}'`)
  const openedByRights = half(sql`${items.partNumber} = any(array(
    select opened.part_number from items opened where opened.requires_any_of && ${entriesOf(viewer)}))`)
  return unionAll(openToAll, openedByRights).orderBy(sql`title`, sql`part_number`).limit(query.limit)
}

/** Those of the part numbers that the viewer may see, with their items. One statement. */
export async function visibleItemsOf(
  tx: Db | Tx,
  viewer: Viewer,
  partNumbers: readonly string[],
): Promise<Map<string, Item>> {
  if (partNumbers.length === 0) return new Map()
  const rows = await tx
    .select(itemColumns)
    .from(items)
    .where(and(inArray(items.partNumber, [...partNumbers]), visibleTo(viewer)))
  return new Map(rows.map((item) => [item.partNumber, item]))
}

/** `visibilityOf` in SQL; a property test holds the two together. */
function visibleTo(viewer: Viewer): SQL | undefined {
  const entries = entriesOf(viewer)
  return and(
    isNull(items.withdrawnAt),
    isNull(items.drift),
    sql`${items.category} <> 'update'`,
    sql`${viewer.accountType} = any(${items.soldTo})`,
    sql`(${items.requiresAnyOf} = '{}' or ${items.requiresAnyOf} && ${entries})`,
    sql`(not ${items.addsToLine}
      or ${items.productName} || coalesce('@' || ${items.productVersion}, '') = any(${textArray([
        ...metEntries(
          viewer.held.filter(({ grantedBy }) => grantedBy === null),
          [],
        ),
      ])}))`,
  )
}

function entriesOf({ held, offered }: Viewer): SQL {
  return textArray([...metEntries(held, offered)])
}

function filters({ q, category, productLine, after }: ItemQuery): (SQL | undefined)[] {
  const words = q === undefined ? [] : searchWords(q)
  const search = words.map((word) => `'${word}':*`).join(' & ')
  return [
    words.length > 0 ? sql`${searchDocument(items)} @@ to_tsquery('simple', ${search})` : undefined,
    // Asked for something, but for nothing that has a letter or a digit: nothing is found.
    q !== undefined && q.trim() !== '' && words.length === 0 ? sql`false` : undefined,
    category === undefined ? undefined : eq(items.category, category),
    productLine === undefined ? undefined : eq(items.productLine, productLine),
    after === undefined ? undefined : sql`(${items.title}, ${items.partNumber}) > (${after[0]}, ${after[1]})`,
  ]
}

function searchWords(q: string): string[] {
  const spaced = [...q].map((character) => (joiningCharacters.includes(character) ? ' ' : character)).join('')
  return spaced.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== '')
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

export async function findKit(tx: Db | Tx, partnerProductId: string): Promise<Item | null> {
  const [row] = await tx.select(itemColumns).from(items).where(eq(items.partnerProductId, partnerProductId))
  return row ?? null
}

/** Every item with its drift, for staff, by part number. */
export async function allItems(
  tx: Db | Tx,
  query: { readonly onlyDrift: boolean; readonly after: string | undefined; readonly limit: number },
): Promise<Item[]> {
  return tx
    .select(itemColumns)
    .from(items)
    .where(
      and(
        query.onlyDrift ? isNotNull(items.drift) : undefined,
        query.after === undefined ? undefined : sql`${items.partNumber} > ${query.after}`,
      ),
    )
    .orderBy(asc(items.partNumber))
    .limit(query.limit)
}

/** One writer of items at a time, so that two imports cannot both find a title free. Readers do not wait. */
export async function lockItems(tx: Tx): Promise<void> {
  await tx.execute(sql`lock table ${items} in share row exclusive mode`)
}

export async function overridesOf(tx: Tx, partNumbers: readonly string[]): Promise<Map<string, ItemOverride>> {
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

/** Part numbers of the platform that are not withdrawn. */
export async function platformItems(tx: Tx): Promise<string[]> {
  const rows = await tx
    .select({ partNumber: items.partNumber })
    .from(items)
    .where(and(eq(items.origin, 'platform'), isNull(items.withdrawnAt)))
  return rows.map(({ partNumber }) => partNumber)
}

export async function storePartNumbers(tx: Tx): Promise<string[]> {
  const rows = await tx.select({ partNumber: items.partNumber }).from(items).where(eq(items.origin, 'store'))
  return rows.map(({ partNumber }) => partNumber)
}

/** What cannot be sold although the store offers it, by part number. */
export async function drifts(tx: Tx, limit: number): Promise<{ partNumber: string; drift: string | null }[]> {
  return tx
    .select({ partNumber: items.partNumber, drift: items.drift })
    .from(items)
    .where(and(isNotNull(items.drift), isNull(items.withdrawnAt)))
    .orderBy(asc(items.partNumber))
    .limit(limit)
}

const rowsAStatement = 10_000

/** Writes whole rows; one statement for each ten thousand. */
export async function upsertItems(tx: Tx, rows: readonly ItemRow[]): Promise<void> {
  for (let start = 0; start < rows.length; start += rowsAStatement) {
    const records = recordsOf(items, rows.slice(start, start + rowsAStatement))
    await tx.execute(sql`
      insert into items (${columnList(items)})
      select ${columnList(items)} from jsonb_populate_recordset(null::items, ${records}::jsonb)
      on conflict (part_number) do update set ${assignments(items)}`)
  }
}

export async function withdrawItems(tx: Tx, partNumbers: readonly string[], at: Date): Promise<void> {
  if (partNumbers.length === 0) return
  await tx.execute(sql`
    update items set withdrawn_at = ${at.toISOString()}::timestamptz
    where part_number = any(${textArray(partNumbers)})`)
}

export async function upsertOverrides(tx: Tx, rows: readonly ItemOverride[]): Promise<void> {
  await tx.execute(sql`
    insert into item_overrides (${columnList(itemOverrides)})
    select ${columnList(itemOverrides)}
    from jsonb_populate_recordset(null::item_overrides, ${recordsOf(itemOverrides, rows)}::jsonb)
    on conflict (part_number) do update set ${assignments(itemOverrides)}`)
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

/** May be told of the same miss again: its id is the same then, and the first stays. */
/** False when it was recorded before. */
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

function isAmong(column: AnyColumn, values: readonly string[]): SQL {
  return sql`${column} = any(${textArray(values)})`
}

function columnList(table: PgTable): SQL {
  return sql.raw(columnNames(table).join(', '))
}

function assignments(table: PgTable): SQL {
  return sql.raw(
    columnNames(table)
      .map((name) => `${name} = excluded.${name}`)
      .join(', '),
  )
}

function columnNames(table: PgTable): string[] {
  return Object.values(getTableColumns(table)).map(({ name }) => name)
}

function recordsOf(table: PgTable, rows: readonly object[]): string {
  const names = new Map(Object.entries(getTableColumns(table)).map(([key, { name }]) => [key, name]))
  return JSON.stringify(
    rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [names.get(key) ?? key, value]))),
  )
}
