import { count, isNull } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { accounts } from './tables.ts'

export interface AccountKind {
  readonly accountType: string
  readonly partnerTier: string | null
  readonly currency: string
  readonly accounts: number
}

/** How many accounts there are of each type, tier and currency. One statement. */
export async function accountsByKind(tx: Db | Tx): Promise<AccountKind[]> {
  const { accountType, partnerTier, currency } = accounts
  return tx
    .select({ accountType, partnerTier, currency, accounts: count() })
    .from(accounts)
    .where(isNull(accounts.removedAt))
    .groupBy(accountType, partnerTier, currency)
}
