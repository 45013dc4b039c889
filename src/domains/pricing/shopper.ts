import { sql } from 'drizzle-orm'
import type { LocalDate } from '../../kernel/local-date.ts'
import { ask, asked, writtenOut } from '../../platform/db/ask.ts'
import type { Db, Tx } from '../../platform/db/db.ts'
import { liveAccount } from '../accounts/index.ts'
import {
  type Item,
  type ItemJson,
  itemFacts,
  itemOf,
  type Viewer,
  type ViewerFacts,
  viewerOf,
  viewerParts,
} from '../catalog/index.ts'
import { type Entry, entriesFacts, listsNaming, type PriceTerms, termsFacts, termsOfFacts } from './store.ts'

/** Who is looking, and the lists and rules that name the account: all that a page of the catalog depends on. */
export interface Shopper {
  readonly viewer: Viewer
  readonly terms: PriceTerms
}

interface Looking {
  readonly accountId: string
  readonly on: LocalDate
}

const account = liveAccount(asked('accountId'))
const shopperParts = { ...viewerParts, terms: writtenOut(termsFacts(account)) }
type ShopperFacts = ViewerFacts & { readonly terms: unknown }

/**
 * One statement, where `loadViewer` and `termsFor` take two.
 * @throws {AccountUnknown}
 */
export async function loadShopper(tx: Db | Tx, looking: Looking): Promise<Shopper> {
  return shopperOf(looking, await ask<ShopperFacts>(tx, valuesOf(looking), shopperParts))
}

/** The same, with an item, which the shopper may not be allowed to know, and what the shopper's lists say about it. */
export async function loadShopperAt(
  tx: Db | Tx,
  looking: Looking,
  partNumber: string,
): Promise<Shopper & { readonly item: Item | null; readonly entries: readonly Entry[] }> {
  const found = await ask<AtItemFacts>(tx, { ...valuesOf(looking), partNumber }, atItemParts)
  return { ...shopperOf(looking, found), item: found.item && itemOf(found.item), entries: found.entries }
}

type AtItemFacts = ShopperFacts & { readonly item: ItemJson | null; readonly entries: readonly Entry[] }
const atItemParts = {
  ...shopperParts,
  item: writtenOut(itemFacts(asked('partNumber'))),
  entries: writtenOut(
    entriesFacts(sql`part_number = ${asked('partNumber')} and price_list_id = any(${listsNaming(account)})`),
  ),
}

function valuesOf({ accountId, on }: Looking) {
  return { accountId, rightsOf: accountId, on }
}

function shopperOf(looking: Looking, facts: ShopperFacts): Shopper {
  const viewer = viewerOf(valuesOf(looking), facts)
  return { viewer, terms: termsOfFacts(viewer, facts.terms) }
}
