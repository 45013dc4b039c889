import { type SQL, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { ask, type PreparedQuery, param, prepare, type QueryParams, run } from '../../../platform/db/prepared-query.ts'
import type { Item } from './item.ts'
import { type ItemJson, itemColumnNames, itemJson, itemOf } from './item-columns.ts'
import { type Match, type TextMatch, textMatch } from './match-text.ts'
import type { ItemPlace, ItemQuery } from './search.ts'
import type { Viewer } from './viewer.ts'
import { askedBy, openingsAsked, visibleToAsked } from './visible-to.ts'

export interface FoundItems<Along = null> {
  /** `alike` when nothing has the words that were typed, and these are only like them. */
  readonly match: Match
  readonly items: readonly Item[]
  /** Of each item its place. */
  readonly places: readonly ItemPlace[]
  /** What was read along with them; null when nothing was looked for. */
  readonly along: Along | null
}

/** What is asked beside the catalog's own question; the values that it needs are `asked`. */
export interface Extra<Along> {
  /** A condition on `items` such as "has a price", which can only take away: found for one item after the other, or for all. */
  readonly onlyIf: { readonly oneByOne: SQL; readonly atOnce: SQL }
  /** One JSON value, read of the rows of `page`, which are items. */
  readonly along: SQL<Along>
}

const nothing: Extra<null> = { onlyIf: { oneByOne: sql`true`, atOnce: sql`true` }, along: sql`null` }

/**
 * The items that the viewer may see: what fits the words best first, else by title and part number. One statement, and a
 * second one when no item has the words.
 */
export async function visibleItems(tx: Db | Tx, viewer: Viewer, query: ItemQuery): Promise<FoundItems> {
  return visibleItemsWith(tx, viewer, query, { extra: nothing, values: {} })
}

/** A page of visible items with something `beside`, which is written once and asked for other values each time. */
export async function visibleItemsWith<Along>(
  tx: Db | Tx,
  viewer: Viewer,
  query: ItemQuery,
  more: { readonly extra: Extra<Along>; readonly values: QueryParams },
): Promise<FoundItems<Along>> {
  const values = { ...askedBy(viewer), ...valuesOf(query), ...more.values }
  const pageOf = async (text: TextMatch | null): Promise<FoundItems<Along>> => {
    if (text === null) return { match: 'words', items: [], places: [], along: null }
    const { match } = text
    const { page } = await readPage(tx, values, { query, text, extra: more.extra })
    const rows = page.listed.slice(0, query.limit)
    return {
      match,
      items: rows.map(({ item }) => itemOf(item)),
      places: rows.map(({ item: { title, partNumber }, score }) => ({ match, score, title, partNumber })),
      along: page.along,
    }
  }
  if (query.after?.match !== 'alike') {
    const found = await pageOf(textMatch(query.q, 'words'))
    if (found.items.length > 0 || found.match === 'all' || query.after) return found
  }
  return pageOf(textMatch(query.q, 'alike'))
}

interface Page<Along> {
  readonly page: {
    readonly listed: readonly { readonly item: ItemJson; readonly score: number }[]
    readonly along: Along
  }
}

interface Listing<Along> {
  readonly query: ItemQuery
  readonly text: TextMatch
  readonly extra: Extra<Along>
}

async function readPage<Along>(tx: Db | Tx, values: QueryParams, listing: Listing<Along>): Promise<Page<Along>> {
  const { query, text, extra } = listing
  // Words are planned for each time, because some are rare and some are everywhere.
  if (text.match !== 'all') return ask<Page<Along>>(tx, values, { page: pageJson(listing) })
  const given = [query.category, query.productLine, query.after].map((value) => value !== undefined)
  const kind = JSON.stringify([given, rowsFor(query)])
  const known = statements.get(extra) ?? new Map<string, PreparedQuery>()
  const statement = known.get(kind) ?? prepare(Object.keys(values), { page: pageJson(listing) })
  statements.set(extra, known.set(kind, statement))
  return run<Page<Along>, string>(tx, statement, values)
}

// Of each question its statements, by what is given of the query.
const statements = new WeakMap<Extra<unknown>, Map<string, PreparedQuery>>()

function valuesOf({ category, productLine, after }: ItemQuery): QueryParams {
  return {
    ...(category === undefined ? {} : { category }),
    ...(productLine === undefined ? {} : { productLine }),
    ...(after === undefined ? {} : { afterTitle: after.title, afterPartNumber: after.partNumber }),
  }
}

/** How many rows stands in the text, because the planner has to know it. Rounded up, so that there are few texts. */
function rowsFor({ limit }: ItemQuery): number {
  return [21, 51, 101].find((most) => limit <= most) ?? Math.trunc(limit)
}

function pageJson<Along>({ query, text, extra: { onlyIf, along } }: Listing<Along>): SQL {
  const walks = text.match === 'all'
  const inOrder = walks ? sql`title, part_number` : sql`score desc, title, part_number`
  const limit = sql.raw(String(rowsFor(query)))
  const { category, productLine } = query
  const ofItem = allOf([
    visibleToAsked,
    productLine === undefined ? undefined : sql`items.product_line = ${param('productLine')}`,
    walks ? onlyIf.oneByOne : onlyIf.atOnce,
  ])
  const conditions = allOf([
    category === undefined ? undefined : sql`items.category = ${param('category')}`,
    text.condition,
    afterPlace(query.after, text),
    // Without values the planner thinks that hardly an item fulfils these, and would sort all that there are. Of a case it
    // thinks that half of them do, and so walks along the index until the page is full.
    walks ? sql`case when ${ofItem} then true else false end` : ofItem,
  ])
  const half = (opened: SQL) => sql`(select ${itemColumnNames}, ${text.score} as score from items
    where ${opened} and ${conditions} order by ${inOrder} limit ${limit})`
  const [openToAll, openedByRights] = openingsAsked
  return sql`(
    with page as materialized (
      ${half(openToAll)} union all ${half(openedByRights)} order by ${inOrder} limit ${limit})
    select json_build_object('along', ${along}, 'listed', (
      select coalesce(json_agg(json_build_object('item', ${itemJson}, 'score', score)), '[]') from page items)))`
}

function afterPlace(after: ItemPlace | undefined, { match, score }: TextMatch): SQL | undefined {
  if (after === undefined) return undefined
  const names = sql`(items.title, items.part_number) > (${param('afterTitle')}, ${param('afterPartNumber')})`
  if (match === 'all') return names
  return sql`(${score} < ${after.score} or ${score} = ${after.score} and ${names})`
}

function allOf(conditions: readonly (SQL | undefined)[]): SQL {
  return sql.join(
    conditions.filter((condition) => condition !== undefined),
    sql` and `,
  )
}
