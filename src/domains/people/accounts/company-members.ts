import type { Clock } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { audit } from '../../../platform/http/operations/audit.ts'
import type { CompanyRole } from '../../../platform/http/request/caller.ts'
import { withdrawInvitationsOf } from './company-invitations.ts'
import { assignRole, type CompanyMember, companyMembersOf, queueBehindCompany, takeOut } from './company-store.ts'
import { LastAdministrator, OwnRole } from './errors.ts'
import { findAccount } from './store.ts'

type CompanyDeps = { readonly db: Db; readonly clock: Clock }

/** The administrator who acts, as proved by the session. */
interface Administrator {
  readonly accountId: string
  readonly userName: string
}

/**
 * Gives a member of the administrator's company another role; it counts from the member's next request on. Nobody changes
 * their own, and the company keeps an administrator.
 * @throws {NotFound | OwnRole | LastAdministrator}
 */
export async function changeRole(
  deps: CompanyDeps,
  by: Administrator,
  change: { readonly userName: string; readonly role: CompanyRole },
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    const member = await lockMember(tx, by, change.userName)
    if (change.role !== 'admin') await refuseLast(tx, by.accountId, member)
    const { accountId } = by
    await assignRole(tx, { accountId, userName: member.userName, role: change.role, by: by.userName, at })
    if (change.role !== 'admin')
      await withdrawInvitationsOf(tx, { accountId, userName: member.userName }, { actor: by.userName, at })
    await audit(tx, {
      at,
      actor: by.userName,
      action: 'company.role-changed',
      subject: member.userName,
      detail: { accountId, from: member.role, to: change.role },
    })
  })
}

/**
 * Takes a member out of the company's account in the store, whatever the platform lists: sessions end at once, and a new
 * one needs a new invitation.
 * @throws {NotFound | OwnRole | LastAdministrator}
 */
export async function removeMember(deps: CompanyDeps, by: Administrator, userName: string): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    const member = await lockMember(tx, by, userName)
    await refuseLast(tx, by.accountId, member)
    const { accountId } = by
    await takeOut(tx, { accountId, userName: member.userName, role: member.role, by: by.userName, at })
    await withdrawInvitationsOf(tx, { accountId, userName: member.userName }, { actor: by.userName, at })
    await audit(tx, {
      at,
      actor: by.userName,
      action: 'company.member-removed',
      subject: member.userName,
      detail: { accountId },
    })
  })
}

/**
 * Staff name an administrator, where a company has none who could. Only of members whom the platform lists.
 * @throws {NotFound}
 */
export async function nameAdministrator(
  deps: CompanyDeps,
  staffUserName: string,
  named: { readonly accountId: string; readonly userName: string },
): Promise<CompanyMember> {
  return deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    const { accountId } = named
    if (!(await findAccount(tx, accountId))) throw new NotFound('account')
    await queueBehindCompany(tx, accountId)
    const member = await memberAmong(tx, accountId, named.userName)
    await assignRole(tx, { accountId, userName: member.userName, role: 'admin', by: staffUserName, at })
    await audit(tx, {
      at,
      actor: staffUserName,
      action: 'company.administrator-named',
      subject: member.userName,
      detail: { accountId, from: member.role },
    })
    return { ...member, role: 'admin', roleIsAssigned: true }
  })
}

async function lockMember(tx: Tx, by: Administrator, userName: string): Promise<CompanyMember> {
  if (userName.toLowerCase() === by.userName) throw new OwnRole()
  await queueBehindCompany(tx, by.accountId)
  return memberAmong(tx, by.accountId, userName)
}

async function memberAmong(tx: Tx, accountId: string, userName: string): Promise<CompanyMember> {
  const [member] = await companyMembersOf(tx, accountId, [userName.toLowerCase()])
  if (!member) throw new NotFound('member of this account')
  return member
}

// Two administrators may remove each other at the same time; whoever comes second is the last.
async function refuseLast(tx: Tx, accountId: string, member: CompanyMember): Promise<void> {
  if (member.role !== 'admin') return
  const all = await companyMembersOf(tx, accountId)
  if (!all.some(({ userName, role }) => role === 'admin' && userName !== member.userName)) throw new LastAdministrator()
}
