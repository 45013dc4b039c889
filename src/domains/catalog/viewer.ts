import type { LocalDate } from '../../kernel/local-date.ts'
import type { Db, Tx } from '../../platform/db/db.ts'
import { findAccount } from '../accounts/index.ts'
import {
  type HeldRight,
  type OfferedProduct,
  type RightsAndOffers,
  rightsAndOffers,
  rightsAndOffersAsOf,
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

/**
 * Two statements. `rightsOf` names the account whose rights count when a partner orders for an end customer; that the
 * partner may do so is for the caller to have proved. Type, tier and currency are always the buying account's.
 * @throws {AccountUnknown}
 */
export async function loadViewer(
  tx: Db | Tx,
  accountId: string,
  on: LocalDate,
  rightsOf: string = accountId,
): Promise<Viewer> {
  return viewerWith(tx, accountId, { on, rightsOf, rights: rightsAndOffers(tx, rightsOf, on) })
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
  return viewerWith(tx, accountId, {
    on,
    rightsOf: accountId,
    rights: rightsAndOffersAsOf(tx, accountId, on, knownAt),
  })
}

async function viewerWith(
  tx: Db | Tx,
  accountId: string,
  given: { readonly on: LocalDate; readonly rightsOf: string; readonly rights: Promise<RightsAndOffers> },
): Promise<Viewer> {
  const [account, { held, offered }] = await Promise.all([findAccount(tx, accountId), given.rights])
  if (!account) throw new AccountUnknown(accountId)
  const { accountType, partnerTier, currency } = account
  return { accountId, accountType, partnerTier, currency, held, offered, rightsOf: given.rightsOf, on: given.on }
}
