import { sql } from 'drizzle-orm'
import type { Clock } from '../../../kernel/clock.ts'
import { dateOf } from '../../../kernel/local-date.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import type { DryRunObservers, DryRunReport } from './dry-run-report.ts'
import { type PublishCatalog, publishRun } from './publish-sync.ts'
import type { SyncReport } from './tables.ts'

/** A dry run holds the rows that it changed until it is rolled back, so no statement that compares may go on without end. */
const compareMs = 120_000

interface DryRunDeps {
  readonly db: Db
  readonly clock: Clock
  readonly publishCatalog: PublishCatalog
  readonly dryRunObservers: DryRunObservers
  readonly stopping?: AbortSignal
}

export interface DryRun {
  readonly report: SyncReport
  readonly dryRunReport: DryRunReport
}

/**
 * What publishing a run that was read would do, found by doing it in a transaction that is rolled back: the figures are
 * those of the publication itself. Readers see nothing of it. The publication stands behind a savepoint, so that carts
 * and priced carts that break are looked at again as they were, in the same transaction. Null when there is nothing to publish.
 */
export async function dryRunSync(deps: DryRunDeps, runId: string): Promise<DryRun | null> {
  return rolledBack(deps.db, (tx) => dryRunIn(tx, deps, runId))
}

async function dryRunIn(tx: Tx, deps: DryRunDeps, runId: string): Promise<DryRun | null> {
  const { dryRunObservers: observers } = deps
  const at = deps.clock.now()
  const itemsAfter = await observers.items(tx)
  const published = await rolledBack(tx, async (inner) => {
    const report = await publishRun(inner, { ...deps, runId, at })
    if (report === null) return null
    await inner.execute(sql`set local statement_timeout = ${sql.raw(String(compareMs))}`)
    const { changes, touched } = await itemsAfter(inner, dateOf(at))
    return { report, items: changes, offersBefore: await observers.offers(inner, { at, touched }) }
  })
  if (published === null) return null
  const { report, items, offersBefore } = published
  return { report, dryRunReport: { at: at.toISOString(), items, offers: await offersBefore(tx) } }
}

/** Does the work in a transaction, or behind a savepoint of one, and takes back what it wrote. */
async function rolledBack<Result>(db: Db | Tx, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  let done: { readonly result: Result } | null = null
  await db
    .transaction(async (tx) => {
      done = { result: await work(tx) }
      throw new RolledBack()
    })
    .catch((error: unknown) => {
      if (!(error instanceof RolledBack)) throw error
    })
  if (done === null) throw new Error('the work ended without a result and without an error')
  return (done as { readonly result: Result }).result
}

class RolledBack extends Error {}
