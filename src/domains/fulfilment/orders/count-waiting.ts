import { and, eq, gt, inArray, sql } from 'drizzle-orm'
import type { Db } from '../../../platform/db/db.ts'
import { hasRole, type MemberCaller } from '../../../platform/http/caller.ts'
import { accountNames, findAccount } from '../../people/accounts/index.ts'
import { approvalRequests, approvalSettings } from './approval-tables.ts'
import { partnerConsents } from './partner-tables.ts'

const { accountId, userName, state, expiresAt } = approvalRequests

/**
 * How many requests for approval and asking partners wait for this member's own decision: see `mayDecide`, and the page of
 * the company's partners. Stands in the head of every page, so it is one statement while no partner asks.
 */
export async function countWaiting(db: Db, member: MemberCaller, at: Date): Promise<number> {
  if (!hasRole(member, 'approver')) return 0
  const ownAllowed = sql`exists (select 1 from ${approvalSettings} where ${approvalSettings.accountId} = ${member.accountId} and ${approvalSettings.ownApprovalAllowed})`
  const [row] = await db
    .select({
      requests: sql<number>`count(*)::int`,
      asking: hasRole(member, 'admin')
        ? sql<
            string[]
          >`array(select ${partnerConsents.partnerAccountId} from ${partnerConsents} where ${asksOf(member)})`
        : sql<string[]>`'{}'::text[]`,
    })
    .from(approvalRequests)
    .where(
      and(
        ...[eq(accountId, member.accountId), eq(state, 'waiting'), gt(expiresAt, at)],
        sql`(${userName} <> ${member.userName} or ${ownAllowed})`,
      ),
    )
  const { requests = 0, asking = [] } = row ?? {}
  return requests + (await partnersAsking(db, member, asking))
}

/** How many partners ask this member's company to order for it, where the member is one who answers. */
export async function countAskingPartners(db: Db, member: MemberCaller): Promise<number> {
  if (!hasRole(member, 'admin')) return 0
  const rows = await db.select({ id: partnerConsents.partnerAccountId }).from(partnerConsents).where(asksOf(member))
  return partnersAsking(
    db,
    member,
    rows.map(({ id }) => id),
  )
}

// Partners that the platform has taken away ask nobody, and only customers have partners.
async function partnersAsking(db: Db, member: MemberCaller, asking: readonly string[]): Promise<number> {
  if (asking.length === 0) return 0
  const account = await findAccount(db, member.accountId)
  return account?.accountType === 'customer' ? (await accountNames(db, asking)).size : 0
}

function asksOf(member: MemberCaller) {
  return and(
    eq(partnerConsents.customerAccountId, member.accountId),
    inArray(partnerConsents.state, ['invited', 'reinvited']),
  )
}
