import { dateOf } from '../../../kernel/local-date.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { hasRole } from '../../../platform/http/request/caller.ts'
import * as orders from '../../fulfilment/orders/index.ts'
import { pendingPayments } from '../../money/payments/index.ts'
import { companyMembersOf } from '../../people/accounts/index.ts'
import * as approvals from '../approvals/index.ts'
import { type Judgement, judgeOrder, type LimitUse, mayDecide, periodStart, usesOf } from '../approvals/index.ts'
import * as carts from '../carts/index.ts'
import { pricedCartMs } from '../carts/index.ts'

/** An order that somebody is about to place, or could. */
export interface Intended {
  readonly accountId: string
  readonly userName: string
  readonly totalMinor: number
  readonly currency: string
  /** Card payments begun for the same cart do not count beside it: a cart becomes one order. */
  readonly cartId: string
}

/**
 * Whether an order is placed, waits, or is refused, by the company's rules and the member's limits as they are now. To
 * count for sure, it has to stand behind the other orders of the account (`queueBehindAccount`), in the transaction that
 * places it. Two statements for a member without rules and limits, and none where those are known.
 */
export async function judgeIntended(
  tx: Db | Tx,
  intended: Intended,
  at: Date,
  known?: Pick<approvals.ApprovalFacts, 'rules' | 'limits'>,
): Promise<Judgement> {
  const { accountId, userName, totalMinor, currency } = intended
  if (totalMinor === 0) return { outcome: 'place' }
  const rules = known?.rules ?? (await approvals.rulesOf(tx, accountId))
  const limits = await limitsUsed(tx, intended, at, known?.limits)
  if (rules.length === 0 && limits.length === 0) return { outcome: 'place' }
  const approvers = (await approversOf(tx, intended)).length
  return judgeOrder({ userName, totalMinor, currency, rules, limits, approvers })
}

/** Who may release a member's orders. */
export async function approversOf(tx: Db | Tx, request: { readonly accountId: string; readonly userName: string }) {
  const ownAllowed = await approvals.ownApprovalAllowed(tx, request.accountId)
  const members = await companyMembersOf(tx, request.accountId)
  return members.filter((member) =>
    mayDecide(
      request,
      { userName: member.userName, isApprover: hasRole({ companyRole: member.role }, 'approver') },
      ownAllowed,
    ),
  )
}

/** A member's limits with what counts against them: orders of the period, and card payments that may become orders. */
export async function limitsUsed(
  tx: Db | Tx,
  who: { readonly accountId: string; readonly userName: string; readonly cartId?: string },
  at: Date,
  known?: approvals.ApprovalFacts['limits'],
): Promise<LimitUse[]> {
  const { accountId, userName, cartId = '' } = who
  const limits = known ?? (await approvals.limitsOf(tx, accountId, userName))
  if (limits.length === 0) return []
  const today = dateOf(at)
  const from = limits.map(({ period }) => periodStart(period, today)).reduce((a, b) => (a < b ? a : b))
  const spent = await orders.spentSince(tx, accountId, { from, through: today }, userName)
  const pending = await pendingPayments(tx, accountId, new Date(at.getTime() - pricedCartMs))
  const own = new Set(
    await carts.pricedCartsOfOtherCarts(
      tx,
      pending.map(({ pricedCartId }) => pricedCartId),
      { userName, cartId },
    ),
  )
  const paying = pending
    .filter(({ pricedCartId }) => own.has(pricedCartId))
    .map(({ amountMinor, currency }) => ({ on: today, minor: amountMinor, currency }))
  return usesOf(limits, [...spent, ...paying], today)
}
