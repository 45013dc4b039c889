import type { Db } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { priceCsvHeader, priceCsvRows } from './price-csv.ts'
import { entriesOfList, everyList } from './price-list-store.ts'
import type { PriceList } from './price-terms.ts'

/**
 * Price lists as a file that imports to the same lists: those with these ids, or all when none are named. In pieces, one
 * for the header and one for each list, so that all of them are never in memory together.
 * @throws {NotFound} before the first piece when a list that is named does not exist: a file without it would look whole
 */
export async function exportPrices(db: Db, ids: readonly string[]): Promise<AsyncGenerator<string>> {
  const lists = await everyList(db)
  const unknown = ids.filter((id) => !lists.has(id))
  if (unknown.length > 0) throw new NotFound(`price list: ${unknown.join(', ')}`)
  return pieces(
    db,
    [...lists.values()].filter(({ id }) => ids.length === 0 || ids.includes(id)),
  )
}

async function* pieces(db: Db, lists: readonly PriceList[]): AsyncGenerator<string> {
  yield priceCsvHeader()
  for (const list of lists) yield priceCsvRows(list, await entriesOfList(db, list.id))
}
