import { type SQL, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { param } from '../../../platform/db/prepared-query.ts'
import { arrayLiteral, textArray } from '../../../platform/db/text-array.ts'
import { type Extra, type FoundItems, type ItemQuery, type Viewer, visibleItemsWith } from '../catalog/index.ts'
import {
  type Entry,
  entriesFacts,
  openLists,
  type PriceTerms,
  pricedByOneOf,
  pricedByOneOfEach,
  usableLists,
} from '../pricing/index.ts'
import type { Shopper } from './shopper.ts'

const inForce = sql`${param('openLists')}::text[]`
const prices: Extra<readonly Entry[]> = {
  onlyIf: {
    oneByOne: pricedByOneOfEach(inForce, sql`items.part_number`),
    atOnce: pricedByOneOf(inForce, sql`items.part_number`),
  },
  along: entriesFacts(sql`part_number = any(array(select part_number from page))
    and price_list_id = any(${param('usableLists')}::text[])`),
}

/** Items that the shopper may see and that a list in force prices, along with what the shopper's lists in force say about them. */
export async function pricedItems(
  tx: Db | Tx,
  { viewer, terms }: Shopper,
  query: ItemQuery,
): Promise<FoundItems<readonly Entry[]>> {
  const { lists, buyer } = terms
  const usable = arrayLiteral(usableLists(lists, buyer, viewer.on).map(({ id }) => id))
  return visibleItemsWith(tx, viewer, query, {
    extra: prices,
    values: { usableLists: usable, openLists: arrayLiteral(openListIds(terms, viewer)) },
  })
}

/** A condition on `items` that holds where one of the viewer's lists in force prices the item. */
export function hasPrice(terms: PriceTerms, viewer: Viewer): SQL {
  return pricedByOneOf(textArray(openListIds(terms, viewer)), sql`items.part_number`)
}

function openListIds({ lists, buyer }: PriceTerms, { on }: Viewer): string[] {
  return openLists(lists, buyer, on).map(({ id }) => id)
}
