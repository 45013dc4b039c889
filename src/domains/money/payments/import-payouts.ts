import type { Clock } from '../../../kernel/clock.ts'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import type { Db } from '../../../platform/db/db.ts'
import type { Log } from '../../../platform/log/log.ts'
import type { BalanceTransaction, CardPayout, CardProcessor } from './port.ts'
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
  let outage: PartnerFailure | null = null
  for (const payout of found) {
    deps.stopping?.throwIfAborted()
    const read = await readItems(deps, payout)
    if ('failure' in read) outage ??= read.failure
    else {
      const { isNew } = await deps.db.transaction(async (tx) => {
        const kept = await store.savePayout(tx, { ...payout, itemised: read.itemised }, read.items)
        // What is not known yet is not posted as unexplained: the next import comes to it again.
        if (read.itemised !== 'pending') await postPayout(tx, { payout, items: read.items, postedAt: deps.clock.now() })
        return kept
      })
      if (isNew) added += 1
    }
  }
  deps.log.info({ payouts: found.length, added }, 'payouts imported')
  if (outage) throw outage
  return { payouts: found.length, added }
}

type Items = Pick<CardPayout, 'itemised'> & { readonly items: readonly BalanceTransaction[] }

/** One payout that cannot be itemised does not stop those after it; an outage is thrown when all were tried. */
async function readItems(
  deps: { readonly log: Log; readonly cards: CardProcessor },
  { payoutId, itemised }: CardPayout,
): Promise<Items | { readonly failure: PartnerFailure }> {
  if (itemised !== 'complete') return { itemised, items: [] }
  try {
    return { itemised, items: await deps.cards.balanceTransactionsOf(payoutId) }
  } catch (error) {
    if (!(error instanceof PartnerFailure)) throw error
    deps.log.warn({ payoutId, judgement: error.judgement, reason: error.message }, 'payout could not be itemised')
    // A no stands as "none", which finance sees as unexplained; should the processor say it later, that is posted beside.
    return error.judgement === 'final' ? { itemised: 'none', items: [] } : { failure: error }
  }
}
