import { dateOf } from '../../../kernel/local-date.ts'
import { money } from '../../../kernel/money.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import type { Actor, OrderDeps } from '../../fulfilment/orders/index.ts'
import * as orders from '../../fulfilment/orders/index.ts'
import { beginCardPayment, openCardSession, type Payment } from '../../money/payments/index.ts'
import { findMember } from '../../people/accounts/index.ts'
import * as approvals from '../approvals/index.ts'
import { ApprovalClosed } from '../approvals/index.ts'
import * as carts from '../carts/index.ts'
import { refuseCard } from '../carts/index.ts'
import { refuseLostCustomer } from '../partners/index.ts'
import { askOthersToClose, type OtherWaysOpen, withOtherWaysClosed } from './close-other-ways.ts'
import { PricedCartExpired } from './errors.ts'
import type { Placement } from './schemas.ts'

/** The payment that a priced cart's order waits for; the same priced cart has one. */
export async function beginPayment(tx: Tx, pricedCart: carts.PricedCart, at: Date): Promise<Payment> {
  const member = await findMember(tx, pricedCart.userName)
  return beginCardPayment(tx, {
    pricedCartId: pricedCart.id,
    accountId: pricedCart.accountId,
    amount: money(pricedCart.totalMinor, pricedCart.currency),
    description: pricedCart.lines
      .map((line) => `${line.quantity} x ${line.title}`)
      .join(', ')
      .slice(0, 200),
    payerEmail: member?.email ?? pricedCart.userName,
    at,
  })
}

/**
 * Where to pay. Asks the card processor, so it stands outside any transaction. `from`: the page that led there, to which
 * the buyer comes back without paying; one priced cart is paid from one page, because the processor wants a repeated request
 * alike.
 */
export async function openPayment(deps: OrderDeps, payment: Payment, from: string): Promise<Placement> {
  const returnUrl = `${deps.publicUrl()}/checkout/return?payment=${payment.id}`
  const session = await openCardSession(deps, payment, {
    successUrl: returnUrl,
    cancelUrl: `${deps.publicUrl()}${from}?payment=${payment.id}`,
  })
  return {
    outcome: 'redirect',
    order: null,
    paymentId: payment.id,
    redirectUrl: session.url ?? returnUrl,
    approvalId: null,
    repeated: false,
  }
}

/**
 * Lets the member who asked pay what was released, at the price that was released.
 * @throws {NotFound | ApprovalClosed | PricedCartExpired | CardPageOpen | CardPageClosed}
 */
export async function payReleased(deps: OrderDeps, actor: Actor, requestId: string): Promise<Placement> {
  const payment = await withOtherWaysClosed(deps, async (tx): Promise<Payment | OtherWaysOpen> => {
    const at = deps.clock.now()
    await orders.queueBehindAccount(tx, actor.accountId)
    const request = await approvals.lockRequest(tx, requestId)
    if (request?.accountId !== actor.accountId || request.userName !== actor.userName) throw new NotFound('request')
    const pricedCart = await carts.lockPricedCart(tx, request.pricedCartId)
    if (
      !pricedCart ||
      request.state !== 'released' ||
      request.paymentMethod !== 'card' ||
      pricedCart.state === 'accepted'
    )
      throw new ApprovalClosed(request.state)
    if (pricedCart.expiresAt <= at) throw new PricedCartExpired(pricedCart.id, pricedCart.expiresAt)
    await refuseLostCustomer(tx, pricedCart, dateOf(at))
    refuseCard(deps, pricedCart)
    return (await askOthersToClose(tx, pricedCart, at, pricedCart.id)) ?? beginPayment(tx, pricedCart, at)
  })
  return openPayment(deps, payment, `/approvals/${requestId}`)
}
