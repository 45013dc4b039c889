import { sql } from 'drizzle-orm'
import { dateOf } from '../../kernel/local-date.ts'
import type { Db, Tx } from '../../platform/db/db.ts'
import {
  findItem,
  type Item,
  ItemNotAvailable,
  type ItemQuery,
  kitOfTitle,
  loadViewer,
  type TitleDeps,
  TitleNotMapped,
  type Viewer,
  type Visibility,
  visibilityOf,
  visibleItems,
} from '../catalog/index.ts'
import { priceItems, priceWithTerms } from './load-prices.ts'
import { openLists, type PriceDecision } from './price.ts'
import { pricedByOneOf, termsFor } from './store.ts'

export type Priced = Extract<PriceDecision, { priced: true }>

export interface PricedItem {
  readonly item: Item
  readonly price: Priced
}

/** A page of what the viewer may see and has a price for, at the price of one piece. Three statements. */
export async function browseItems(
  tx: Db | Tx,
  viewer: Viewer,
  query: Omit<ItemQuery, 'onlyIf'>,
): Promise<{ items: PricedItem[]; next: readonly [title: string, partNumber: string] | null }> {
  const terms = await termsFor(tx, viewer)
  const open = openLists(terms.lists, viewer, viewer.on).map(({ id }) => id)
  // One more than asked for tells whether there is a next page.
  const found = await visibleItems(tx, viewer, {
    ...query,
    limit: query.limit + 1,
    onlyIf: pricedByOneOf(open, sql`items.part_number`),
  })
  const page = found.slice(0, query.limit)
  const prices = await priceWithTerms(
    tx,
    viewer,
    terms,
    page.map(({ partNumber, category }) => ({ partNumber, category, quantity: 1 })),
  )
  const items = page.flatMap((item) => {
    const price = prices.get(item.partNumber)
    return price?.priced ? [{ item, price }] : []
  })
  const last = page.at(-1)
  return { items, next: last && found.length > page.length ? [last.title, last.partNumber] : null }
}

/**
 * One item with its price for a quantity.
 * @throws {ItemNotAvailable} when the viewer may not see it, it has no price for the viewer, or it does not exist
 */
export async function readItem(tx: Db | Tx, viewer: Viewer, partNumber: string, quantity = 1): Promise<PricedItem> {
  const { item, visibility, price } = await explainItem(tx, viewer, partNumber, quantity)
  if (!item || !visibility?.visible || !price?.priced) throw new ItemNotAvailable(partNumber)
  return { item, price }
}

export interface Explanation {
  /** Null when no such part number is known at all. */
  readonly item: Item | null
  readonly visibility: Visibility | null
  readonly price: PriceDecision | null
}

/** Why a viewer sees an item or not, and pays what it pays. For staff: it tells of items that the viewer may not know. */
export async function explainItem(tx: Db | Tx, viewer: Viewer, partNumber: string, quantity = 1): Promise<Explanation> {
  const item = await findItem(tx, partNumber)
  if (!item) return { item, visibility: null, price: null }
  const prices = await priceItems(tx, viewer, [{ partNumber, category: item.category, quantity }])
  return { item, visibility: visibilityOf(item, viewer, viewer.held), price: prices.get(partNumber) ?? null }
}

/**
 * The media kit of a title of the portal, with its price for the account today.
 * @throws {TitleNotMapped} also when the account may not see the kit or has no price for it
 */
export async function readKitOfTitle(
  deps: TitleDeps,
  accountId: string,
  partnerProductId: string,
): Promise<PricedItem & { readonly viewer: Viewer }> {
  const viewer = await loadViewer(deps.db, accountId, dateOf(deps.clock.now()))
  const item = await kitOfTitle(deps, viewer, partnerProductId)
  const wants = [{ partNumber: item.partNumber, category: item.category, quantity: 1 }]
  const price = (await priceItems(deps.db, viewer, wants)).get(item.partNumber)
  if (!price?.priced) throw new TitleNotMapped(partnerProductId)
  return { item, price, viewer }
}
