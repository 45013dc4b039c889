import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { members, memberships } from './tables.ts'

export interface NamedMember {
  readonly userName: string
  readonly firstName: string
  readonly lastName: string
  readonly accountIds: readonly string[]
}

/** Active members by their address in lower case, for as many addresses as there are, in one statement. */
export async function membersByEmail(
  tx: Db | Tx,
  emails: readonly string[],
): Promise<ReadonlyMap<string, readonly NamedMember[]>> {
  if (emails.length === 0) return new Map()
  const address = sql<string>`lower(${members.email})`
  const rows = await tx
    .select({
      email: address,
      userName: members.userName,
      firstName: members.firstName,
      lastName: members.lastName,
      accountIds: sql<string[]>`coalesce(array_agg(${memberships.accountId} order by ${memberships.accountId})
        filter (where ${memberships.accountId} is not null), '{}')`,
    })
    .from(members)
    .leftJoin(memberships, eq(memberships.userName, members.userName))
    .where(and(inArray(address, [...emails]), members.active, isNull(members.removedAt)))
    .groupBy(members.userName)
    .orderBy(members.userName)
  const found = new Map<string, NamedMember[]>()
  for (const { email, ...member } of rows) found.set(email, [...(found.get(email) ?? []), member])
  return found
}
