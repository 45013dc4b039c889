import { and, eq, gt, ilike, inArray, isNull, or, type SQL, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { accounts, companyMembers, members, memberships, sessions } from './tables.ts'

export type Account = Omit<typeof accounts.$inferSelect, 'platformId' | 'rowHash' | 'removedAt'>
export type Member = Omit<typeof members.$inferSelect, 'rowHash' | 'removedAt'>

export const assignedToMember = and(
  eq(companyMembers.userName, memberships.userName),
  eq(companyMembers.accountId, memberships.accountId),
)

const accountColumns = {
  accountId: accounts.accountId,
  name: accounts.name,
  accountType: accounts.accountType,
  platformType: accounts.platformType,
  partnerTier: accounts.partnerTier,
  currency: accounts.currency,
  address: accounts.address,
  attributes: accounts.attributes,
}

/** Null when the mirror does not have the account, or has it as removed. */
export async function findAccount(tx: Db | Tx, accountId: string): Promise<Account | null> {
  const [row] = await tx
    .select(accountColumns)
    .from(accounts)
    .where(and(eq(accounts.accountId, accountId), isNull(accounts.removedAt)))
  return row ?? null
}

/** The account of `accountId`, to be `asked` for in statements that read more than it; none where it was removed. */
export const accountRow: SQL = sql`(select account_type as "accountType", partner_tier as "partnerTier", currency
  from ${accounts} where account_id = given."accountId" and removed_at is null)`

/** An expression for a member's address and language; null where there is no such member. */
export function contactFacts(userName: SQL): SQL {
  return sql`(select json_build_object('email', email, 'locale', locale) from ${members}
    where user_name = lower(${userName}) and removed_at is null)`
}

export async function findMember(tx: Db | Tx, userName: string): Promise<Member | null> {
  const [row] = await tx
    .select()
    .from(members)
    .where(and(eq(members.userName, userName.toLowerCase()), isNull(members.removedAt)))
  return row ?? null
}

/** The platform's roles of a member there; null when it lists none, and when the company has removed the member. */
export async function rolesIn(tx: Db | Tx, userName: string, accountId: string): Promise<string[] | null> {
  const [row] = await tx
    .select({ roles: memberships.roles })
    .from(memberships)
    .leftJoin(companyMembers, assignedToMember)
    .where(
      and(
        eq(memberships.userName, userName.toLowerCase()),
        eq(memberships.accountId, accountId),
        isNull(companyMembers.removedAt),
      ),
    )
  return row?.roles ?? null
}

/** Of these accounts the customers whose name holds the search, or whose account ID begins with it; by name. */
export async function customersAmong(
  tx: Db | Tx,
  among: readonly string[],
  search: string,
  limit: number,
): Promise<{ accountId: string; name: string }[]> {
  if (among.length === 0) return []
  const pattern = search.replaceAll(/[%_\\]/g, '\\$&')
  return tx
    .select({ accountId: accounts.accountId, name: accounts.name })
    .from(accounts)
    .where(
      and(
        isNull(accounts.removedAt),
        eq(accounts.accountType, 'customer'),
        inArray(accounts.accountId, [...among]),
        search === '' ? undefined : or(ilike(accounts.name, `%${pattern}%`), ilike(accounts.accountId, `${pattern}%`)),
      ),
    )
    .orderBy(accounts.name, accounts.accountId)
    .limit(limit)
}

/** A member's place in an account, with the platform's roles there. */
export interface Membership {
  readonly account: Account
  readonly roles: readonly string[]
}

/** Everywhere a member may act now, by name; nowhere when the company or the platform took the member out. */
export async function membershipsOf(tx: Db | Tx, userName: string): Promise<Membership[]> {
  return tx
    .select({ account: accountColumns, roles: memberships.roles })
    .from(memberships)
    .innerJoin(accounts, and(eq(accounts.accountId, memberships.accountId), isNull(accounts.removedAt)))
    .leftJoin(companyMembers, assignedToMember)
    .where(and(eq(memberships.userName, userName.toLowerCase()), isNull(companyMembers.removedAt)))
    .orderBy(accounts.name, accounts.accountId)
}

export async function insertSession(tx: Tx, session: typeof sessions.$inferInsert): Promise<void> {
  await tx.insert(sessions).values(session)
}

export async function revokeSession(tx: Tx, id: string, at: Date): Promise<void> {
  await tx
    .update(sessions)
    .set({ revokedAt: at })
    .where(and(eq(sessions.id, id), isNull(sessions.revokedAt)))
}

/** Ends every session that an identity opened which staff had linked to a member. */
export async function revokeSessionsOfIdentity(tx: Tx, heldIdentityId: string, at: Date): Promise<void> {
  await tx
    .update(sessions)
    .set({ revokedAt: at })
    .where(and(eq(sessions.heldIdentityId, heldIdentityId), isNull(sessions.revokedAt)))
}

/** Ends a session that was live and says whose it was; null when it was not live any more. */
export async function takeSession(
  tx: Tx,
  id: string,
  at: Date,
): Promise<Pick<typeof sessions.$inferSelect, 'userName' | 'way' | 'heldIdentityId' | 'expiresAt'> | null> {
  const [row] = await tx
    .update(sessions)
    .set({ revokedAt: at })
    .where(and(eq(sessions.id, id), isNull(sessions.revokedAt), gt(sessions.expiresAt, at)))
    .returning({
      userName: sessions.userName,
      way: sessions.way,
      heldIdentityId: sessions.heldIdentityId,
      expiresAt: sessions.expiresAt,
    })
  return row ?? null
}
