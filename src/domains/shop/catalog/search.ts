import { and, inArray, type SQL, sql } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/pg-core'
import type { Db, Tx } from '../../../platform/db/db.ts'
import type { Item } from './item.ts'
import { itemColumns } from './item-columns.ts'
import { type Match, type TextMatch, textMatch } from './match-text.ts'
import { type ItemCategory, items } from './tables.ts'
import type { Viewer } from './viewer.ts'
import { openings, visibleTo } from './visible-to.ts'

export interface ItemFilter {
  readonly q?: string | undefined
  readonly category?: ItemCategory | undefined
  readonly productLine?: string | undefined
}

/** Where a page ends: what the next one starts after. */
export interface ItemPlace {
  readonly match: Match
  readonly score: number
  readonly title: string
  readonly partNumber: string
}

export interface ItemQuery extends ItemFilter {
  readonly after?: ItemPlace | undefined
  readonly limit: number
}

export interface FacetFilter extends ItemFilter {
  /** A further condition on `items`, such as "has a price"; it can only take away. */
  readonly onlyIf?: SQL | undefined
}

export interface ItemFacets {
  readonly match: Match
  /** What all filters leave. */
  readonly total: number
  /** What each category would leave beside the other filters, and each product line. */
  readonly categories: readonly { readonly value: ItemCategory; readonly count: number }[]
  readonly productLines: readonly { readonly value: string; readonly count: number }[]
}

/** How many items there are by category and by product line, for this viewer alone. One statement, or two as above. */
export async function countItems(tx: Db | Tx, viewer: Viewer, filter: FacetFilter): Promise<ItemFacets> {
  const words = await cellsOf(tx, viewer, filter, textMatch(filter.q, 'words'))
  const found = words.match === 'words' && words.cells.length === 0
  const { match, cells } = found ? await cellsOf(tx, viewer, filter, textMatch(filter.q, 'alike')) : words
  const inCategory = cells.filter(({ category }) => filter.category === undefined || filter.category === category)
  const inLine = cells.filter(
    ({ productLine }) => filter.productLine === undefined || filter.productLine === productLine,
  )
  const inBoth = inCategory.filter((cell) => inLine.includes(cell))
  const lines = new Map<string, number>()
  for (const { productLine, count } of inCategory)
    if (productLine !== null) lines.set(productLine, (lines.get(productLine) ?? 0) + count)
  const categories = new Map<ItemCategory, number>()
  for (const { category, count } of inLine) categories.set(category, (categories.get(category) ?? 0) + count)
  return {
    match,
    total: inBoth.reduce((sum, { count }) => sum + count, 0),
    categories: [...categories].map(([value, count]) => ({ value, count })),
    productLines: [...lines].map(([value, count]) => ({ value, count })).sort((a, b) => (a.value < b.value ? -1 : 1)),
  }
}

interface Cell {
  readonly category: ItemCategory
  readonly productLine: string | null
  readonly count: number
}

async function cellsOf(
  tx: Db | Tx,
  viewer: Viewer,
  { onlyIf }: FacetFilter,
  text: TextMatch | null,
): Promise<{ readonly match: Match; readonly cells: readonly Cell[] }> {
  if (text === null) return { match: 'all', cells: [] }
  const half = (opened: SQL) =>
    tx
      .select({
        category: items.category,
        productLine: items.productLine,
        count: sql<number>`count(*)::int`.as('count'),
      })
      .from(items)
      .where(and(opened, visibleTo(viewer), text.condition, onlyIf))
      .groupBy(items.category, items.productLine)
  const cells = await unionAll(...halves(openings(viewer), half))
  return { match: text.match, cells }
}

function halves<Half>([open, opened]: readonly [SQL, SQL], half: (opened: SQL) => Half): [Half, Half] {
  return [half(open), half(opened)]
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
