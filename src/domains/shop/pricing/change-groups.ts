import type { Clock } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { audit } from '../../../platform/http/operations/audit.ts'
import { GroupExists } from './errors.ts'
import * as groups from './group-store.ts'

type Deps = { readonly db: Db; readonly clock: Clock }

/**
 * Says which accounts are in a group: those that are not named leave it; with none there is no such group. An account
 * that the store does not know yet may be named, and is in the group when it comes.
 */
export async function saveGroup(
  deps: Deps,
  given: { readonly groupId: string; readonly accountIds: readonly string[]; readonly actor: string },
): Promise<groups.AccountGroup> {
  const { groupId, accountIds, actor } = given
  return change(deps, { actor, action: 'account-groups.save', subject: groupId }, async (tx) => {
    await groups.replaceGroup(tx, groupId, accountIds)
    const accounts = (await groups.accountsInGroups(tx, [groupId])).get(groupId) ?? 0
    return { result: { groupId, accounts }, detail: { accounts } }
  })
}

/** Makes a group of these accounts. @throws {GroupExists} */
export async function makeGroup(
  deps: Deps,
  given: { readonly groupId: string; readonly accountIds: readonly string[]; readonly actor: string },
): Promise<void> {
  const { groupId, accountIds, actor } = given
  await change(deps, { actor, action: 'account-groups.make', subject: groupId }, async (tx) => {
    const found = await groups.findGroup(tx, groupId)
    // One that a price list names already waits for its accounts.
    if (found && found.accounts > 0) throw new GroupExists(groupId)
    const accounts = await groups.putInGroup(tx, groupId, accountIds)
    return { result: undefined, detail: { accounts } }
  })
}

/** Adds accounts to a group; how many were not in it before. @throws {NotFound} */
export async function fillGroup(
  deps: Deps,
  given: { readonly groupId: string; readonly accountIds: readonly string[]; readonly actor: string },
): Promise<number> {
  const { groupId, accountIds, actor } = given
  return change(deps, { actor, action: 'account-groups.fill', subject: groupId }, async (tx) => {
    if (!(await groups.findGroup(tx, groupId))) throw new NotFound('group')
    const added = await groups.putInGroup(tx, groupId, accountIds)
    return { result: added, detail: { added } }
  })
}

/** Takes one account out; a group without accounts and price lists is none. @throws {NotFound} */
export async function takeOutOfGroup(
  deps: Deps,
  given: { readonly groupId: string; readonly accountId: string; readonly actor: string },
): Promise<void> {
  const { groupId, accountId, actor } = given
  await change(deps, { actor, action: 'account-groups.take-out', subject: groupId }, async (tx) => {
    if (!(await groups.takeFromGroup(tx, groupId, accountId))) throw new NotFound('account in this group')
    return { result: undefined, detail: { accountId } }
  })
}

/** Gives a group another name, in the price lists that are for it too, so that no price changes. @throws {NotFound | GroupExists} */
export async function renameGroup(
  deps: Deps,
  given: { readonly groupId: string; readonly name: string; readonly actor: string },
): Promise<void> {
  const { groupId, name, actor } = given
  if (name === groupId) return
  await change(deps, { actor, action: 'account-groups.rename', subject: groupId }, async (tx) => {
    if (!(await groups.findGroup(tx, groupId))) throw new NotFound('group')
    if (await groups.findGroup(tx, name)) throw new GroupExists(name)
    await groups.nameGroup(tx, groupId, name)
    return { result: undefined, detail: { to: name } }
  })
}

/** Takes every account out. Price lists that name the group stay, and are for nobody. @throws {NotFound} */
export async function removeGroup(
  deps: Deps,
  given: { readonly groupId: string; readonly actor: string },
): Promise<void> {
  const { groupId, actor } = given
  await change(deps, { actor, action: 'account-groups.remove', subject: groupId }, async (tx) => {
    const found = await groups.findGroup(tx, groupId)
    if (!found) throw new NotFound('group')
    await groups.replaceGroup(tx, groupId, [])
    return { result: undefined, detail: { accounts: found.accounts } }
  })
}

async function change<Result>(
  { db, clock }: Deps,
  by: { readonly actor: string; readonly action: string; readonly subject: string },
  work: (tx: Tx) => Promise<{ readonly result: Result; readonly detail: Readonly<Record<string, unknown>> }>,
): Promise<Result> {
  return db.transaction(async (tx) => {
    await groups.queueBehindGroups(tx)
    const { result, detail } = await work(tx)
    await audit(tx, { at: clock.now(), ...by, detail: { ...detail } })
    return result
  })
}
