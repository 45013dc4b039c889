import { setTimeout as pause } from 'node:timers/promises'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import type { Tx } from '../../../platform/db/db.ts'
import {
  askToClose,
  beginClosing,
  type CardPageToClose,
  closeCardPage,
  type Payment,
} from '../../money/payments/index.ts'
import type { PricedCart } from '../carts/index.ts'
import { openPaymentsOfOffer } from '../quotes/index.ts'
import { type CompleteDeps, completeCardPayment } from './complete-card-payment.ts'
import { CardPageOpen } from './errors.ts'

/** So long one way to pay waits until the others are closed: with the answer it is under the half minute that clients wait. */
const waitMs = 25_000
const lookAgainMs = 500

/** What a use case gives back when other ways to pay have to be closed before it can go on; nothing else is written. */
export class OtherWaysOpen {
  readonly paymentIds: readonly string[]
  constructor(paymentIds: readonly string[]) {
    this.paymentIds = paymentIds
  }
}

/**
 * The other ways to pay for a priced cart's offer, from now on being closed; null when there are none and the caller may go on.
 * `except`: the payment that the caller itself goes on with.
 */
export async function askOthersToClose(
  tx: Tx,
  pricedCart: PricedCart,
  at: Date,
  except?: string,
): Promise<OtherWaysOpen | null> {
  const open = (await openPaymentsOfOffer(tx, pricedCart)).filter((payment) => !goesOn(payment, except))
  if (open.length === 0) return null
  await askToClose(tx, open, at)
  return new OtherWaysOpen(open.map(({ id }) => id))
}

function goesOn({ pricedCartId, state }: Payment, except: string | undefined): boolean {
  return pricedCartId === except && state !== 'closing'
}

/**
 * Runs a use case that must not go on while the offer can be paid in another way. Those ways are closed at the processor,
 * outside any transaction, and then it runs again. A page that turns out to be paid makes its order first, and the use
 * case finds it. Takes at most half a minute.
 * @throws {CardPageOpen} when a way could not be closed; nothing is ordered
 */
export async function withOtherWaysClosed<Done>(
  deps: CompleteDeps,
  work: (tx: Tx, paidOrderId: string | null) => Promise<Done | OtherWaysOpen>,
): Promise<Done> {
  const deadline = AbortSignal.timeout(waitMs)
  let paidOrderId: string | null = null
  for (;;) {
    const known: string | null = paidOrderId
    const done: Done | OtherWaysOpen = await deps.db.transaction((tx) => work(tx, known))
    if (!(done instanceof OtherWaysOpen)) return done
    for (const id of done.paymentIds) paidOrderId = (await closeUntil(deps, id, deadline)) ?? paidOrderId
  }
}

/** Answers the order that was paid for on the page; null when it was closed unpaid. */
async function closeUntil(deps: CompleteDeps, paymentId: string, deadline: AbortSignal): Promise<string | null> {
  const ended = new Promise<'late'>((resolve) => {
    if (deadline.aborted) resolve('late')
    else deadline.addEventListener('abort', () => resolve('late'), { once: true })
  })
  let isPaying = false
  for (;;) {
    const closed = await Promise.race([closeOnce(deps, paymentId), ended])
    if (closed === 'late') throw new CardPageOpen(isPaying)
    if (closed !== 'paying' && closed !== 'unknown') return closed.orderId
    isPaying = closed === 'paying'
    await Promise.race([pause(lookAgainMs), ended])
  }
}

async function closeOnce(
  deps: CompleteDeps,
  paymentId: string,
): Promise<'paying' | 'unknown' | { readonly orderId: string | null }> {
  try {
    const closed = await closeCardPage(deps, paymentId)
    if (closed.outcome === 'paying') return 'paying'
    if (closed.outcome === 'closed') return { orderId: null }
    const paid = await completeCardPayment(deps, paymentId, { sessionId: closed.sessionId })
    return { orderId: paid?.orderId ?? null }
  } catch (error) {
    if (!(error instanceof PartnerFailure)) throw error
    return 'unknown'
  }
}

/** The job of a page that is to be closed. @throws {PartnerFailure} so that the queue looks again */
export async function finishClosing(
  deps: CompleteDeps,
  { paymentId, attempt, sessionId }: CardPageToClose,
): Promise<void> {
  await deps.db.transaction((tx) => beginClosing(tx, { id: paymentId, attempt }, deps.clock.now()))
  const closed = await closeCardPage(deps, paymentId, sessionId ?? undefined)
  if (closed.outcome === 'paying')
    throw new PartnerFailure('stripe', 'retryable', 'Card processor: the page is being paid just now')
  if (closed.outcome === 'paid') await completeCardPayment(deps, paymentId, { sessionId: closed.sessionId })
}
