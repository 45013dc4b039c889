import { and, asc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/pg-core'
import type { Db, Tx } from '../../platform/db/db.ts'
import { textArray } from '../../platform/db/text-array.ts'
import type { Item } from './item.ts'
import { itemColumns } from './item-columns.ts'
import { type ItemCategory, items, joiningCharacters, searchDocument } from './tables.ts'
import type { Viewer } from './viewer.ts'
import { metEntries } from './visibility.ts'

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
