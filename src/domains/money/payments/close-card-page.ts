import type { Clock } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { enqueue } from '../../../platform/queue/jobs.ts'
import { cardPageClosing } from './events.ts'
import type { CardProcessor, CardSession } from './port.ts'
import * as store from './store.ts'

type CloseDeps = { readonly db: Db; readonly clock: Clock; readonly cards: CardProcessor }

/** The clocks of store and processor differ a little. */
const clockSkewMs = 300_000

/** From now on these payments have no page to pay on: the note and the job that closes it are one transaction. */
export async function askToClose(tx: Tx, payments: readonly store.Payment[], at: Date): Promise<void> {
  for (const payment of payments) if (await beginClosing(tx, payment, at)) await closeLater(tx, payment)
}

/** Closes a card page by the job alone: for callers that hold other locks and must not wait for the payment. */
export async function closeLater(
  tx: Tx,
  { id: paymentId, attempt, stripeSessionId: sessionId }: store.Payment,
): Promise<void> {
  const key = `${paymentId}:${attempt}:${sessionId ?? ''}`
  await enqueue(tx, cardPageClosing, { paymentId, attempt, sessionId }, { key })
}

/** False when this attempt is over, or closing already. */
export async function beginClosing(tx: Tx, payment: Pick<store.Payment, 'id' | 'attempt'>, at: Date): Promise<boolean> {
  return store.updateAttempt(tx, payment, ['created', 'open'], { state: 'closing', checkedAt: at })
}

/** `paying`: the buyer is through and the money is not, so that nothing can be said yet. */
export type Closed =
  | { readonly outcome: 'closed' }
  | { readonly outcome: 'paid'; readonly sessionId: string }
  | { readonly outcome: 'paying' }

/**
 * Closes every page of a payment that is being closed, at the processor, and says whether one was paid before. May run
 * any number of times.
 * @throws {PartnerFailure}
 */
export async function closeCardPage(deps: CloseDeps, paymentId: string, strayId?: string): Promise<Closed> {
  const payment = await store.findPayment(deps.db, paymentId)
  if (strayId !== undefined && strayId !== payment?.stripeSessionId) {
    const stray = await deps.cards.expireSession(strayId)
    if (stray.state === 'paid') return { outcome: 'paid', sessionId: stray.sessionId }
  }
  if (payment?.state !== 'closing') return { outcome: 'closed' }
  const known = payment.stripeSessionId
  const own = known === null ? [] : [await deps.cards.expireSession(known)]
  const strays = known === null || payment.strayPossible ? await closeStrays(deps, payment) : []
  const pages = [...own, ...strays]
  const paid = pages.find(({ state }) => state === 'paid')
  if (paid) return { outcome: 'paid', sessionId: paid.sessionId }
  if (pages.some(({ state }) => state === 'processing')) return { outcome: 'paying' }
  await deps.db.transaction((tx) =>
    store.updateAttempt(tx, payment, ['closing'], { state: 'expired', checkedAt: deps.clock.now() }),
  )
  return { outcome: 'closed' }
}

/**
 * Closes what the processor has made for the payment beside the page that is noted: its answer was lost or was a failure.
 * The buyer was never sent there. Answers how each is now.
 */
export async function closeStrays(deps: CloseDeps, payment: store.Payment): Promise<CardSession[]> {
  const since = new Date(payment.createdAt.getTime() - clockSkewMs)
  const found = await deps.cards.sessionsOf(payment.id, since)
  const strays = found.filter(({ sessionId }) => sessionId !== payment.stripeSessionId)
  return Promise.all(
    strays.map((stray) => (stray.state === 'open' ? deps.cards.expireSession(stray.sessionId) : stray)),
  )
}

/** A page that came into being after its payment was closed: closed at once, and by a job when that does not work. */
export async function closeUnnotedPage(deps: CloseDeps, payment: store.Payment, sessionId: string): Promise<void> {
  await deps.db.transaction((tx) =>
    enqueue(
      tx,
      cardPageClosing,
      { paymentId: payment.id, attempt: 0, sessionId },
      { key: `${payment.id}:stray:${sessionId}` },
    ),
  )
  await deps.cards.expireSession(sessionId).catch(() => null)
}
