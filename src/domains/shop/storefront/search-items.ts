import type { Db, Tx } from '../../../platform/db/db.ts'
import {
  countItems,
  type Item,
  type ItemFacets,
  type ItemQuery,
  type ProductGroup,
  type Viewer,
  visibleGroups,
} from '../catalog/index.ts'
import { priceWithTerms, termsFor } from '../pricing/index.ts'
import type { PricedItem } from './browse-items.ts'
import { hasPrice, pricedItems } from './priced-items.ts'

/** How many items the viewer would find by category and by product line. Two statements, three as in `browseItems`. */
export async function itemFacets(
  tx: Db | Tx,
  viewer: Viewer,
  filter: Omit<ItemQuery, 'after' | 'limit'>,
): Promise<ItemFacets> {
  return countItems(tx, viewer, { ...filter, onlyIf: hasPrice(await termsFor(tx, viewer), viewer) })
}

const suggestedAtMost = 8

/** What somebody who has typed so much may be looking for. Two statements, three as above. */
export async function suggestItems(tx: Db | Tx, viewer: Viewer, q: string): Promise<readonly Item[]> {
  const terms = await termsFor(tx, viewer)
  return (await pricedItems(tx, { viewer, terms }, { q, limit: suggestedAtMost })).items
}

export interface PricedGroup extends Pick<ProductGroup, 'product' | 'owned' | 'included'> {
  readonly bases: readonly PricedItem[]
  readonly related: readonly PricedItem[]
}

/** Products with all that belongs to them, at the viewer's prices. Five statements. */
export async function browseGroups(
  tx: Db | Tx,
  viewer: Viewer,
  query: { readonly after?: string | undefined; readonly limit: number },
): Promise<{ readonly groups: readonly PricedGroup[]; readonly next: string | null }> {
  const terms = await termsFor(tx, viewer)
  const found = await visibleGroups(tx, viewer, { ...query, limit: query.limit + 1, onlyIf: hasPrice(terms, viewer) })
  const page = found.slice(0, query.limit)
  const wanted = page.flatMap(({ bases, related }) => [...bases, ...related])
  const prices = await priceWithTerms(
    tx,
    viewer.on,
    terms,
    wanted.map(({ partNumber, category }) => ({ partNumber, category, quantity: null })),
  )
  const priced = (items: readonly Item[]) =>
    items.flatMap((item) => {
      const price = prices.get(item.partNumber)
      return price?.priced ? [{ item, price }] : []
    })
  return {
    groups: page.map((group) => ({ ...group, bases: priced(group.bases), related: priced(group.related) })),
    next: found.length > page.length ? (page.at(-1)?.product ?? null) : null,
  }
}
