import type { Tx } from '../../../platform/db/db.ts'
import type { Asker, HeldRight } from '../../entitlements/rights/index.ts'
import { contactsOf } from '../../people/accounts/index.ts'
import type { MediaJobRow } from './store.ts'

/** In whose names, and for which accounts, the platform is asked what a kit is made of; the first comes first. */
export interface Askers {
  readonly names: readonly Pick<Asker, 'userName'>[]
  readonly ways: readonly Asker[]
}

/** So many members are asked for at most: where the platform says no to these, it says no. */
const membersAsked = 3

/**
 * The store asks in its own name, because the kit is of the account and not of the one who ordered it: a partner is no
 * member of its customer's account, a member may have left since, and an account may have none. The platform also counts
 * downloads by member, and the store's are nobody's. Where the platform does not answer the store itself, members of the
 * account follow, the one who ordered first. Files are asked for in the account's name, then in that of the accounts whose
 * lines it uses.
 */
export async function askersFor(
  tx: Tx,
  { accountId, userName }: Pick<MediaJobRow, 'accountId' | 'userName'>,
  rights: readonly HeldRight[],
): Promise<Askers> {
  const members = (await contactsOf(tx, accountId)).map((contact) => contact.userName)
  const orderer = members.filter((name) => name === userName)
  const others = members.filter((name) => name !== userName)
  const names = [null, ...[...orderer, ...others].slice(0, membersAsked)].map((name) => ({ userName: name }))
  const accounts = [...new Set([accountId, ...rights.map(({ ownerAccountId }) => ownerAccountId)])]
  return { names, ways: accounts.flatMap((id) => names.map((name) => ({ ...name, accountId: id }))) }
}
