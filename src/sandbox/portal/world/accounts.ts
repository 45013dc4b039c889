import type { Account, Member } from './rows.ts'
import type { World } from './world.ts'

/** The account's id and those of all accounts above it, each once; an account may have several parents. */
export function withAncestors(world: World, accountId: string): readonly string[] {
  const found = new Set<string>()
  const visit = (id: string) => {
    if (found.has(id)) return
    found.add(id)
    for (const parent of world.accounts.get(id)?.parents ?? []) visit(parent)
  }
  visit(accountId)
  return [...found]
}

/** The type of the member's first account, as the platform names it. */
export function roleTypeOf(world: World, member: Member): Account['type'] {
  return world.accounts.get(member.accounts[0]?.accountId ?? '')?.type ?? 'CUSTOMER'
}

/** Whether a member may act for the account: it is one of theirs, or lies below one of theirs. */
export function mayActFor(world: World, member: Member, accountId: string): boolean {
  return withAncestors(world, accountId).some((id) => member.accounts.some((link) => link.accountId === id))
}
