import { money } from '../../kernel/money.ts'
import type { Tx } from '../../platform/db/db.ts'
import { NotFound } from '../../platform/http/problems.ts'
import { findMember } from '../accounts/index.ts'
import { beginCardPayment, openCardSession } from '../payments/index.ts'
import { refuseProblem, viewerOfCart } from './cart.ts'
import { linesOfCart } from './cart-store.ts'
import type { Actor, OrderDeps } from './deps.ts'
import { CartChanged, PaymentMethodNotAllowed, PriceChanged, PurchaseOrderUsed, QuoteExpired } from './errors.ts'
import { endsAsChosen } from './line-term.ts'
import { viewOrder } from './order-view.ts'
import { placeFromQuote } from './place-from-quote.ts'
import { priceWants } from './price-wants.ts'
import type { Placement, PlaceOrder } from './schemas.ts'
import * as store from './store.ts'

/**
 * Accepts a quote. On a purchase order or with nothing to pay the order is placed at once; by card the answer says where
 * to pay, and the order is placed when the money is there. The same quote twice is one order.
 * @throws {QuoteExpired | CartChanged | PriceChanged | PaymentMethodNotAllowed | PurchaseOrderUsed | NotFound}
 */
export async function placeOrder(deps: OrderDeps, actor: Actor, command: PlaceOrder): Promise<Placement> {
  if (command.method === 'card') return payByCard(deps, actor, command)
  const order = await deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    const { quote, placed } = await usableQuote(tx, deps, actor, command, at)
    if (placed) return placed
    if (command.method === 'free') return placeFromQuote(tx, quote, { method: 'free' }, at)
    const purchaseOrderNumber = command.purchaseOrderNumber ?? ''
    if (await store.purchaseOrderTaken(tx, actor.accountId, purchaseOrderNumber))
      throw new PurchaseOrderUsed(purchaseOrderNumber)
    return placeFromQuote(tx, quote, { method: 'purchaseOrder', purchaseOrderNumber }, at)
  })
  deps.log.info({ orderId: order.id, accountId: order.accountId, method: order.paymentMethod }, 'order placed')
  return { outcome: 'placed', order: await viewOrder(deps.db, order), paymentId: null, redirectUrl: null }
}

async function payByCard(deps: OrderDeps, actor: Actor, command: PlaceOrder): Promise<Placement> {
  const found = await deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    const { quote, placed } = await usableQuote(tx, deps, actor, command, at)
    if (placed) return { placed, payment: null }
    const member = await findMember(tx, actor.userName)
    const payment = await beginCardPayment(tx, {
      quoteId: quote.id,
      accountId: quote.accountId,
      amount: money(quote.totalMinor, quote.currency),
      description: quote.lines
        .map((line) => `${line.quantity} x ${line.title}`)
        .join(', ')
        .slice(0, 200),
      payerEmail: member?.email ?? actor.userName,
      at,
    })
    return { placed: null, payment }
  })
  if (found.placed)
    return {
      outcome: 'placed',
      order: await viewOrder(deps.db, found.placed),
      paymentId: found.placed.paymentId,
      redirectUrl: null,
    }
  const session = await openCardSession(deps, found.payment, {
    successUrl: `${deps.publicUrl()}/checkout/return?payment=${found.payment.id}`,
    cancelUrl: `${deps.publicUrl()}/checkout`,
  })
  return {
    outcome: 'redirect',
    order: null,
    paymentId: found.payment.id,
    redirectUrl: session.url ?? `${deps.publicUrl()}/checkout/return?payment=${found.payment.id}`,
  }
}

async function usableQuote(
  tx: Tx,
  deps: OrderDeps,
  actor: Actor,
  command: PlaceOrder,
  at: Date,
): Promise<{ quote: store.Quote; placed: store.Order | null }> {
  await store.queueBehindAccount(tx, actor.accountId)
  const quote = await store.lockQuote(tx, command.quoteId)
  if (!quote || quote.accountId !== actor.accountId || quote.userName !== actor.userName) throw new NotFound('quote')
  if (quote.state === 'accepted') return { quote, placed: await store.orderOfQuote(tx, quote.id) }
  if (quote.expiresAt <= at) throw new QuoteExpired(quote.id, quote.expiresAt)
  if (command.expectedTotalMinor !== undefined && quote.totalMinor > command.expectedTotalMinor)
    throw new PriceChanged(quote.totalMinor, command.expectedTotalMinor, quote.currency)
  if ((quote.totalMinor === 0) !== (command.method === 'free'))
    throw new PaymentMethodNotAllowed(
      quote.totalMinor === 0
        ? 'There is nothing to pay; confirm the order as free.'
        : 'Pay by card or give a purchase order number.',
    )
  await refuseChanged(tx, deps, quote)
  return { quote, placed: null }
}

// Price stays as quoted; what the account may have, and how many, is asked again at the last moment.
async function refuseChanged(tx: Tx, deps: OrderDeps, quote: store.Quote): Promise<void> {
  const lines = await linesOfCart(tx, quote.cartId)
  const same =
    lines.length === quote.lines.length &&
    quote.lines.every((line) =>
      lines.some(
        (now) =>
          now.partNumber === line.partNumber &&
          now.quantity === line.quantity &&
          now.targetActivationId === line.targetActivationId &&
          endsAsChosen(line, now.coTermThrough),
      ),
    )
  if (!same || (await store.cartIsClosed(tx, quote.cartId))) throw new CartChanged()
  const viewer = await viewerOfCart(tx, deps, quote)
  refuseProblem(await priceWants(tx, viewer, lines))
}
