import type { Db } from '../../platform/db/db.ts'
import { priceCsvHeader, priceCsvRows } from './price-csv.ts'
import { entriesOfList, everyList } from './price-list-store.ts'

/**
 * Price lists as a file that imports to the same lists: those with these ids, or all when none are named. In pieces, one
 * for the header and one for each list, so that all of them are never in memory together.
 */
export async function* exportPrices(db: Db, ids: readonly string[]): AsyncGenerator<string> {
  yield priceCsvHeader()
  for (const list of (await everyList(db)).values())
    if (ids.length === 0 || ids.includes(list.id)) yield priceCsvRows(list, await entriesOfList(db, list.id))
}
