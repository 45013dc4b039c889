import type { LocalDate } from '../../kernel/local-date.ts'
import { asked, askWritten, written } from '../../platform/db/ask.ts'
import type { Db, Tx } from '../../platform/db/db.ts'
import { liveAccount } from '../accounts/index.ts'
import {
  asksForRights,
  type Item,
  type ItemJson,
  itemFacts,
  itemOf,
  loadViewer,
  type Viewer,
  type ViewerFacts,
  viewerOf,
  viewerParts,
  withoutRights,
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

interface AtItemFacts extends Omit<ShopperFacts, 'rights'> {
  readonly item: ItemJson | null
}

const statementAtItem = written(['accountId', 'partNumber'], {
  account: viewerParts.account,
  terms: termsFacts(account, asked('partNumber')),
  item: itemFacts(asked('partNumber')),
})

/**
 * The same with an item, which the shopper may not be allowed to know, and what the shopper's lists say about it. One
 * statement, and a second one for the rights when the item asks for any: to read them takes as long as all the rest.
 * @throws {AccountUnknown}
 */
export async function loadShopperAt(
  tx: Db | Tx,
  { accountId, on }: Looking,
  partNumber: string,
): Promise<Shopper & { readonly item: Item | null; readonly entries: readonly Entry[] }> {
  const values = { accountId, partNumber }
  const { account, terms, item: json } = await askWritten<AtItemFacts, keyof typeof values>(tx, statementAtItem, values)
  const item = json && itemOf(json)
  const viewer =
    item && asksForRights(item)
      ? await loadViewer(tx, accountId, on)
      : withoutRights({ accountId, rightsOf: accountId, on }, { account })
  return { viewer, terms: termsOfFacts(viewer, terms), item, entries: terms.entries ?? [] }
}

function shopperOf(looking: Looking & { readonly rightsOf: string }, facts: ShopperFacts): Shopper {
  const viewer = viewerOf(looking, facts)
  return { viewer, terms: termsOfFacts(viewer, facts.terms) }
}
