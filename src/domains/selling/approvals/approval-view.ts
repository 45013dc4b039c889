import type { Clock } from '../../../kernel/clock.ts'
import { dateOf } from '../../../kernel/local-date.ts'
import type { Db } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { hasRole, type MemberCaller } from '../../../platform/http/request/caller.ts'
import * as orders from '../../fulfilment/orders/index.ts'
import { companyMembersOf } from '../../people/accounts/index.ts'
import * as carts from '../carts/index.ts'
import { type ApprovalReason, mayDecide } from './approval-rules.ts'
import type { ApprovalSummary, ApprovalView } from './approval-schemas.ts'
import { reasonSentence } from './approval-sentences.ts'
import { approvalStateAt } from './approval-state.ts'
import * as approvals from './approval-store.ts'
import { type LimitUse, periodStart, usesOf } from './spending.ts'

type ViewDeps = { readonly db: Db; readonly clock: Clock }
type Viewer = Pick<MemberCaller, 'accountId' | 'userName' | 'companyRole'>

/** The requests that a member may look at: their own, and all of the company's for approvers. Those that wait come first. */
export async function requestsFor(deps: ViewDeps, viewer: Viewer): Promise<ApprovalSummary[]> {
  const { accountId, userName } = viewer
  const isApprover = hasRole(viewer, 'approver')
  const rows = await approvals.listRequests(deps.db, { accountId, limit: 200, ...(isApprover ? {} : { userName }) })
  const ownAllowed = await approvals.ownApprovalAllowed(deps.db, accountId)
  const names = await namesOf(deps.db, accountId)
  const at = deps.clock.now()
  const pricedCarts = await carts.pricedCartsById(
    deps.db,
    rows.map(({ pricedCartId }) => pricedCartId),
  )
  const withPricedCarts = rows.flatMap((request) => {
    const pricedCart = pricedCarts.get(request.pricedCartId)
    return pricedCart ? [{ request, pricedCart }] : []
  })
  return withPricedCarts.map(({ request, pricedCart }) => ({
    id: request.id,
    state: approvalStateAt(request, at),
    requestedBy: { userName: request.userName, name: names.get(request.userName) ?? request.userName },
    createdAt: request.createdAt.toISOString(),
    expiresAt: request.expiresAt.toISOString(),
    currency: pricedCart.currency,
    totalMinor: pricedCart.totalMinor,
    mayDecide: approvalStateAt(request, at) === 'waiting' && mayDecide(request, { userName, isApprover }, ownAllowed),
  }))
}

/** @throws {NotFound} alike for a request of another account, of a colleague whose requests are none of one's business, and for none */
export async function requestFor(deps: ViewDeps, viewer: Viewer, requestId: string): Promise<ApprovalView> {
  const request = await requestWithReasons(deps, viewer, requestId)
  return { ...request, reasons: request.reasons.map(reasonSentence) }
}

/** The request with its reasons as they were noted: a page says them in the language of its reader. */
export async function requestWithReasons(
  deps: ViewDeps,
  viewer: Viewer,
  requestId: string,
): Promise<Omit<ApprovalView, 'reasons'> & { readonly reasons: readonly ApprovalReason[] }> {
  const { db } = deps
  const { accountId, userName } = viewer
  const isApprover = hasRole(viewer, 'approver')
  const request = await approvals.findRequest(db, requestId)
  if (request?.accountId !== accountId || (!isApprover && request.userName !== userName)) throw new NotFound('request')
  const pricedCart = await carts.findPricedCart(db, request.pricedCartId)
  const asked = await carts.findPricedCart(db, request.askedPricedCartId)
  if (!pricedCart || !asked) throw new Error(`a priced cart of request ${request.id} is gone`)
  const order = await orders.orderOfPricedCart(db, pricedCart.id)
  const ownAllowed = await approvals.ownApprovalAllowed(db, accountId)
  const at = deps.clock.now()
  const state = approvalStateAt(request, at)
  const isOwn = request.userName === userName
  const { currency, netMinor, freightMinor, taxMinor, noRateMinor, freightNoRate, totalMinor } = pricedCart
  const { lines, shipTo, endCustomerAccountId } = pricedCart
  return {
    id: request.id,
    state,
    requestedBy: {
      userName: request.userName,
      name: (await namesOf(db, accountId)).get(request.userName) ?? request.userName,
    },
    createdAt: request.createdAt.toISOString(),
    expiresAt: request.expiresAt.toISOString(),
    paymentMethod: request.paymentMethod,
    purchaseOrderNumber: request.purchaseOrderNumber,
    reasons: request.reasons,
    askedTotalMinor: asked.totalMinor,
    currency,
    netMinor,
    freightMinor,
    taxMinor,
    noRateMinor,
    freightNoRate,
    totalMinor,
    lines,
    shipTo,
    endCustomerAccountId,
    decidedBy: request.decidedBy,
    decidedAt: request.decidedAt?.toISOString() ?? null,
    decisionReason: request.decisionReason,
    order: order && { id: order.id, number: order.number },
    mayDecide: state === 'waiting' && mayDecide(request, { userName, isApprover }, ownAllowed),
    mayWithdraw: state === 'waiting' && isOwn,
    mayPay: state === 'released' && isOwn && request.paymentMethod === 'card' && !order && pricedCart.expiresAt > at,
  }
}

/** Every limit of an account with what counts against it, or those of one member. Card payments under way are left out. */
export async function limitUses(
  deps: ViewDeps,
  accountId: string,
  userName?: string,
): Promise<(LimitUse & { readonly userName: string })[]> {
  const today = dateOf(deps.clock.now())
  const limits = await approvals.limitsOf(deps.db, accountId, userName)
  if (limits.length === 0) return []
  const from = limits.map(({ period }) => periodStart(period, today)).reduce((a, b) => (a < b ? a : b))
  const spent = await orders.spentSince(deps.db, accountId, { from, through: today }, userName)
  return limits.flatMap((limit) => {
    const own = spent.filter((day) => day.userName === limit.userName)
    return usesOf([limit], own, today).map((use) => ({ ...use, userName: limit.userName }))
  })
}

async function namesOf(db: Db, accountId: string): Promise<ReadonlyMap<string, string>> {
  return new Map((await companyMembersOf(db, accountId)).map(({ userName, name }) => [userName, name]))
}
