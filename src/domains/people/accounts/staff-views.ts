import { and, asc, desc, eq, ilike, isNull, or } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { accounts, members, sessions } from './tables.ts'

const found = {
  accountId: accounts.accountId,
  name: accounts.name,
  accountType: accounts.accountType,
  partnerTier: accounts.partnerTier,
  currency: accounts.currency,
}

/** For staff: accounts of any type whose ID or name has the words, by name; the first ones when there are none. */
export async function accountsMatching(tx: Db | Tx, words: string, limit: number) {
  return tx
    .select(found)
    .from(accounts)
    .where(and(isNull(accounts.removedAt), like(words, [accounts.accountId, accounts.name])))
    .orderBy(asc(accounts.name), asc(accounts.accountId))
    .limit(limit)
}

/** For staff: people whose sign-in name, address or name has the words. */
export async function membersMatching(tx: Db | Tx, words: string, limit: number) {
  const { userName, firstName, lastName, email, active } = members
  return tx
    .select({ userName, firstName, lastName, email, active })
    .from(members)
    .where(and(isNull(members.removedAt), like(words, [userName, email, firstName, lastName])))
    .orderBy(asc(firstName), asc(lastName), asc(userName))
    .limit(limit)
}

/** The member's last sign-ons, newest first, with how each was proved. */
export async function signOnsOf(tx: Db | Tx, userName: string, limit: number) {
  const { accountId, way, createdAt, expiresAt, revokedAt } = sessions
  return tx
    .select({ accountId, way, createdAt, expiresAt, revokedAt })
    .from(sessions)
    .where(eq(sessions.userName, userName.toLowerCase()))
    .orderBy(desc(createdAt))
    .limit(limit)
}

function like(words: string, columns: readonly Parameters<typeof ilike>[0][]) {
  if (words === '') return undefined
  const pattern = `%${words.replace(/[\\%_]/g, '\\$&')}%`
  return or(...columns.map((column) => ilike(column, pattern)))
}
