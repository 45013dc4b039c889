import { dateOf } from '../../../kernel/local-date.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { audit } from '../../../platform/http/audit.ts'
import { hasRole, type MemberCaller } from '../../../platform/http/caller.ts'
import { NotFound } from '../../../platform/http/problems.ts'
import * as orders from '../../fulfilment/orders/index.ts'
import { type Actor, type OrderDeps, type RateRules, refuseWithoutRate } from '../../fulfilment/orders/index.ts'
import { companyMemberOf } from '../../people/accounts/index.ts'
import { loadViewer } from '../../shop/catalog/index.ts'
import * as approvals from '../approvals/index.ts'
import {
  approvalStateAt,
  mailRequester,
  mayDecide,
  newReasons,
  nextApprovalState,
  reasonSentence,
} from '../approvals/index.ts'
import * as carts from '../carts/index.ts'
import { commonEndOf, keepQuote, priceWants, quoteMs, refuseProblem } from '../carts/index.ts'
import { refuseLostCustomer } from '../partners/index.ts'
import { findVersion, SalesQuoteStateConflict } from '../quotes/index.ts'
import { askOthersToClose, type OtherWaysOpen, withOtherWaysClosed } from './close-other-ways.ts'
import {
  ApprovalChanged,
  OrderedByCard,
  OwnApproval,
  PriceChanged,
  PurchaseOrderUsed,
  RequesterGone,
} from './errors.ts'
import { judgeIntended } from './judge-order.ts'
import { placeFromQuote } from './place-from-quote.ts'

type ReleaseDeps = Pick<OrderDeps, 'db' | 'clock' | 'log' | 'cards' | 'publicUrl' | keyof RateRules>
type Decider = Pick<MemberCaller, 'accountId' | 'userName' | 'companyRole'>

/**
 * Releases a request: on a purchase order the order is placed, by card the member who asked may pay. Price and tax,
 * visibility and quantities, rules and limits are asked again. What is cheaper now is passed on; what is dearer than the
 * approver saw, or waits for another reason too, stops here and shows on the request, and a second release consents.
 * Released twice, or by two approvers at once, it is one order.
 * @throws {PriceChanged | ApprovalChanged | ItemNotAvailable | QuantityNotAllowed | LineNotEligible}
 * @throws {OwnApproval | RequesterGone | ApprovalClosed | PurchaseOrderUsed | NotFound}
 * @throws {CardPageOpen | OrderedByCard} when the same is, or may be, paid by card
 * @throws {CustomerLost} when it is for a customer that the company may not order for any more
 * @throws {SalesQuoteStateConflict} when it was asked for by a quote in writing that was taken back since
 */
export async function releaseRequest(
  deps: ReleaseDeps,
  decider: Decider,
  release: { readonly requestId: string; readonly expectedTotalMinor: number },
): Promise<void> {
  type Stopped = PriceChanged | ApprovalChanged | null
  const stopped = await withOtherWaysClosed(deps, async (tx): Promise<Stopped | OtherWaysOpen> => {
    const at = deps.clock.now()
    const request = await lockOwn(tx, decider, release.requestId)
    if (request.state === 'released') return null
    const to = nextApprovalState(approvalStateAt(request, at), 'release')
    await refuseStranger(tx, decider, request)
    const requester = await companyMemberOf(tx, request.accountId, request.userName)
    if (!requester || !hasRole({ companyRole: requester.role }, 'buyer')) throw new RequesterGone()
    await refuseTakenBack(tx, request)
    const asked = await carts.lockQuote(tx, request.quoteId)
    const open = asked && (await askOthersToClose(tx, asked, at))
    if (open) return open
    const paid = asked && (await carts.orderOfCart(tx, asked.cartId))
    if (paid) throw new OrderedByCard(paid.number)
    const quote = await quoteNow(tx, request, at)
    refuseWithoutRate(deps, quote)
    const judgement = await judgeIntended(tx, quote, at)
    const reasons = judgement.outcome === 'place' ? request.reasons : judgement.reasons
    const unseen = newReasons(request.reasons, reasons)
    const dearer = quote.totalMinor > release.expectedTotalMinor
    if (quote.id !== request.quoteId || unseen.length > 0)
      await approvals.refreshRequest(tx, request.id, { quoteId: quote.id, reasons })
    // Given back and thrown outside, so that the new price stays on the request for the approver to see.
    if (dearer) return new PriceChanged(quote.totalMinor, release.expectedTotalMinor, quote.currency)
    if (unseen.length > 0) return new ApprovalChanged(unseen.map(reasonSentence))
    await approvals.decideRequest(tx, { id: request.id, to, by: decider.userName, reason: null, at })
    const order = await placeReleased(tx, request, quote, at)
    await audit(tx, {
      ...{ at, actor: decider.userName, action: 'approval.released', subject: request.id },
      detail: { accountId: request.accountId, quoteId: quote.id, orderId: order?.id ?? null },
    })
    await mailRequester(tx, {
      ...{ request, decidedBy: decider.userName, reason: null, publicUrl: deps.publicUrl(), at },
      outcome: order ? 'ordered' : 'toPay',
      orderNumber: order?.number ?? null,
    })
    return null
  })
  if (stopped) throw stopped
  deps.log.info({ requestId: release.requestId, accountId: decider.accountId }, 'approval released')
}

/** Turns a request down, with what to say to the member. @throws {OwnApproval | ApprovalClosed | NotFound} */
export async function rejectRequest(
  deps: ReleaseDeps,
  decider: Decider,
  rejection: { readonly requestId: string; readonly reason: string },
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    const request = await lockOwn(tx, decider, rejection.requestId)
    const to = nextApprovalState(approvalStateAt(request, at), 'reject')
    await refuseStranger(tx, decider, request)
    const { reason } = rejection
    await approvals.decideRequest(tx, { id: request.id, to, by: decider.userName, reason, at })
    await audit(tx, {
      ...{ at, actor: decider.userName, action: 'approval.rejected', subject: request.id },
      detail: { accountId: request.accountId },
    })
    await mailRequester(tx, {
      ...{ request, outcome: 'rejected', decidedBy: decider.userName, reason, orderNumber: null, at },
      publicUrl: deps.publicUrl(),
    })
  })
}

/** The member who asked takes it back. @throws {ApprovalClosed | NotFound} */
export async function withdrawRequest(
  deps: Pick<ReleaseDeps, 'db' | 'clock'>,
  actor: Actor,
  requestId: string,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    const request = await lockOwn(tx, actor, requestId)
    if (request.userName !== actor.userName) throw new NotFound('request of yours')
    const to = nextApprovalState(approvalStateAt(request, at), 'withdraw')
    await approvals.decideRequest(tx, { id: request.id, to, by: actor.userName, reason: null, at })
  })
}

async function lockOwn(tx: Tx, actor: Actor, requestId: string): Promise<approvals.ApprovalRequest> {
  // The same order of locks as placing: first the account, then what is in it.
  await orders.queueBehindAccount(tx, actor.accountId)
  const request = await approvals.lockRequest(tx, requestId)
  if (!request || request.accountId !== actor.accountId) throw new NotFound('request')
  return request
}

async function refuseStranger(tx: Tx, decider: Decider, request: approvals.ApprovalRequest): Promise<void> {
  const ownAllowed = await approvals.ownApprovalAllowed(tx, request.accountId)
  const isApprover = hasRole(decider, 'approver')
  if (!mayDecide(request, { userName: decider.userName, isApprover }, ownAllowed)) throw new OwnApproval()
}

// An expired one may still be released, at today's price.
async function refuseTakenBack(tx: Tx, request: approvals.ApprovalRequest): Promise<void> {
  const asked = await carts.findQuote(tx, request.askedQuoteId)
  const version = asked?.salesQuoteVersionId ? await findVersion(tx, asked.salesQuoteVersionId) : null
  if (version?.state === 'declined' || version?.state === 'superseded' || version?.state === 'withdrawn')
    throw new SalesQuoteStateConflict(version.state)
}

/** What was asked for at today's price, or at the promised one; with the same lines, parties and destination. */
async function quoteNow(tx: Tx, request: approvals.ApprovalRequest, at: Date): Promise<carts.Quote> {
  const quote = await carts.lockQuote(tx, request.quoteId)
  if (!quote) throw new Error(`quote ${request.quoteId} of request ${request.id} is gone`)
  await refuseLostCustomer(tx, quote, dateOf(at))
  const endCustomer = quote.endCustomerAccountId ?? quote.accountId
  const viewer = await loadViewer(tx, quote.accountId, dateOf(at), endCustomer)
  const wants = await priceWants(
    tx,
    viewer,
    quote.lines.map((line) => ({ ...line, id: String(line.lineNumber), coTermThrough: commonEndOf(line) })),
  )
  refuseProblem(wants)
  if (request.pricePromisedUntil !== null && request.pricePromisedUntil > at) return quote
  const { cartId, accountId, userName, endCustomerAccountId, shipTo, shipToAccountId, billToAccountId, billTo } = quote
  return keepQuote(tx, {
    cart: { id: cartId, accountId, userName, endCustomerAccountId },
    parties: { shipToAccountId, billToAccountId, billTo },
    ...{ viewer, wants, shipTo, at },
  })
}

/** Null for a card: then the order is placed when the money is there. */
async function placeReleased(
  tx: Tx,
  request: approvals.ApprovalRequest,
  quote: carts.Quote,
  at: Date,
): Promise<orders.Order | null> {
  if (quote.totalMinor === 0) return placeFromQuote(tx, quote, { method: 'free' }, at)
  if (request.paymentMethod === 'card') {
    await carts.keepQuoteUntil(tx, quote.id, new Date(at.getTime() + quoteMs))
    return null
  }
  const purchaseOrderNumber = request.purchaseOrderNumber ?? ''
  const holder = await orders.orderOnPurchaseOrder(tx, request.accountId, purchaseOrderNumber)
  if (holder)
    throw new PurchaseOrderUsed({
      purchaseOrderNumber: holder.purchaseOrderNumber,
      orderNumber: holder.number,
    })
  return placeFromQuote(tx, quote, { method: 'purchaseOrder', purchaseOrderNumber }, at)
}
