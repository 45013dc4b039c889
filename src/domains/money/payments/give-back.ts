import type { Clock } from '../../../kernel/clock.ts'
import { derivedId } from '../../../kernel/ids.ts'
import { dateOf } from '../../../kernel/local-date.ts'
import { money } from '../../../kernel/money.ts'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import type { Log } from '../../../platform/log/log.ts'
import { enqueue } from '../../../platform/queue/jobs.ts'
import { type PostingLine, postEntry } from '../ledger/index.ts'
import { cardMoneyReturned, cardMoneyToReturn } from './events.ts'
import type { CardProcessor, CardRefund, CardSession } from './port.ts'
import * as returns from './return-store.ts'
import type { Payment } from './store.ts'
import type { ReturnReason } from './tables.ts'

/**
 * Card money came that can be no order: it is posted as a receipt that fits none, and the job that gives it back is
 * enqueued with it. Once for each payment intent. Answers the return, and whether it is new.
 */
export async function returnCardMoney(
  tx: Tx,
  given: {
    readonly payment: Payment
    readonly session: CardSession
    readonly reason: ReturnReason
    readonly orderId: string | null
    readonly at: Date
  },
): Promise<{ readonly cardReturn: returns.CardReturn; readonly isNew: boolean }> {
  const { payment, session, reason, orderId, at } = given
  const { paymentIntentId: intent } = session
  if (intent === null) throw new Error(`session ${session.sessionId} is paid and has no payment intent`)
  const id = derivedId('ret', intent)
  const { cardReturn, isNew } = await returns.insertReturn(tx, {
    id,
    paymentId: payment.id,
    accountId: payment.accountId,
    stripePaymentIntentId: intent,
    amountMinor: session.amount.minor,
    currency: session.amount.currency,
    reason,
    orderId,
    state: 'due',
    receivedAt: at,
  })
  if (isNew) {
    await post(tx, cardReturn, 'received', at)
    await enqueue(tx, cardMoneyToReturn, { returnId: id }, { key: id })
  }
  return { cardReturn, isNew }
}

/**
 * Gives the money back at the processor, once: what became of an earlier try is looked up before another is made.
 * @throws {PartnerFailure} so that the queue tries again
 */
export async function giveBack(
  deps: { readonly db: Db; readonly clock: Clock; readonly log: Log; readonly cards: CardProcessor },
  returnId: string,
): Promise<void> {
  const due = await returns.findReturn(deps.db, returnId)
  if (due?.state !== 'due') return
  const refund = (await foundRefund(deps, due)) ?? (await makeRefund(deps, due))
  await deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    if (refund.state === 'failed') {
      const failed = { state: 'failed', refundId: refund.refundId, lastError: 'the bank did not take it' } as const
      if (await returns.updateReturn(tx, due.id, ['due'], failed)) await announce(tx, due.id, 'failed')
      return
    }
    const set = { state: 'returned', refundId: refund.refundId, lastError: null, returnedAt: at } as const
    if (!(await returns.updateReturn(tx, due.id, ['due'], set))) return
    await post(tx, due, 'returned', at)
    await announce(tx, due.id, 'returned')
  })
  deps.log.info({ returnId, paymentId: due.paymentId, refundId: refund.refundId }, 'card money given back')
}

/** A bank may refuse a refund days later: then the money is here again, and finance gives it back in another way. */
export async function followRefund(
  deps: { readonly db: Db; readonly clock: Clock; readonly cards: CardProcessor },
  refundId: string,
): Promise<void> {
  const found = await returns.returnOfRefund(deps.db, refundId)
  if (found?.state !== 'returned') return
  const refunds = await deps.cards.refundsOf(found.stripePaymentIntentId)
  if (refunds.find((refund) => refund.refundId === refundId)?.state !== 'failed') return
  await deps.db.transaction(async (tx) => {
    const failed = { state: 'failed', returnedAt: null, lastError: 'the bank did not take it' } as const
    if (!(await returns.updateReturn(tx, found.id, ['returned'], failed))) return
    await post(tx, found, 'refused', deps.clock.now())
    await announce(tx, found.id, 'failed')
  })
}

/** Our own refund, or the whole given back by somebody at the processor; null when neither is there. */
async function foundRefund(
  { cards }: { readonly cards: CardProcessor },
  due: returns.CardReturn,
): Promise<CardRefund | null> {
  const refunds = await cards.refundsOf(due.stripePaymentIntentId)
  const own = refunds.find(({ key }) => key?.startsWith(`${due.id}:`))
  if (own) return own
  const good = refunds.filter(({ state }) => state !== 'failed')
  const total = good.reduce((sum, { amount }) => sum + amount.minor, 0)
  return total === due.amountMinor ? (good.at(-1) ?? null) : null
}

async function makeRefund(
  deps: { readonly db: Db; readonly cards: CardProcessor },
  due: returns.CardReturn,
): Promise<CardRefund> {
  try {
    const amount = money(due.amountMinor, due.currency)
    return await deps.cards.refund(due.stripePaymentIntentId, amount, `${due.id}:${due.attempt}`)
  } catch (error) {
    if (error instanceof PartnerFailure) await recordFailure(deps, due, error)
    throw error
  }
}

// What was answered is answered alike under the same key. The refund that may be there all the same is found before.
async function recordFailure(
  deps: { readonly db: Db },
  due: returns.CardReturn,
  failure: PartnerFailure,
): Promise<void> {
  const attempt = failure.judgement === 'retryable' ? due.attempt : due.attempt + 1
  await deps.db.transaction((tx) => returns.updateReturn(tx, due.id, ['due'], { attempt, lastError: failure.message }))
}

async function announce(tx: Tx, returnId: string, state: 'returned' | 'failed'): Promise<void> {
  await enqueue(tx, cardMoneyReturned, { returnId }, { key: `${returnId}:${state}` })
}

const stepWords = { received: 'fits no order', returned: 'given back', refused: 'was not taken back by the bank' }

/** To the receipts that fit no order, out of them, and in again when the bank refuses it. */
async function post(tx: Tx, of: returns.CardReturn, step: keyof typeof stepWords, at: Date): Promise<void> {
  const side = (account: PostingLine['account'], which: PostingLine['side']): PostingLine => ({
    account,
    side: which,
    money: money(of.amountMinor, of.currency),
  })
  await postEntry(tx, {
    entryId: `jen_card-return:${of.id}:${step}`,
    occurredOn: dateOf(at),
    reference: { kind: 'card-return', id: of.id },
    description: `Card payment ${of.paymentId} ${stepWords[step]}`,
    lines:
      step !== 'returned'
        ? [side('card-clearing', 'debit'), side('unmatched-receipts', 'credit')]
        : [side('unmatched-receipts', 'debit'), side('card-clearing', 'credit')],
    postedAt: at,
  })
}
