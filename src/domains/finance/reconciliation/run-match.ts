import type { Clock } from '../../../kernel/clock.ts'
import { newId } from '../../../kernel/ids.ts'
import { dateOf } from '../../../kernel/local-date.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { InvalidInput } from '../../../platform/http/answer/problems.ts'
import type { Log } from '../../../platform/log/log.ts'
import { factsWithoutOrder } from './facts.ts'
import { ledgerOfDays } from './ledger-of-days.ts'
import { matchOrders } from './match-orders.ts'
import { frontDoors, type MatchableLine, type MatchableRight, type MatchDays, type MatchSources } from './sources.ts'
import * as store from './store.ts'
import { emptyTally, totalsOf } from './totals.ts'

export interface MatchDeps {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly stopping?: AbortSignal
}

const linesPerBatch = 1000

/**
 * Matches every order of the days with its money, its rights and its parcels, lists what fits no order, and keeps the
 * result as a run. Reads one state of the database and changes nothing but its own tables, so it may run as often as
 * anybody likes: the same state gives the same rows. A fixed number of statements for each thousand lines.
 */
export async function runMatch(
  deps: MatchDeps,
  days: MatchDays,
  sources: MatchSources = frontDoors,
): Promise<store.MatchRun> {
  if (days.from > days.through)
    throw new InvalidInput([{ pointer: '#/through', detail: 'The last day is before the first.' }])
  const startedAt = deps.clock.now()
  const run = await deps.db.transaction((tx) => match(deps, tx, { days, sources, startedAt }), {
    isolationLevel: 'repeatable read',
  })
  deps.log.info({ runId: run.id, lines: run.lineCount, differences: run.differenceCount }, 'orders matched')
  return run
}

async function match(
  deps: MatchDeps,
  tx: Tx,
  { days, sources, startedAt }: { days: MatchDays; sources: MatchSources; startedAt: Date },
): Promise<store.MatchRun> {
  const { from, through } = days
  const opened = { id: newId('mtr'), fromDay: from, throughDay: through, startedAt }
  await store.insertRun(tx, { ...opened, finishedAt: null, lineCount: 0, differenceCount: 0, totals: null })
  const lines = await sources.orders.matchableOrders(tx, days)
  const ledger = await ledgerOfDays(tx, { days, orders: sources.orders, lines })
  const today = dateOf(startedAt)
  const tally = emptyTally()
  const strayRights: MatchableRight[] = []
  let lineCount = 0
  let differenceCount = 0
  for (const batch of batchesOf(lines)) {
    deps.stopping?.throwIfAborted()
    const matched = await matchOrders(tx, { sources, lines: batch, ledger, days, today, tally })
    strayRights.push(...matched.strayRights)
    lineCount += batch.length
    differenceCount += matched.rows.filter(({ cause }) => cause !== null).length
    await store.insertRows(
      tx,
      matched.rows.map((row) => ({ ...row, runId: opened.id })),
    )
  }
  const facts = await factsWithoutOrder(tx, { sources, days, ledger, strayRights, now: startedAt })
  await store.insertFacts(
    tx,
    facts.map((fact) => ({ ...fact, runId: opened.id })),
  )
  const finished = {
    ...opened,
    finishedAt: deps.clock.now(),
    lineCount,
    differenceCount: differenceCount + facts.length,
    totals: await totalsOf(tx, tally, ledger, days),
  }
  await store.finishRun(tx, finished)
  return finished
}

// Whole orders, so that a line never stands in another batch than its order's freight.
function batchesOf(lines: readonly MatchableLine[]): MatchableLine[][] {
  const batches: MatchableLine[][] = []
  let batch: MatchableLine[] = []
  for (const [index, line] of lines.entries()) {
    batch.push(line)
    if (batch.length >= linesPerBatch && lines[index + 1]?.orderId !== line.orderId) {
      batches.push(batch)
      batch = []
    }
  }
  return batch.length === 0 ? batches : [...batches, batch]
}
