import type { LocalDate } from '../../kernel/local-date.ts'
import type { Db, Tx } from '../../platform/db/db.ts'
import { findAccount } from '../accounts/index.ts'
import { type HeldRight, heldRights } from '../entitlements/index.ts'
import { AccountUnknown } from './errors.ts'

/** Who is looking, on which day, with which rights: all that visibility and price depend on. */
export interface Viewer {
  readonly accountId: string
  readonly accountType: string
  readonly partnerTier: string | null
  readonly currency: string
  readonly held: readonly HeldRight[]
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
  const [account, held] = await Promise.all([findAccount(tx, accountId), heldRights(tx, rightsOf, on)])
  if (!account) throw new AccountUnknown(accountId)
  const { accountType, partnerTier, currency } = account
  return { accountId, accountType, partnerTier, currency, held, rightsOf, on }
}
