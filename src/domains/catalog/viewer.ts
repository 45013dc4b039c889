import { sql } from 'drizzle-orm'
import type { LocalDate } from '../../kernel/local-date.ts'
import { asked, askWritten, written } from '../../platform/db/ask.ts'
import type { Db, Tx } from '../../platform/db/db.ts'
import { findAccount, liveAccount } from '../accounts/index.ts'
import {
  type HeldRight,
  type OfferedProduct,
  rightsAndOffersAsOf,
  rightsFacts,
  rightsOfFacts,
} from '../entitlements/index.ts'
import { AccountUnknown } from './errors.ts'

/** Who is looking, on which day, with which rights: all that visibility and price depend on. */
export interface Viewer {
  readonly accountId: string
  readonly accountType: string
  readonly partnerTier: string | null
  readonly currency: string
  readonly held: readonly HeldRight[]
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

/** Parts of a statement that is asked for `Looking`, among them all that a viewer is made of. */
export const viewerParts = {
  account: sql`(select json_build_object('accountType', account_type, 'partnerTier', partner_tier, 'currency', currency)
    from ${liveAccount(asked('accountId'))} account)`,
  rights: rightsFacts(asked('rightsOf'), sql`${asked('on')}::date`),
}

const viewerStatement = written(['accountId', 'rightsOf', 'on'], viewerParts)

/** What these parts give. */
export interface ViewerFacts {
  readonly account: Pick<Viewer, 'accountType' | 'partnerTier' | 'currency'> | null
  readonly rights: unknown
}

/** @throws {AccountUnknown} */
export function viewerOf(looking: Looking, { account, rights }: ViewerFacts): Viewer {
  return { ...withoutRights(looking, { account }), ...rightsOfFacts(rights, looking.on) }
}

/**
 * The viewer from its account alone: it holds nothing, which is right for what asks for no rights.
 * @throws {AccountUnknown}
 */
export function withoutRights({ accountId, rightsOf, on }: Looking, { account }: Pick<ViewerFacts, 'account'>): Viewer {
  if (!account) throw new AccountUnknown(accountId)
  return { ...account, accountId, held: [], offered: [], rightsOf, on }
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
  return viewerOf(looking, await askWritten<ViewerFacts, keyof Looking>(tx, viewerStatement, looking))
}

/**
 * The same with the rights that were known at an earlier instant. What the account is, and what is for sale, is as today.
 * @throws {AccountUnknown}
 */
export async function loadViewerAsOf(
  tx: Db | Tx,
  accountId: string,
  { on, knownAt }: { readonly on: LocalDate; readonly knownAt: Date },
): Promise<Viewer> {
  const [account, rights] = await Promise.all([
    findAccount(tx, accountId),
    rightsAndOffersAsOf(tx, accountId, on, knownAt),
  ])
  if (!account) throw new AccountUnknown(accountId)
  const { accountType, partnerTier, currency } = account
  return { accountId, accountType, partnerTier, currency, ...rights, rightsOf: accountId, on }
}
