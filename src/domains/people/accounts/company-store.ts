import { and, asc, eq, inArray, isNull, max, type SQL, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { type CompanyRole, companyRoleOf } from './company-role.ts'
import { accounts, companyMembers, members, memberships, sessions } from './tables.ts'

export interface CompanyMember {
  readonly userName: string
  readonly firstName: string
  readonly lastName: string
  readonly name: string
  readonly email: string
  readonly locale: string
  readonly role: CompanyRole
  /** Whether the company or staff said so; false where the role follows from the platform's role names. */
  readonly roleIsAssigned: boolean
  readonly lastSignOnAt: Date | null
}

/** Who may act for an account: active at the platform, and not removed by the company. By name. */
export async function companyMembersOf(
  tx: Db | Tx,
  accountId: string,
  only: readonly string[] | null = null,
): Promise<CompanyMember[]> {
  return companyMembersWhere(tx, accountId, only === null ? undefined : inArray(members.userName, [...only]))
}

/** The members of a company for which a condition holds, and no more than the limit. */
export async function companyMembersWhere(
  tx: Db | Tx,
  accountId: string,
  narrowed: SQL | undefined,
  limit?: number,
): Promise<CompanyMember[]> {
  const lastSignOn = tx
    .select({ userName: sessions.userName, at: max(sessions.createdAt).as('last_sign_on_at') })
    .from(sessions)
    .where(eq(sessions.accountId, accountId))
    .groupBy(sessions.userName)
    .as('last_sign_on')
  const found = tx
    .select({
      userName: members.userName,
      firstName: members.firstName,
      lastName: members.lastName,
      email: members.email,
      locale: members.locale,
      platformRoles: memberships.roles,
      accountType: accounts.accountType,
      assignedRole: companyMembers.role,
      lastSignOnAt: lastSignOn.at,
    })
    .from(memberships)
    .innerJoin(accounts, eq(accounts.accountId, memberships.accountId))
    .innerJoin(members, and(eq(members.userName, memberships.userName), members.active, isNull(members.removedAt)))
    .leftJoin(
      companyMembers,
      and(eq(companyMembers.userName, memberships.userName), eq(companyMembers.accountId, memberships.accountId)),
    )
    .leftJoin(lastSignOn, eq(lastSignOn.userName, memberships.userName))
    .where(and(eq(memberships.accountId, accountId), isNull(companyMembers.removedAt), narrowed))
    .orderBy(asc(members.firstName), asc(members.lastName), asc(members.userName))
  const rows = await (limit === undefined ? found : found.limit(limit))
  return rows.map(({ platformRoles, assignedRole, accountType, lastSignOnAt, ...row }) => ({
    ...row,
    name: `${row.firstName} ${row.lastName}`.trim() || row.userName,
    role: companyRoleOf(assignedRole, platformRoles, accountType),
    roleIsAssigned: assignedRole !== null,
    lastSignOnAt,
  }))
}

/** Null when the member may not act for the account. */
export async function companyMemberOf(tx: Db | Tx, accountId: string, userName: string): Promise<CompanyMember | null> {
  const [member] = await companyMembersOf(tx, accountId, [userName.toLowerCase()])
  return member ?? null
}

/** Changes of one company's members follow each other, so that two administrators cannot demote one another at once. */
export async function queueBehindCompany(tx: Tx, accountId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`company of ${accountId}`}, 0))`)
}

/** What is said last counts. Whoever had been removed is in again. */
export async function assignRole(
  tx: Tx,
  assigned: { accountId: string; userName: string; role: CompanyRole; by: string; at: Date },
): Promise<void> {
  const { accountId, userName, role, by: setBy, at: setAt } = assigned
  await tx
    .insert(companyMembers)
    .values({ accountId, userName, role, setBy, setAt, removedAt: null })
    .onConflictDoUpdate({
      target: [companyMembers.accountId, companyMembers.userName],
      set: { role, setBy, setAt, removedAt: null },
    })
}

/** Takes the member out of the account and ends the sessions there. */
export async function takeOut(
  tx: Tx,
  gone: { accountId: string; userName: string; role: CompanyRole; by: string; at: Date },
): Promise<void> {
  const { accountId, userName, role, by: setBy, at } = gone
  await tx
    .insert(companyMembers)
    .values({ accountId, userName, role, setBy, setAt: at, removedAt: at })
    .onConflictDoUpdate({
      target: [companyMembers.accountId, companyMembers.userName],
      set: { setBy, setAt: at, removedAt: at },
    })
  await tx
    .update(sessions)
    .set({ revokedAt: at })
    .where(and(eq(sessions.accountId, accountId), eq(sessions.userName, userName), isNull(sessions.revokedAt)))
}
