import { dateOf } from '../../../kernel/local-date.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import * as orders from '../../fulfilment/orders/index.ts'
import {
  type Actor,
  type OrderDeps,
  purchaseOrderKey,
  refuseWithoutRate,
  viewOrder,
  viewPlaced,
} from '../../fulfilment/orders/index.ts'
import type { Payment } from '../../money/payments/index.ts'
import * as approvals from '../approvals/index.ts'
import * as carts from '../carts/index.ts'
import { endsAsChosen, priceLines, refuseCard, refuseProblem } from '../carts/index.ts'
import { CustomerLost, refuseLostCustomer } from '../partners/index.ts'
import { pageOfOffer } from '../quotes/index.ts'
import { askOthersToClose, type OtherWaysOpen, withOtherWaysClosed } from './close-other-ways.ts'
import { AlreadyOrdered, CartChanged, PaymentMethodNotAllowed, PriceChanged, PricedCartExpired } from './errors.ts'
import { type OrderFacts, readOrderFacts } from './order-facts.ts'
import { beginPayment, openPayment } from './pay-by-card.ts'
import { askWhenNeeded, type PlacedOrAsked, placeOrAsk } from './place-or-ask.ts'
import type { Placement, PlaceOrder } from './schemas.ts'

/**
 * Accepts a priced cart. On a purchase order or with nothing to pay the order is placed at once; by card the answer says where
 * to pay, and the order is placed when the money is there. Where the company's rules or the member's limit say so it
 * waits for an approver instead. The same priced cart twice is one order, or one request; asked to be paid in another way, or
 * on another purchase order number, it is refused with what stands. Every other way to pay is closed before: one that
 * turns out to be paid is the order.
 * @throws {CardPageOpen | CardPageClosed | CardNotPossible} with nothing ordered
 * @throws {PricedCartExpired | CartChanged | PriceChanged | PaymentMethodNotAllowed | PurchaseOrderUsed | NotFound}
 * @throws {AlreadyOrdered | TaxRateMissing | SpendingLimitExceeded | NoApprover | CustomerLost}
 */
export async function placeOrder(deps: OrderDeps, actor: Actor, command: PlaceOrder): Promise<Placement> {
  const publicUrl = deps.publicUrl()
  type Done = (PlacedOrAsked & { repeated?: true }) | { payment: Payment; from: string }
  const done = await withOtherWaysClosed(deps, async (tx, paidOrderId): Promise<Done | OtherWaysOpen> => {
    const at = deps.clock.now()
    const paid = paidOrderId === null ? null : await orders.findOrder(tx, paidOrderId)
    if (paid) return { outcome: 'placed', order: paid }
    const { pricedCart, facts, before } = await usablePricedCart(tx, deps, actor, command, at)
    if (before) return { ...before, repeated: true }
    if (command.method === 'card') refuseCard(deps, pricedCart)
    const isPayable = facts.payable || pricedCart.quoteVersionId !== null
    const open =
      isPayable && (await askOthersToClose(tx, pricedCart, at, command.method === 'card' ? pricedCart.id : undefined))
    if (open) return open
    // What was quoted in writing keeps its price for as long as it was promised, whoever has to release it.
    const pricePromisedUntil = pricedCart.quoteVersionId === null ? null : pricedCart.expiresAt
    if (command.method !== 'card') {
      const payment =
        command.method === 'free'
          ? { method: command.method }
          : { method: command.method, purchaseOrderNumber: command.purchaseOrderNumber ?? '' }
      return placeOrAsk(tx, { pricedCart, facts, payment, pricePromisedUntil, publicUrl }, at)
    }
    const request = await askWhenNeeded(
      tx,
      { pricedCart, facts, payment: { method: 'card' }, pricePromisedUntil, publicUrl },
      at,
    )
    if (request) return { outcome: 'asked', request }
    return { payment: await beginPayment(tx, pricedCart, at), from: await pageOfOffer(tx, pricedCart) }
  })
  if ('payment' in done) return openPayment(deps, done.payment, done.from)
  const repeated = done.repeated ?? false
  if (done.outcome === 'asked') {
    deps.log.info({ requestId: done.request.id, accountId: actor.accountId }, 'order waits for approval')
    const approvalId = done.request.id
    return { outcome: 'approval', order: null, paymentId: null, redirectUrl: null, approvalId, repeated }
  }
  const { order } = done
  deps.log.info({ orderId: order.id, accountId: order.accountId, method: order.paymentMethod }, 'order placed')
  const view = done.lines ? viewPlaced(deps.db, order, done.lines) : viewOrder(deps.db, order)
  return {
    outcome: 'placed',
    order: await view,
    paymentId: order.paymentId,
    redirectUrl: null,
    approvalId: null,
    repeated,
  }
}

async function usablePricedCart(
  tx: Tx,
  deps: OrderDeps,
  actor: Actor,
  command: PlaceOrder,
  at: Date,
): Promise<{ pricedCart: carts.PricedCart; facts: OrderFacts; before: PlacedOrAsked | null }> {
  const locked = await carts.lockToOrder(tx, actor, command.pricedCartId)
  if (!locked) throw new NotFound('priced cart')
  const { pricedCart, cart } = locked
  const number = command.method === 'purchaseOrder' ? (command.purchaseOrderNumber ?? null) : null
  const facts = await readOrderFacts(tx, deps.db, locked, {
    on: dateOf(at),
    purchaseOrderKey: number === null ? null : purchaseOrderKey(number),
  })
  const order = facts.ordered ? await orders.orderOfPricedCart(tx, pricedCart.id) : null
  if (order) {
    refuseOther(command, order, order.number)
    return { pricedCart, facts, before: { outcome: 'placed', order } }
  }
  const request = facts.approval.asked ? await approvals.requestOfPricedCart(tx, pricedCart.id) : null
  if (request) {
    refuseOther(command, request, null)
    return { pricedCart, facts, before: { outcome: 'asked', request } }
  }
  if (cart.closedReason !== null) throw new CustomerLost(cart.closedReason)
  if (pricedCart.expiresAt <= at) throw new PricedCartExpired(pricedCart.id, pricedCart.expiresAt)
  if (command.expectedTotalMinor !== undefined && pricedCart.totalMinor > command.expectedTotalMinor)
    throw new PriceChanged(pricedCart.totalMinor, command.expectedTotalMinor, pricedCart.currency)
  if ((pricedCart.totalMinor === 0) !== (command.method === 'free'))
    throw new PaymentMethodNotAllowed(
      pricedCart.totalMinor === 0
        ? 'There is nothing to pay; confirm the order as free.'
        : 'Pay by card or give a purchase order number.',
    )
  refuseWithoutRate(deps, pricedCart)
  await refuseChanged(tx, { pricedCart, cart, facts })
  return { pricedCart, facts, before: null }
}

/** Only the very same command again is the same order; a number counts in any spelling. */
function refuseOther(
  command: PlaceOrder,
  standing: Pick<orders.Order, 'paymentMethod' | 'purchaseOrderNumber'>,
  orderNumber: string | null,
): void {
  const { paymentMethod, purchaseOrderNumber } = standing
  const isSame =
    command.method === paymentMethod &&
    (command.method !== 'purchaseOrder' ||
      purchaseOrderKey(command.purchaseOrderNumber ?? '') === purchaseOrderKey(purchaseOrderNumber ?? ''))
  if (!isSame) throw new AlreadyOrdered({ purchaseOrderNumber, orderNumber })
}

// Price stays as quoted; what the account may have, and how many, is asked again at the last moment.
async function refuseChanged(
  tx: Tx,
  { pricedCart, cart, facts }: NonNullable<Awaited<ReturnType<typeof carts.lockToOrder>>> & { facts: OrderFacts },
): Promise<void> {
  const { lines, viewer, known } = facts
  const same =
    lines.length === pricedCart.lines.length &&
    pricedCart.lines.every((line) =>
      lines.some(
        (now) =>
          now.partNumber === line.partNumber &&
          now.quantity === line.quantity &&
          now.targetActivationId === line.targetActivationId &&
          endsAsChosen(line, now.coTermThrough),
      ),
    )
  if (!same || (cart.state !== 'open' && cart.state !== 'quoted')) throw new CartChanged()
  await refuseLostCustomer(tx, pricedCart, viewer.on)
  const wanted = lines.map((line) => ({
    ...line,
    base: pricedCart.lines.find(
      (pricedNet) =>
        pricedNet.partNumber === line.partNumber && pricedNet.targetActivationId === line.targetActivationId,
    )?.base,
  }))
  refuseProblem(await priceLines(tx, viewer, wanted, known))
}
