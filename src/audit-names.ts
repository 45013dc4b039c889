import { accountNames } from './domains/accounts/index.ts'
import { orderNumbers } from './domains/orders/index.ts'
import type { Db } from './platform/db/db.ts'

/** What the ids of the audit trail are called: the numbers of orders, and the names of accounts beside their ids. */
export async function auditNames(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const [orders, accounts] = await Promise.all([orderNumbers(db, ids), accountNames(db, ids)])
  return new Map([...orders, ...[...accounts].map(([id, name]) => [id, `${name} (${id})`] as const)])
}
