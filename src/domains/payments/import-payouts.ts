import type { Clock } from '../../kernel/clock.ts'
import { dateOf } from '../../kernel/local-date.ts'
import { money } from '../../kernel/money.ts'
import type { Db, Tx } from '../../platform/db/db.ts'
import type { Log } from '../../platform/log/log.ts'
import { type PostingLine, postEntry } from '../ledger/index.ts'
import type { BalanceTransaction, CardPayout, CardProcessor } from './port.ts'
import * as store from './store.ts'

/** How far back payouts are read each time: banks report late, and reading a payout twice is harmless. */
const lookBackMs = 30 * 24 * 3_600_000

/**
 * Brings in the processor's payouts with their items and posts each, once. An item that belongs to no payment of ours is
 * posted as an unmatched receipt and so listed, never hidden. May run any number of times.
 */
export async function importPayouts(deps: {
  db: Db
  clock: Clock
  log: Log
  cards: CardProcessor
}): Promise<{ payouts: number; added: number }> {
  const since = new Date(deps.clock.now().getTime() - lookBackMs)
  const found = await deps.cards.payouts(since)
  let added = 0
  for (const payout of found) {
    const items = payout.automatic ? await deps.cards.balanceTransactionsOf(payout.payoutId) : []
    const { isNew } = await deps.db.transaction(async (tx) => {
      const kept = await store.keepPayout(tx, payout, items)
      if (payout.state === 'paid') await postPayout(tx, payout, items, deps.clock.now())
      return kept
    })
    if (isNew) added += 1
  }
  deps.log.info({ payouts: found.length, added }, 'payouts imported')
  return { payouts: found.length, added }
}

async function postPayout(
  tx: Tx,
  payout: CardPayout,
  items: readonly BalanceTransaction[],
  postedAt: Date,
): Promise<void> {
  const { currency } = payout.amount
  const moves = items.filter((item) => item.reportingCategory !== 'payout')
  const intents = moves.flatMap((item) => item.paymentIntentId ?? [])
  const known = new Set((await store.paymentsOfIntents(tx, intents)).map((payment) => payment.stripePaymentIntentId))
  const lines: PostingLine[] = []
  const put = (account: PostingLine['account'], minor: number) => {
    if (minor !== 0)
      lines.push({ account, side: minor > 0 ? 'debit' : 'credit', money: money(Math.abs(minor), currency) })
  }
  put('bank', payout.amount.minor)
  for (const item of moves) {
    put('processor-fees', item.feeMinor)
    put(
      item.paymentIntentId !== null && known.has(item.paymentIntentId) ? 'card-clearing' : 'unmatched-receipts',
      -item.amount.minor,
    )
  }
  const itemised = moves.reduce((total, item) => total + item.netMinor, 0)
  // What the items do not explain is shown, not dropped.
  put('unmatched-receipts', itemised - payout.amount.minor)
  await postEntry(tx, {
    entryId: `jen_payout:${payout.payoutId}`,
    occurredOn: dateOf(payout.arrivesAt),
    reference: { kind: 'payout', id: payout.payoutId },
    description: `Payout ${payout.payoutId}`,
    lines,
    postedAt,
  })
}
