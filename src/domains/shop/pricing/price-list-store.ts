import { and, asc, eq, gt, ilike, or, type SQL, sql } from 'drizzle-orm'
import type { LocalDate } from '../../../kernel/local-date.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import type { ListedEntry } from './price-csv.ts'
import type { PriceList } from './price-terms.ts'
import { priceListEntries, priceLists } from './tables.ts'

export const listStates = ['live', 'scheduled', 'ended'] as const
export type ListState = (typeof listStates)[number]

/** Where a list stands on a day. */
export function stateOf(
  { validFrom, validThrough }: Pick<PriceList, 'validFrom' | 'validThrough'>,
  on: LocalDate,
): ListState {
  if (validThrough !== null && validThrough < on) return 'ended'
  return validFrom !== null && validFrom > on ? 'scheduled' : 'live'
}

export interface CountedList extends PriceList {
  readonly partNumbers: number
  readonly entries: number
}

/** A page of lists by id, with their sizes. One statement. */
export async function pageOfLists(
  tx: Db | Tx,
  query: {
    readonly q: string
    readonly state: ListState | null
    readonly on: LocalDate
    readonly after: string | undefined
    readonly limit: number
  },
): Promise<CountedList[]> {
  const words = `%${query.q.replace(/[\\%_]/g, '\\$&')}%`
  const page = tx
    .select()
    .from(priceLists)
    .where(
      and(
        query.after === undefined ? undefined : gt(priceLists.id, query.after),
        query.q === '' ? undefined : or(ilike(priceLists.id, words), ilike(priceLists.name, words)),
        query.state === null ? undefined : isIn(query.state, query.on),
      ),
    )
    .orderBy(asc(priceLists.id))
    .limit(query.limit)
    .as('page')
  return tx
    .select({
      id: page.id,
      name: page.name,
      audience: page.audience,
      audienceValue: page.audienceValue,
      currency: page.currency,
      priority: page.priority,
      validFrom: page.validFrom,
      validThrough: page.validThrough,
      fallsBack: page.fallsBack,
      partNumbers: sql<number>`(select count(distinct part_number)::int from price_list_entries e where e.price_list_id = ${page.id})`,
      entries: sql<number>`(select count(*)::int from price_list_entries e where e.price_list_id = ${page.id})`,
    })
    .from(page)
    .orderBy(asc(page.id))
}

function isIn(state: ListState, on: LocalDate): SQL {
  const ended = sql`coalesce(${priceLists.validThrough} < ${on}, false)`
  const scheduled = sql`coalesce(${priceLists.validFrom} > ${on}, false)`
  if (state === 'ended') return ended
  return state === 'scheduled' ? sql`not ${ended} and ${scheduled}` : sql`not ${ended} and not ${scheduled}`
}

/** Every list without its entries, by id, in the order of ids. */
export async function everyList(tx: Db | Tx): Promise<Map<string, PriceList>> {
  const rows = await tx.select().from(priceLists).orderBy(asc(priceLists.id))
  return new Map(rows.map((row) => [row.id, row]))
}

export async function findList(tx: Db | Tx, id: string): Promise<PriceList | null> {
  const [row] = await tx.select().from(priceLists).where(eq(priceLists.id, id))
  return row ?? null
}

/** Entries of a list by part number and quantity, those after a place if one is given. */
export async function entriesOfList(
  tx: Db | Tx,
  listId: string,
  page: {
    readonly q?: string
    readonly after?: readonly [partNumber: string, minQuantity: number] | undefined
    readonly limit?: number
  } = {},
): Promise<ListedEntry[]> {
  const { partNumber, minQuantity, increment, unitMinor } = priceListEntries
  const found = tx
    .select({ partNumber, minQuantity, increment, unitMinor })
    .from(priceListEntries)
    .where(
      and(
        eq(priceListEntries.priceListId, listId),
        page.q ? ilike(partNumber, `%${page.q.replace(/[\\%_]/g, '\\$&')}%`) : undefined,
        page.after ? sql`(${partNumber}, ${minQuantity}) > (${page.after[0]}, ${page.after[1]}::int)` : undefined,
      ),
    )
    .orderBy(asc(partNumber), asc(minQuantity))
  return page.limit === undefined ? found : found.limit(page.limit)
}

/** Every list that begins or ends after the day, the next first. */
export async function comingChanges(
  tx: Db | Tx,
  on: LocalDate,
  limit: number,
): Promise<{ id: string; name: string; day: LocalDate; begins: boolean }[]> {
  const { id, name, validFrom, validThrough } = priceLists
  const rows = await tx
    .select({ id, name, validFrom, validThrough })
    .from(priceLists)
    .where(or(gt(validFrom, on), sql`${validThrough} >= ${on}`))
    .orderBy(sql`least(case when ${validFrom} > ${on} then ${validFrom} end, ${validThrough})`, asc(id))
    .limit(limit)
  return rows.flatMap((row) => {
    const begins = row.validFrom !== null && row.validFrom > on
    const day = begins ? row.validFrom : row.validThrough
    return day === null ? [] : [{ id: row.id, name: row.name, day, begins }]
  })
}
