import type { Clock } from '../../kernel/clock.ts'
import type { Db } from '../../platform/db/db.ts'
import type { Log } from '../../platform/log/log.ts'
import type { CardProcessor } from './port.ts'
import { postPayout } from './post-payout.ts'
import * as store from './store.ts'

/** How far back payouts are read each time: banks report late, and reading a payout twice is harmless. */
const lookBackMs = 30 * 24 * 3_600_000

/**
 * Brings in the processor's payouts with their items and posts each, once. Fees without a payment are posted as
 * fees; any other item that belongs to no payment of ours is posted as an unmatched receipt and so listed, never hidden.
 * May run any number of times.
 */
export async function importPayouts(deps: {
  db: Db
  clock: Clock
  log: Log
  cards: CardProcessor
  stopping?: AbortSignal
}): Promise<{ payouts: number; added: number }> {
  const since = new Date(deps.clock.now().getTime() - lookBackMs)
  const found = await deps.cards.payouts(since)
  let added = 0
  for (const payout of found) {
    deps.stopping?.throwIfAborted()
    const items = payout.automatic ? await deps.cards.balanceTransactionsOf(payout.payoutId) : []
    const { isNew } = await deps.db.transaction(async (tx) => {
      const kept = await store.keepPayout(tx, payout, items)
      await postPayout(tx, { payout, items, postedAt: deps.clock.now() })
      return kept
    })
    if (isNew) added += 1
  }
  deps.log.info({ payouts: found.length, added }, 'payouts imported')
  return { payouts: found.length, added }
}
