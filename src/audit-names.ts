import { orderNumbers } from './domains/fulfilment/orders/index.ts'
import { accountNames } from './domains/people/accounts/index.ts'
import type { Db } from './platform/db/db.ts'

/** Names for the ids of the audit trail: the number of an order, and the name of an account beside its id. */
export async function auditNames(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const [orders, accounts] = await Promise.all([orderNumbers(db, ids), accountNames(db, ids)])
  return new Map([...orders, ...[...accounts].map(([id, name]) => [id, `${name} (${id})`] as const)])
}
