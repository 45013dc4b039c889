import { and, asc, eq, ilike, isNull, or } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { accountParents, accounts, companyMembers, members, memberships } from './tables.ts'

/** The accounts right above this one. */
export async function parentsOf(tx: Db | Tx, accountId: string): Promise<string[]> {
  const rows = await tx
    .select({ id: accountParents.parentAccountId })
    .from(accountParents)
    .innerJoin(accounts, and(eq(accounts.accountId, accountParents.parentAccountId), isNull(accounts.removedAt)))
    .where(eq(accountParents.accountId, accountId))
    .orderBy(asc(accountParents.parentAccountId))
  return rows.map(({ id }) => id)
}

export interface Contact {
  readonly userName: string
  readonly name: string
  readonly email: string
  readonly locale: string
}

/** The members who can sign on for the account, by name; at most a hundred. */
export async function contactsOf(tx: Db | Tx, accountId: string): Promise<Contact[]> {
  const rows = await tx
    .select({
      userName: members.userName,
      firstName: members.firstName,
      lastName: members.lastName,
      email: members.email,
      locale: members.locale,
    })
    .from(memberships)
    .innerJoin(members, and(eq(members.userName, memberships.userName), members.active, isNull(members.removedAt)))
    .leftJoin(
      companyMembers,
      and(eq(companyMembers.userName, memberships.userName), eq(companyMembers.accountId, memberships.accountId)),
    )
    .where(and(eq(memberships.accountId, accountId), isNull(companyMembers.removedAt)))
    .orderBy(asc(members.lastName), asc(members.firstName), asc(members.userName))
    .limit(100)
  return rows.map(({ firstName, lastName, ...rest }) => ({ ...rest, name: `${firstName} ${lastName}`.trim() }))
}

/** Accounts that buy, by their exact ID or a part of their name, for staff; at most `limit`. */
export async function buyersNamed(
  tx: Db | Tx,
  search: string,
  limit: number,
): Promise<{ accountId: string; name: string; accountType: string; currency: string }[]> {
  return tx
    .select({
      accountId: accounts.accountId,
      name: accounts.name,
      accountType: accounts.accountType,
      currency: accounts.currency,
    })
    .from(accounts)
    .where(
      and(
        isNull(accounts.removedAt),
        or(
          eq(accounts.accountId, search),
          ilike(accounts.name, `%${search.replaceAll(/[%_\\]/g, (sign) => `\\${sign}`)}%`),
        ),
      ),
    )
    .orderBy(asc(accounts.name), asc(accounts.accountId))
    .limit(limit)
}
