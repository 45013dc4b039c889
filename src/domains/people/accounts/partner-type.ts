import type { Db, Tx } from '../../../platform/db/db.ts'
import { findAccount } from './store.ts'

/** Whether the account orders for others. */
export async function isPartner(deps: { readonly db: Db | Tx }, accountId: string): Promise<boolean> {
  return isPartnerType((await findAccount(deps.db, accountId))?.accountType)
}

/** Whether accounts of this type order for others. */
export function isPartnerType(accountType: string | undefined): boolean {
  return accountType === 'reseller' || accountType === 'distributor'
}
