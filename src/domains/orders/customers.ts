import type { Db } from '../../platform/db/db.ts'
import { NotAllowed } from '../../platform/http/caller.ts'
import { customersNamed, findAccount } from '../accounts/index.ts'
import { customersOf } from './store.ts'

const customersShown = 20

/**
 * Customers that a partner may order for: any by its exact account ID, which the customer tells, and by name those that
 * the partner has ordered for before, so that nobody can leaf through another partner's customers. At most twenty.
 * @throws {NotAllowed} for an account that is no partner
 */
export async function findCustomers(
  deps: { readonly db: Db },
  accountId: string,
  search: string,
): Promise<{ accountId: string; name: string }[]> {
  if (!(await isPartner(deps, accountId))) throw new NotAllowed()
  const known = await customersOf(deps.db, accountId)
  const found = await customersNamed(deps.db, search, known, customersShown)
  return found.map(({ accountId, name }) => ({ accountId, name }))
}

/** Whether the account orders for others. */
export async function isPartner(deps: { readonly db: Db }, accountId: string): Promise<boolean> {
  const type = (await findAccount(deps.db, accountId))?.accountType
  return type === 'reseller' || type === 'distributor'
}
