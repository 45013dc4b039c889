import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import { jsonOf } from '../../../platform/db/json-of.ts'
import type { Item } from './item.ts'
import { items } from './tables.ts'

const { rowHash: _, search: __, ...columns } = getTableColumns(items)

/** What a select of an `Item` reads. */
export const itemColumns = columns

/** The columns of an `Item` for a statement by hand, from `items`. */
export const itemColumnNames: SQL = sql.raw(
  Object.values(columns)
    .map(({ name }) => `items.${name}`)
    .join(', '),
)

/** An `Item` as one JSON value, from a row source named `items` that has these columns. */
export const itemJson: SQL = jsonOf(items, 'items', ['rowHash', 'search'])

/** An expression for any item, visible to anybody or not; null when there is none. */
export function itemFacts(partNumber: SQL): SQL {
  return sql`(select ${itemJson} from items where items.part_number = ${partNumber})`
}

/** An expression for the items of an array of part numbers, visible to anybody or not. */
export function itemsFacts(partNumbers: SQL): SQL {
  return sql`(select coalesce(json_agg(${itemJson}), '[]') from items where items.part_number = any(${partNumbers}))`
}

/** What `itemJson` gives. */
export type ItemJson = Omit<Item, 'withdrawnAt'> & { readonly withdrawnAt: string | null }

export function itemOf(json: ItemJson): Item {
  return { ...json, withdrawnAt: json.withdrawnAt === null ? null : new Date(json.withdrawnAt) }
}
