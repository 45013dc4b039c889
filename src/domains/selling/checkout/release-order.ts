import { dateOf } from '../../../kernel/local-date.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { audit } from '../../../platform/http/operations/audit.ts'
import { hasRole, type MemberCaller } from '../../../platform/http/request/caller.ts'
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
import { commonEndOf, pricedCartMs, priceLines, refuseProblem, savePricedCart } from '../carts/index.ts'
import { refuseLostCustomer } from '../partners/index.ts'
import { findVersion, QuoteStateConflict } from '../quotes/index.ts'
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
import { placeFromPricedCart } from './place-from-priced-cart.ts'

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
 * @throws {QuoteStateConflict} when it was asked for by a quote in writing that was taken back since
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
    const asked = await carts.lockPricedCart(tx, request.pricedCartId)
    const open = asked && (await askOthersToClose(tx, asked, at))
    if (open) return open
    const paid = asked && (await carts.orderOfCart(tx, asked.cartId))
    if (paid) throw new OrderedByCard(paid.number)
    const pricedCart = await priceRequestNow(tx, request, at)
    refuseWithoutRate(deps, pricedCart)
    const judgement = await judgeIntended(tx, pricedCart, at)
    const reasons = judgement.outcome === 'place' ? request.reasons : judgement.reasons
    const unseen = newReasons(request.reasons, reasons)
    const dearer = pricedCart.totalMinor > release.expectedTotalMinor
    if (pricedCart.id !== request.pricedCartId || unseen.length > 0)
      await approvals.refreshRequest(tx, request.id, { pricedCartId: pricedCart.id, reasons })
    // Given back and thrown outside, so that the new price stays on the request for the approver to see.
    if (dearer) return new PriceChanged(pricedCart.totalMinor, release.expectedTotalMinor, pricedCart.currency)
    if (unseen.length > 0) return new ApprovalChanged(unseen.map(reasonSentence))
    await approvals.decideRequest(tx, { id: request.id, to, by: decider.userName, reason: null, at })
    const order = await placeReleased(tx, request, pricedCart, at)
    await audit(tx, {
      at,
      actor: decider.userName,
      action: 'approval.released',
      subject: request.id,
      detail: { accountId: request.accountId, pricedCartId: pricedCart.id, orderId: order?.id ?? null },
    })
    await mailRequester(tx, {
      request,
      decidedBy: decider.userName,
      reason: null,
      publicUrl: deps.publicUrl(),
      at,
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
      at,
      actor: decider.userName,
      action: 'approval.rejected',
      subject: request.id,
      detail: { accountId: request.accountId },
    })
    await mailRequester(tx, {
      request,
      outcome: 'rejected',
      decidedBy: decider.userName,
      reason,
      orderNumber: null,
      at,
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
  const asked = await carts.findPricedCart(tx, request.askedPricedCartId)
  const version = asked?.quoteVersionId ? await findVersion(tx, asked.quoteVersionId) : null
  if (version?.state === 'declined' || version?.state === 'superseded' || version?.state === 'withdrawn')
    throw new QuoteStateConflict(version.state)
}

/** What was asked for at today's price, or at the promised one; with the same lines, parties and destination. */
async function priceRequestNow(tx: Tx, request: approvals.ApprovalRequest, at: Date): Promise<carts.PricedCart> {
  const pricedCart = await carts.lockPricedCart(tx, request.pricedCartId)
  if (!pricedCart) throw new Error(`priced cart ${request.pricedCartId} of request ${request.id} is gone`)
  await refuseLostCustomer(tx, pricedCart, dateOf(at))
  const endCustomer = pricedCart.endCustomerAccountId ?? pricedCart.accountId
  const viewer = await loadViewer(tx, pricedCart.accountId, dateOf(at), endCustomer)
  const requestedLines = await priceLines(
    tx,
    viewer,
    pricedCart.lines.map((line) => ({ ...line, id: String(line.lineNumber), coTermThrough: commonEndOf(line) })),
  )
  refuseProblem(requestedLines)
  if (request.pricePromisedUntil !== null && request.pricePromisedUntil > at) return pricedCart
  const { cartId, accountId, userName, endCustomerAccountId, shipTo, shipToAccountId, billToAccountId, billTo } =
    pricedCart
  return savePricedCart(tx, {
    cart: { id: cartId, accountId, userName, endCustomerAccountId },
    parties: { shipToAccountId, billToAccountId, billTo },
    viewer,
    requestedLines,
    shipTo,
    at,
  })
}

/** Null for a card: then the order is placed when the money is there. */
async function placeReleased(
  tx: Tx,
  request: approvals.ApprovalRequest,
  pricedCart: carts.PricedCart,
  at: Date,
): Promise<orders.Order | null> {
  if (pricedCart.totalMinor === 0) return placeFromPricedCart(tx, pricedCart, { method: 'free' }, at)
  if (request.paymentMethod === 'card') {
    await carts.extendPricedCart(tx, pricedCart.id, new Date(at.getTime() + pricedCartMs))
    return null
  }
  const purchaseOrderNumber = request.purchaseOrderNumber ?? ''
  const holder = await orders.orderOnPurchaseOrder(tx, request.accountId, purchaseOrderNumber)
  if (holder)
    throw new PurchaseOrderUsed({
      purchaseOrderNumber: holder.purchaseOrderNumber,
      orderNumber: holder.number,
    })
  return placeFromPricedCart(tx, pricedCart, { method: 'purchaseOrder', purchaseOrderNumber }, at)
}
