import { dateOf } from '../../../kernel/local-date.ts'
import { money } from '../../../kernel/money.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/problems.ts'
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
import { QuoteExpired } from './errors.ts'
import type { Placement } from './schemas.ts'

/** The payment that a quote's order waits for; the same quote has one. */
export async function beginPayment(tx: Tx, quote: carts.Quote, at: Date): Promise<Payment> {
  const member = await findMember(tx, quote.userName)
  return beginCardPayment(tx, {
    quoteId: quote.id,
    accountId: quote.accountId,
    amount: money(quote.totalMinor, quote.currency),
    description: quote.lines
      .map((line) => `${line.quantity} x ${line.title}`)
      .join(', ')
      .slice(0, 200),
    payerEmail: member?.email ?? quote.userName,
    at,
  })
}

/**
 * Where to pay. Asks the card processor, so it stands outside any transaction. `from`: the page that led there, to which
 * the buyer comes back without paying; one quote is paid from one page, because the processor wants a repeated request
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
 * @throws {NotFound | ApprovalClosed | QuoteExpired | CardPageOpen | CardPageClosed}
 */
export async function payReleased(deps: OrderDeps, actor: Actor, requestId: string): Promise<Placement> {
  const payment = await withOtherWaysClosed(deps, async (tx): Promise<Payment | OtherWaysOpen> => {
    const at = deps.clock.now()
    await orders.queueBehindAccount(tx, actor.accountId)
    const request = await approvals.lockRequest(tx, requestId)
    if (request?.accountId !== actor.accountId || request.userName !== actor.userName) throw new NotFound('request')
    const quote = await carts.lockQuote(tx, request.quoteId)
    if (!quote || request.state !== 'released' || request.paymentMethod !== 'card' || quote.state === 'accepted')
      throw new ApprovalClosed(request.state)
    if (quote.expiresAt <= at) throw new QuoteExpired(quote.id, quote.expiresAt)
    await refuseLostCustomer(tx, quote, dateOf(at))
    refuseCard(deps, quote)
    return (await askOthersToClose(tx, quote, at, quote.id)) ?? beginPayment(tx, quote, at)
  })
  return openPayment(deps, payment, `/approvals/${requestId}`)
}
