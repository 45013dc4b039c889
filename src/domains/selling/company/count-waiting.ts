import type { Db } from '../../../platform/db/db.ts'
import { hasRole, type MemberCaller } from '../../../platform/http/request/caller.ts'
import { countRequestsToDecide } from '../approvals/index.ts'
import { countAskingPartners } from '../partners/index.ts'

/**
 * How many requests for approval and asking partners wait for this member's own decision: see `mayDecide`, and the page of
 * the company's partners. Stands in the head of every page.
 */
export async function countWaiting(db: Db, member: MemberCaller, at: Date): Promise<number> {
  if (!hasRole(member, 'approver')) return 0
  const [requests, asking] = await Promise.all([countRequestsToDecide(db, member, at), countAskingPartners(db, member)])
  return requests + asking
}
