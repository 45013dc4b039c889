import { type SQL, sql } from 'drizzle-orm'
import type { LocalDate } from '../../../kernel/local-date.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { param, prepareForRow, runForRow } from '../../../platform/db/prepared-query.ts'
import {
  type HeldRight,
  type OfferedProduct,
  type ReadRights,
  type RightsAndOffers,
  rightsAndOffersAsOf,
  rightsFacts,
  rightsOfFacts,
  rightsSinceFacts,
  rowsAsKnown,
} from '../../entitlements/rights/index.ts'
import { accountRow, findAccount } from '../../people/accounts/index.ts'
import { AccountUnknown } from './errors.ts'

/** Who is looking, on which day, with which rights: all that visibility and price depend on. */
export interface Viewer {
  readonly accountId: string
  readonly accountType: string
  readonly partnerTier: string | null
  readonly currency: string
  readonly held: readonly HeldRight[]
  /** What chains grant and the platform does not deliver; it opens nothing. */
  readonly undelivered: readonly HeldRight[]
  /** What chains offer to these rights at a price. */
  readonly offered: readonly OfferedProduct[]
  /** Whose rights they are: the account itself, or the end customer that it orders for. */
  readonly rightsOf: string
  readonly on: LocalDate
}

/** Whose eyes: the account that buys, and the one whose rights count. */
export interface Looking {
  readonly accountId: string
  readonly rightsOf: string
  readonly on: LocalDate
}

/** All that a viewer is made of but its rights: a part of a statement that is asked for an account's row (`accountRow`). */
export const viewerAccount = sql`(select json_build_object('accountType', "accountType", 'partnerTier', "partnerTier",
  'currency', currency) from asked)`

/** The rights, of the account that stands in `asked` under that name, on the day `on`. */
export function viewerRights(rightsOf: 'accountId' | 'rightsOf'): SQL {
  return rightsFacts(param(rightsOf), sql`${param('on')}::date`)
}

/** The rights, unless they are those of the version `rightsVersion` in `asked`. */
export const viewerRightsSince: SQL = rightsSinceFacts(
  param('rightsOf'),
  sql`${param('on')}::date`,
  param('rightsVersion'),
)

const viewerStatement = prepareForRow(['accountId', 'rightsOf', 'on'], accountRow, {
  account: viewerAccount,
  rights: viewerRights('rightsOf'),
})

/** What these parts give. */
export interface ViewerFacts {
  readonly account: Pick<Viewer, 'accountType' | 'partnerTier' | 'currency'>
  readonly rights: ReadRights
}

export function viewerOf(looking: Looking, { account, rights }: ViewerFacts): Viewer {
  return { ...withoutRights(looking, { account }), ...rightsOfFacts(rights, looking.on) }
}

/** The viewer from its account and rights that are decided. */
export function viewerWith(
  looking: Looking,
  { account }: Pick<ViewerFacts, 'account'>,
  { held, undelivered, offered }: RightsAndOffers,
): Viewer {
  return { ...withoutRights(looking, { account }), held, undelivered, offered }
}

/** The viewer from its account alone: it holds nothing, which is right for what asks for no rights. */
export function withoutRights({ accountId, rightsOf, on }: Looking, { account }: Pick<ViewerFacts, 'account'>): Viewer {
  const { accountType, partnerTier, currency } = account
  const nothing = { held: [], undelivered: [], offered: [] }
  return { accountId, accountType, partnerTier, currency, ...nothing, rightsOf, on }
}

/**
 * One statement. `rightsOf` names the account whose rights count when a partner orders for an end customer; that the
 * partner may do so is for the caller to have proved. Type, tier and currency are always the buying account's.
 * @throws {AccountUnknown}
 */
export async function loadViewer(
  tx: Db | Tx,
  accountId: string,
  on: LocalDate,
  rightsOf: string = accountId,
): Promise<Viewer> {
  const looking = { accountId, rightsOf, on }
  const facts = await runForRow<ViewerFacts, keyof Looking>(tx, viewerStatement, looking)
  if (!facts) throw new AccountUnknown(accountId)
  return viewerOf(looking, facts)
}

/**
 * The viewer that was known at an earlier instant: its account, by whose type, tier and currency prices are found, and its
 * rights. An account that was not known yet, or that today alone knows, is as today and held nothing. What is for sale is
 * as today.
 * @throws {AccountUnknown} for an account that was known neither then nor today
 */
export async function loadViewerAsOf(
  tx: Db | Tx,
  accountId: string,
  { on, knownAt }: { readonly on: LocalDate; readonly knownAt: Date },
): Promise<Viewer> {
  const [[known], rights] = await Promise.all([
    tx.execute<ViewerFacts['account']>(sql`select account_type as "accountType", partner_tier as "partnerTier", currency
      from ${rowsAsKnown('accounts', knownAt)} a where a.account_id = ${accountId} and a.removed_at is null`),
    rightsAndOffersAsOf(tx, accountId, on, knownAt),
  ])
  const account = known ?? (await findAccount(tx, accountId))
  if (!account) throw new AccountUnknown(accountId)
  const { accountType, partnerTier, currency } = account
  return { accountId, accountType, partnerTier, currency, ...rights, rightsOf: accountId, on }
}
