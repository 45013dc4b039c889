import type { LocalDate } from '../../kernel/local-date.ts'
import { asked, askWritten, written } from '../../platform/db/ask.ts'
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
import { type Entry, type PriceTerms, type TermsFacts, termsFacts, termsOfFacts } from './store.ts'

/** Who is looking, and the lists and rules that name the account: all that a page of the catalog depends on. */
export interface Shopper {
  readonly viewer: Viewer
  readonly terms: PriceTerms
}

interface Looking {
  readonly accountId: string
  readonly on: LocalDate
}

type ShopperFacts = ViewerFacts & { readonly terms: TermsFacts }

const account = liveAccount(asked('accountId'))
const statement = written(['accountId', 'rightsOf', 'on'], { ...viewerParts, terms: termsFacts(account) })

/**
 * One statement, where `loadViewer` and `termsFor` take two.
 * @throws {AccountUnknown}
 */
export async function loadShopper(tx: Db | Tx, { accountId, on }: Looking): Promise<Shopper> {
  const looking = { accountId, rightsOf: accountId, on }
  return shopperOf(looking, await askWritten<ShopperFacts, keyof typeof looking>(tx, statement, looking))
}

type AtItemFacts = ShopperFacts & { readonly item: ItemJson | null }

const statementAtItem = written(['accountId', 'rightsOf', 'on', 'partNumber'], {
  ...viewerParts,
  terms: termsFacts(account, asked('partNumber')),
  item: itemFacts(asked('partNumber')),
})

/** The same, with an item, which the shopper may not be allowed to know, and what the shopper's lists say about it. */
export async function loadShopperAt(
  tx: Db | Tx,
  { accountId, on }: Looking,
  partNumber: string,
): Promise<Shopper & { readonly item: Item | null; readonly entries: readonly Entry[] }> {
  const looking = { accountId, rightsOf: accountId, on }
  const values = { ...looking, partNumber }
  const found = await askWritten<AtItemFacts, keyof typeof values>(tx, statementAtItem, values)
  const { item, terms } = found
  return { ...shopperOf(looking, found), item: item && itemOf(item), entries: terms.entries ?? [] }
}

function shopperOf(looking: Looking & { readonly rightsOf: string }, facts: ShopperFacts): Shopper {
  const viewer = viewerOf(looking, facts)
  return { viewer, terms: termsOfFacts(viewer, facts.terms) }
}
