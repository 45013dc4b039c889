import { derivedId } from '../../../kernel/ids.ts'
import { formatMoney, money } from '../../../kernel/money.ts'
import type { Tx } from '../../../platform/db/db.ts'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import * as orders from '../../fulfilment/orders/index.ts'
import {
  applyCardSession,
  type CardSession,
  findPayment,
  linkOrder,
  lookUpCardSession,
  type Payment,
  pollLater,
  returnCardMoney,
  returnsOfPayment,
} from '../../money/payments/index.ts'
import * as carts from '../carts/index.ts'
import { orderOfQuote } from '../quotes/index.ts'
import { mailMoneyBack } from './money-back-mail.ts'
import { placeFromPricedCart } from './place-from-priced-cart.ts'
import { isTakenBack } from './taken-back.ts'

export interface CardPaymentOutcome {
  readonly state: Payment['state']
  readonly accountId: string
  /** The order that the payment paid for. */
  readonly orderId: string | null
  /** The buyer has paid on the page, and the bank has not said yes yet. */
  readonly isProcessing: boolean
}

export type CompleteDeps = Pick<OrderDeps, 'db' | 'clock' | 'log' | 'cards' | 'publicUrl'>

/**
 * Looks a card payment up at the processor and, when the money is there, places its order: settled payment and placed
 * order are one transaction. The return page, the webhook and the poll all come here; whichever is first has the effect,
 * the others find it done (P1, C1, C5). An unready payment makes no order and uses no number. Money that can be no order
 * any more goes back by itself (C39).
 * @returns null for an unknown payment, and for one of another account when the account is given
 */
export async function completeCardPayment(
  deps: CompleteDeps,
  paymentId: string,
  { accountId, sessionId }: { readonly accountId?: string; readonly sessionId?: string | undefined } = {},
): Promise<CardPaymentOutcome | null> {
  const known = await findPayment(deps.db, paymentId)
  if (!known || (accountId !== undefined && known.accountId !== accountId)) return null
  const isOther = sessionId !== undefined && sessionId !== known.stripeSessionId
  if (known.orderId !== null && !isOther) return { ...outcomeOf(known), isProcessing: false }
  const session = await lookUpCardSession(deps, paymentId, sessionId)
  if (!session) return { ...outcomeOf(known), isProcessing: false }
  const outcome = await deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    // Account, priced cart, payment, as placing does: two transactions that lock in one order cannot wait for each other.
    await orders.queueBehindAccount(tx, known.accountId)
    const pricedCart = await carts.lockPricedCart(tx, known.pricedCartId)
    const payment = await applyCardSession(tx, session, at)
    if (!pricedCart || !payment || payment.state !== 'settled') return payment
    if (session.state === 'paid' && session.paymentIntentId !== payment.stripePaymentIntentId)
      return goBack(tx, deps, { pricedCart, payment, session, at })
    return payment.orderId === null ? placePaid(tx, deps, { pricedCart, payment, session, at }) : payment
  })
  if (!outcome) return null
  if (outcome.orderId !== null) deps.log.info({ orderId: outcome.orderId, paymentId }, 'card payment completed')
  return { ...outcomeOf(outcome), isProcessing: session.state === 'processing' }
}

function outcomeOf({ state, accountId, orderId }: Payment): Omit<CardPaymentOutcome, 'isProcessing'> {
  return { state, accountId, orderId }
}

/** The next look at a payment that nobody reported on, until it is settled or its session has ended. */
export async function pollCardPayment(
  deps: OrderDeps,
  poll: { readonly paymentId: string; readonly attempt: number; readonly round: number },
): Promise<void> {
  const outcome = await completeCardPayment(deps, poll.paymentId)
  if (outcome === null || outcome.state === 'settled' || outcome.state === 'expired') return
  const { paymentId: id, attempt, round } = poll
  await deps.db.transaction((tx) => pollLater(tx, { id, attempt }, round + 1))
}

interface Paid {
  readonly pricedCart: carts.PricedCart
  readonly payment: Payment
  readonly session: CardSession
  readonly at: Date
}

async function placePaid(tx: Tx, deps: Pick<OrderDeps, 'publicUrl'>, paid: Paid): Promise<Payment> {
  const { pricedCart, payment, at } = paid
  // What was bought in another way while the buyer paid, by this priced cart, another one of its cart or another version, is not
  // bought again. An offer that was taken back cannot be bought.
  if ((await orderThatStands(tx, pricedCart)) !== null || (await isTakenBack(tx, pricedCart, at)))
    return goBack(tx, deps, paid)
  // Money that is on its way back buys nothing, though the offer may stand again by now.
  const back = await returnsOfPayment(tx, payment.id)
  if (back.some((one) => one.stripePaymentIntentId === payment.stripePaymentIntentId)) return payment
  const order = await placeFromPricedCart(tx, pricedCart, { method: 'card', paymentId: payment.id }, at)
  await linkOrder(tx, payment.id, order.id)
  return { ...payment, orderId: order.id }
}

async function orderThatStands(tx: Tx, pricedCart: carts.PricedCart): Promise<orders.Order | null> {
  return (await carts.orderOfCart(tx, pricedCart.cartId)) ?? (await orderOfQuote(tx, pricedCart))
}

/** The money of a session that can be no order goes back; the order that stands and a mail tell of it. */
async function goBack(
  tx: Tx,
  { publicUrl }: Pick<OrderDeps, 'publicUrl'>,
  { pricedCart, payment, session, at }: Paid,
): Promise<Payment> {
  const order = await orderThatStands(tx, pricedCart)
  const reason = order === null ? 'offer-over' : 'paid-twice'
  const { cardReturn, isNew } = await returnCardMoney(tx, { payment, session, reason, at, orderId: order?.id ?? null })
  if (isNew) await mailMoneyBack(tx, cardReturn, { outcome: 'goesBack', publicUrl: publicUrl(), at })
  if (isNew && order !== null)
    await orders.addEvent(tx, {
      id: derivedId('evt', cardReturn.id, 'received'),
      orderId: order.id,
      at,
      kind: 'paid-twice',
      actor: pricedCart.userName,
      sentence: `Paid twice: ${formatMoney(money(cardReturn.amountMinor, cardReturn.currency))} came in by card beside this order. The money goes back to the card by itself.`,
    })
  return payment
}
