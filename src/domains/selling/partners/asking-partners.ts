import { and, eq, inArray } from 'drizzle-orm'
import type { Db } from '../../../platform/db/db.ts'
import { hasRole, type MemberCaller } from '../../../platform/http/request/caller.ts'
import { accountNames, findAccount } from '../../people/accounts/index.ts'
import { partnerConsents } from './partner-tables.ts'

/** How many partners ask this member's company to order for it, where the member is one who answers. */
export async function countAskingPartners(db: Db, member: MemberCaller): Promise<number> {
  if (!hasRole(member, 'admin')) return 0
  const rows = await db
    .select({ id: partnerConsents.partnerAccountId })
    .from(partnerConsents)
    .where(
      and(
        eq(partnerConsents.customerAccountId, member.accountId),
        inArray(partnerConsents.state, ['invited', 'reinvited']),
      ),
    )
  if (rows.length === 0) return 0
  // Partners that the platform has taken away ask nobody, and only customers have partners.
  const account = await findAccount(db, member.accountId)
  if (account?.accountType !== 'customer') return 0
  const names = await accountNames(
    db,
    rows.map(({ id }) => id),
  )
  return names.size
}
