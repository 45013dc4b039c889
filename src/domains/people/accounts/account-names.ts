import { inArray } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { accounts } from './tables.ts'

/** The names of accounts by ID; one that the mirror does not have is missing. One statement. */
export async function accountNames(tx: Db | Tx, accountIds: readonly string[]): Promise<Map<string, string>> {
  if (accountIds.length === 0) return new Map()
  const rows = await tx
    .select({ id: accounts.accountId, name: accounts.name })
    .from(accounts)
    .where(inArray(accounts.accountId, [...accountIds]))
  return new Map(rows.map(({ id, name }) => [id, name]))
}
