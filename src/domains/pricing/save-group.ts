import type { Clock } from '../../kernel/clock.ts'
import type { Db } from '../../platform/db/db.ts'
import { audit } from '../../platform/http/audit.ts'
import { accountsInGroups, allGroups, replaceGroup } from './price-list-store.ts'

export interface AccountGroup {
  readonly groupId: string
  readonly accounts: number
}

export async function groupsOfStore(db: Db): Promise<AccountGroup[]> {
  return allGroups(db)
}

/**
 * Says which accounts are in a group: those that are not named leave it; with none there is no such group. An account
 * that the store does not know yet may be named, and is in the group when it comes.
 */
export async function saveGroup(
  deps: { readonly db: Db; readonly clock: Clock },
  given: { readonly groupId: string; readonly accountIds: readonly string[]; readonly actor: string },
): Promise<AccountGroup> {
  const { groupId, accountIds, actor } = given
  return deps.db.transaction(async (tx) => {
    await replaceGroup(tx, groupId, accountIds)
    const accounts = (await accountsInGroups(tx, [groupId])).get(groupId) ?? 0
    await audit(tx, {
      at: deps.clock.now(),
      actor,
      action: 'account-groups.save',
      subject: groupId,
      detail: { accounts },
    })
    return { groupId, accounts }
  })
}
