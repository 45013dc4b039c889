import { dateOf, type LocalDate } from '../../../kernel/local-date.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
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
} from '../catalog/index.ts'
import type { PriceDecision, Priced } from '../pricing/index.ts'
import { priceByEntries, priceItems, QuantityNotSold, termsFor } from '../pricing/index.ts'
import { pricedItems } from './priced-items.ts'
import { type AtItemFacts, loadShopperAt, type Shopper } from './shopper.ts'

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
 * A page of what the viewer may see and has a price for, at the price of the least that is sold. Two statements, three when
 * nothing has the words that were asked for.
 */
export async function browseItems(tx: Db | Tx, viewer: Viewer, query: ItemQuery): Promise<PageOfItems> {
  return browseAs(tx, { viewer, terms: await termsFor(tx, viewer) }, query)
}

/** A page of items for a shopper whose lists and rules are at hand. One statement, or two. */
export async function browseAs(tx: Db | Tx, { viewer, terms }: Shopper, query: ItemQuery): Promise<PageOfItems> {
  // One more than asked for tells whether there is a next page.
  const found = await pricedItems(tx, { viewer, terms }, { ...query, limit: query.limit + 1 })
  const page = found.items.slice(0, query.limit)
  const prices = priceByEntries(
    page.map(({ partNumber, category }) => ({ partNumber, category, quantity: null })),
    { on: viewer.on, terms, entries: found.along ?? [] },
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
  return offered(await explainItem(tx, viewer, partNumber, quantity), partNumber, quantity)
}

/** One item for an account on a day, with the viewer, whose rights are read only when the item asks for any. */
export async function readItemFor(
  tx: Db | Tx,
  looking: { readonly accountId: string; readonly on: LocalDate },
  { partNumber, quantity }: { readonly partNumber: string; readonly quantity: number | null },
  known: AtItemFacts | null = null,
): Promise<PricedItem & { readonly viewer: Viewer }> {
  const { viewer, terms, item, entries } = await loadShopperAt(tx, looking, partNumber, known)
  if (!item) throw new ItemNotAvailable(partNumber)
  const prices = priceByEntries([{ partNumber, category: item.category, quantity }], { on: viewer.on, terms, entries })
  const visibility = visibilityOf(item, viewer, viewer.held)
  return { ...offered({ item, visibility, price: prices.get(partNumber) ?? null }, partNumber, quantity), viewer }
}

function offered({ item, visibility, price }: Explanation, partNumber: string, quantity: number | null): PricedItem {
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
