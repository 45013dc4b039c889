import type { LocalDate } from '../../../kernel/local-date.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { type Parts, param, prepareForRow, runForRow } from '../../../platform/db/prepared-query.ts'
import { accountRow } from '../../people/accounts/index.ts'
import {
  AccountUnknown,
  asksForRights,
  type Item,
  type ItemJson,
  itemFacts,
  itemOf,
  loadViewer,
  type Viewer,
  type ViewerFacts,
  viewerAccount,
  viewerOf,
  viewerRights,
  withoutRights,
} from '../catalog/index.ts'
import {
  type Entry,
  type PriceTerms,
  type TermsFacts,
  termsFacts,
  termsFactsAt,
  termsOfFacts,
} from '../pricing/index.ts'

/** Who is looking, and the lists and rules that name the account: all that a page of the catalog depends on. */
export interface Shopper {
  readonly viewer: Viewer
  readonly terms: PriceTerms
}

interface Looking {
  readonly accountId: string
  readonly on: LocalDate
}

/** What the parts for a shopper give. */
export interface ShopperFacts extends ViewerFacts {
  readonly terms: TermsFacts
  readonly on: LocalDate
}

/** All of a shopper, where an account's row and the day stand in `asked`. */
export const shopperParts: { readonly names: readonly ['on']; readonly parts: Parts<ShopperFacts> } = {
  names: ['on'],
  parts: { account: viewerAccount, rights: viewerRights('accountId'), terms: termsFacts, on: param('on') },
}
const statement = prepareForRow(['accountId', ...shopperParts.names], accountRow, shopperParts.parts)

/**
 * One statement, where `loadViewer` and `termsFor` take two; none with facts that were read already for the day.
 * @throws {AccountUnknown}
 */
export async function loadShopper(tx: Db | Tx, looking: Looking, known: ShopperFacts | null = null): Promise<Shopper> {
  const { accountId, on } = looking
  const facts =
    known?.on === on ? known : await runForRow<ShopperFacts, keyof Looking>(tx, statement, { accountId, on })
  if (!facts) throw new AccountUnknown(accountId)
  const viewer = viewerOf({ accountId, rightsOf: accountId, on }, facts)
  return { viewer, terms: termsOfFacts(viewer, facts.terms) }
}

/** What the parts for a shopper who looks at an item give. */
export interface AtItemFacts extends Omit<ShopperFacts, 'rights' | 'on'> {
  readonly item: ItemJson | null
}

/** A shopper without rights and an item, where an account's row and the part number stand in `asked`. */
export const atItemParts: { readonly names: readonly ['partNumber']; readonly parts: Parts<AtItemFacts> } = {
  names: ['partNumber'],
  parts: {
    account: viewerAccount,
    terms: termsFactsAt(param('partNumber')),
    item: itemFacts(param('partNumber')),
  },
}
const statementAtItem = prepareForRow(['accountId', ...atItemParts.names], accountRow, atItemParts.parts)

/**
 * A shopper with an item, which it may not be allowed to know, and what the shopper's lists say about it. One
 * statement, or none with facts that were read already, and one more for the rights when the item asks for any: to read
 * them takes as long as all the rest.
 * @throws {AccountUnknown}
 */
export async function loadShopperAt(
  tx: Db | Tx,
  { accountId, on }: Looking,
  partNumber: string,
  known: AtItemFacts | null = null,
): Promise<Shopper & { readonly item: Item | null; readonly entries: readonly Entry[] }> {
  const values = { accountId, partNumber }
  const facts = known ?? (await runForRow<AtItemFacts, keyof typeof values>(tx, statementAtItem, values))
  if (!facts) throw new AccountUnknown(accountId)
  const { account, terms, item: json } = facts
  const item = json && itemOf(json)
  const viewer =
    item && asksForRights(item)
      ? await loadViewer(tx, accountId, on)
      : withoutRights({ accountId, rightsOf: accountId, on }, { account })
  return { viewer, terms: termsOfFacts(viewer, terms), item, entries: (terms.listed.entries ?? []).flat() }
}
