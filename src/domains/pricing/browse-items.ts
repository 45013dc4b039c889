import { type SQL, sql } from 'drizzle-orm'
import { dateOf } from '../../kernel/local-date.ts'
import type { Db, Tx } from '../../platform/db/db.ts'
import {
  didYouMean,
  findItem,
  type Item,
  ItemNotAvailable,
  type ItemPlace,
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
import { QuantityNotSold } from './errors.ts'
import { priceItems, priceWithTerms } from './load-prices.ts'
import type { PriceDecision } from './price.ts'
import { openLists } from './price-terms.ts'
import { type PriceTerms, pricedByOneOf, termsFor } from './store.ts'

export type Priced = Extract<PriceDecision, { priced: true }>

export interface PricedItem {
  readonly item: Item
  readonly price: Priced
}

export interface PageOfItems {
  readonly items: PricedItem[]
  readonly next: ItemPlace | null
  /** True when nothing has the words that were asked for, and these are only like them. */
  readonly isAlike: boolean
  readonly didYouMean: string | null
}

/**
 * A page of what the viewer may see and has a price for, at the price of the least that is sold. Three statements, four when
 * nothing has the words that were asked for.
 */
export async function browseItems(tx: Db | Tx, viewer: Viewer, query: Omit<ItemQuery, 'onlyIf'>): Promise<PageOfItems> {
  const terms = await termsFor(tx, viewer)
  // One more than asked for tells whether there is a next page.
  const found = await visibleItems(tx, viewer, {
    ...query,
    limit: query.limit + 1,
    onlyIf: hasPrice(terms, viewer),
  })
  const page = found.items.slice(0, query.limit)
  const prices = await priceWithTerms(
    tx,
    viewer.on,
    terms,
    page.map(({ partNumber, category }) => ({ partNumber, category, quantity: null })),
  )
  const items = page.flatMap((item) => {
    const price = prices.get(item.partNumber)
    return price?.priced ? [{ item, price }] : []
  })
  return {
    items,
    next: found.items.length > page.length ? (found.places[page.length - 1] ?? null) : null,
    isAlike: found.match === 'alike',
    didYouMean: found.match === 'alike' && query.q !== undefined ? didYouMean(query.q, page) : null,
  }
}

/** A condition on `items` that holds where one of the viewer's lists in force prices the item. */
export function hasPrice(terms: PriceTerms, viewer: Viewer): SQL {
  const open = openLists(terms.lists, terms.buyer, viewer.on).map(({ id }) => id)
  return pricedByOneOf(open, sql`items.part_number`)
}

/**
 * One item with its price for a quantity, or for the least that is sold.
 * @throws {ItemNotAvailable} when the viewer may not see it, it has no price for the viewer, or it does not exist
 * @throws {QuantityNotSold} when it is sold in other quantities
 */
export async function readItem(
  tx: Db | Tx,
  viewer: Viewer,
  partNumber: string,
  quantity: number | null = null,
): Promise<PricedItem> {
  const { item, visibility, price } = await explainItem(tx, viewer, partNumber, quantity)
  if (!item || !visibility?.visible || !price) throw new ItemNotAvailable(partNumber)
  if (price.priced) return { item, price }
  if (price.reason === 'QUANTITY_NOT_SOLD' && quantity !== null)
    throw new QuantityNotSold(partNumber, quantity, price.nearest)
  throw new ItemNotAvailable(partNumber)
}

export interface Explanation {
  /** Null when no such part number is known at all. */
  readonly item: Item | null
  readonly visibility: Visibility | null
  readonly price: PriceDecision | null
}

/** Why a viewer sees an item or not, and pays what it pays. For staff: it tells of items that the viewer may not know. */
export async function explainItem(
  tx: Db | Tx,
  viewer: Viewer,
  partNumber: string,
  quantity: number | null = null,
): Promise<Explanation> {
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
  const wants = [{ partNumber: item.partNumber, category: item.category, quantity: null }]
  const price = (await priceItems(deps.db, viewer, wants)).get(item.partNumber)
  if (!price?.priced) throw new TitleNotMapped(partnerProductId)
  return { item, price, viewer }
}
