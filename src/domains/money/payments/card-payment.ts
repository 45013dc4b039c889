import type { Clock } from '../../../kernel/clock.ts'
import { derivedId } from '../../../kernel/ids.ts'
import { type Money, money } from '../../../kernel/money.ts'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { enqueue } from '../../../platform/queue/jobs.ts'
import { closeStrays, closeUnnotedPage } from './close-card-page.ts'
import { CardPageClosed } from './errors.ts'
import { cardPaymentPoll } from './events.ts'
import type { CardProcessor, CardSession } from './port.ts'
import * as store from './store.ts'

/** Rounds of looking again at a silent payment, each waiting longer; in all about two days, as long as a session lives. */
export const pollDelaysSeconds = [60, 300, 900, 3600, 6 * 3600, 12 * 3600, 24 * 3600]

type CardDeps = { readonly db: Db; readonly clock: Clock; readonly cards: CardProcessor }

/** Begins the card payment of a priced cart; may run twice: a priced cart has one payment. One whose page has ended begins again. */
export async function beginCardPayment(
  tx: Tx,
  begin: {
    readonly pricedCartId: string
    readonly accountId: string
    readonly amount: Money
    readonly description: string
    readonly payerEmail: string
    readonly at: Date
  },
): Promise<store.Payment> {
  const payment = await store.insertPayment(tx, {
    id: derivedId('pay', begin.pricedCartId),
    pricedCartId: begin.pricedCartId,
    accountId: begin.accountId,
    state: 'created',
    amountMinor: begin.amount.minor,
    currency: begin.amount.currency,
    description: begin.description,
    payerEmail: begin.payerEmail,
    createdAt: begin.at,
    checkedAt: begin.at,
  })
  const begun = payment.state === 'expired' ? await nextAttempt(tx, payment, ['expired'], begin.at) : payment
  if (begun === null) throw new CardPageClosed()
  await pollLater(tx, begun, 0)
  return begun
}

/** Looks at the payment again after the delay of the round; does nothing after the last one. */
export async function pollLater(
  tx: Tx,
  payment: { readonly id: string; readonly attempt: number },
  round: number,
): Promise<void> {
  const delaySeconds = pollDelaysSeconds[round]
  if (delaySeconds === undefined) return
  const { id: paymentId, attempt } = payment
  await enqueue(
    tx,
    cardPaymentPoll,
    { paymentId, attempt, round },
    { key: `${paymentId}:${attempt}:${round}`, delaySeconds },
  )
}

/**
 * The processor's page for a payment. Payment id and attempt are its idempotency key, so a lost answer is asked for again.
 * A page that has ended, and a key that was answered with a failure, are followed by another attempt under a new key; a
 * page that may have been made beside it is closed first.
 * @throws {CardPageClosed} when the payment was closed meanwhile
 */
export async function openCardSession(
  deps: CardDeps,
  payment: store.Payment,
  urls: { successUrl: string; cancelUrl: string },
): Promise<CardSession> {
  if (payment.stripeSessionId !== null) {
    const session = await deps.cards.readSession(payment.stripeSessionId)
    if (session.state !== 'expired') return session
    const next = await deps.db.transaction(async (tx) => {
      const begun = await nextAttempt(tx, payment, ['open', 'expired'], deps.clock.now())
      if (begun) await pollLater(tx, begun, 0)
      return begun
    })
    if (next === null) throw new CardPageClosed()
    return openCardSession(deps, next, urls)
  }
  if (payment.strayPossible) {
    const paid = (await closeStrays(deps, payment)).find(({ state }) => state !== 'expired')
    if (paid) {
      const set = { state: 'open' as const, stripeSessionId: paid.sessionId }
      await deps.db.transaction((tx) => store.updateAttempt(tx, payment, ['created'], set))
      return paid
    }
  }
  const session = await createSession(deps, payment, urls)
  const isNoted = await deps.db.transaction((tx) =>
    store.updateAttempt(tx, payment, ['created'], {
      state: 'open',
      stripeSessionId: session.sessionId,
      checkedAt: deps.clock.now(),
    }),
  )
  if (isNoted) return session
  const now = await store.findPayment(deps.db, payment.id)
  // Another request of the same attempt noted the same page, which it got under the same key.
  if (now?.stripeSessionId === session.sessionId && now.state !== 'closing' && now.state !== 'expired') return session
  await closeUnnotedPage(deps, payment, session.sessionId)
  throw new CardPageClosed()
}

async function createSession(
  deps: CardDeps,
  payment: store.Payment,
  urls: { successUrl: string; cancelUrl: string },
): Promise<CardSession> {
  try {
    return await deps.cards.createSession({
      paymentId: payment.id,
      attempt: payment.attempt,
      amount: money(payment.amountMinor, payment.currency),
      description: payment.description,
      customerEmail: payment.payerEmail,
      metadata: { paymentId: payment.id, pricedCartId: payment.pricedCartId, accountId: payment.accountId },
      ...urls,
    })
  } catch (error) {
    // What was answered is answered alike under the same key, so the next try has another. No answer keeps the key: it
    // finds the page that may be there.
    if (error instanceof PartnerFailure && error.judgement !== 'retryable')
      await deps.db.transaction((tx) =>
        store.updateAttempt(tx, payment, ['created'], {
          attempt: payment.attempt + 1,
          strayPossible: payment.strayPossible || error.judgement === 'unclear',
          lastError: error.message,
        }),
      )
    throw error
  }
}

/** Null when the payment has moved meanwhile. */
async function nextAttempt(
  tx: Tx,
  payment: store.Payment,
  from: readonly store.Payment['state'][],
  at: Date,
): Promise<store.Payment | null> {
  const next = {
    state: 'created' as const,
    attempt: payment.attempt + 1,
    stripeSessionId: null,
    createdAt: at,
    checkedAt: at,
  }
  return (await store.updateAttempt(tx, payment, from, next)) ? { ...payment, ...next } : null
}

/** What the processor says of the payment now, or of one of its pages; null when its session was never opened. */
export async function lookUpCardSession(
  deps: { db: Db; cards: CardProcessor },
  paymentId: string,
  sessionId?: string,
): Promise<CardSession | null> {
  if (sessionId !== undefined) {
    const session = await deps.cards.readSession(sessionId)
    return session.paymentId === paymentId ? session : null
  }
  const payment = await store.findPayment(deps.db, paymentId)
  return payment?.stripeSessionId ? deps.cards.readSession(payment.stripeSessionId) : null
}

/**
 * Takes in what the processor said. Only `paid` with the very amount settles; nothing un-settles, so events in any order
 * end alike. Returns the payment as it is now, locked.
 */
export async function applyCardSession(tx: Tx, session: CardSession, at: Date): Promise<store.Payment | null> {
  const payment = await store.lockPayment(tx, session.paymentId)
  if (!payment || payment.state === 'settled') return payment
  if (session.state === 'paid') {
    const matches = session.amount.minor === payment.amountMinor && session.amount.currency === payment.currency
    const set = matches
      ? {
          state: 'settled' as const,
          settledAt: at,
          checkedAt: at,
          stripeSessionId: session.sessionId,
          stripePaymentIntentId: session.paymentIntentId,
          stripeChargeId: session.chargeId,
        }
      : { checkedAt: at, lastError: 'the processor took another amount than was asked for' }
    await store.updatePayment(tx, payment.id, ['created', 'open', 'closing', 'expired'], set)
  } else if (session.state === 'expired' && session.sessionId === payment.stripeSessionId) {
    await store.updatePayment(tx, payment.id, ['open', 'closing'], { state: 'expired', checkedAt: at })
  }
  return store.findPayment(tx, payment.id)
}

/** Notes which order the payment paid for; a payment pays for one order. */
export async function linkOrder(tx: Tx, paymentId: string, orderId: string): Promise<void> {
  await store.updatePayment(tx, paymentId, ['settled'], { orderId })
}
