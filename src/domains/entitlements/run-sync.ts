import type { Clock } from '../../kernel/clock.ts'
import { DomainError } from '../../kernel/domain-error.ts'
import { newId } from '../../kernel/ids.ts'
import { PartnerFailure } from '../../kernel/partner-failure.ts'
import type { Db, Tx } from '../../platform/db/db.ts'
import { enqueue } from '../../platform/queue/jobs.ts'
import { type AlarmDeps, raiseAlarm } from '../notifications/index.ts'
import { syncRequested } from './events.ts'
import type { EntitlementPlatform, ProductKey } from './port.ts'
import { type PublishCatalog, publishRun } from './publish-sync.ts'
import { type ReadContext, syncSteps } from './sync-steps.ts'
import * as store from './sync-store.ts'

export interface SyncDeps extends AlarmDeps {
  readonly db: Db
  readonly clock: Clock
  readonly platform: EntitlementPlatform
  /** The catalog follows the mirror in the same transaction. */
  readonly publishCatalog: PublishCatalog
}

export interface SyncRequest {
  readonly mode: 'full' | 'incremental'
  /** Who or what asked: a schedule, a member of staff, the first start. */
  readonly trigger: string
}

/**
 * Opens a run, or takes up the one that a dead process left, and enqueues its work.
 * @throws {SyncRunning} when a run was opened by somebody else and is under way
 */
export async function requestSync(deps: Pick<SyncDeps, 'db' | 'clock'>, request: SyncRequest): Promise<string> {
  return deps.db.transaction(async (tx) => {
    const runId = await openOrResume(tx, deps.clock, request)
    await enqueue(tx, syncRequested, { runId }, { key: runId })
    return runId
  })
}

/** Opens a run for the caller to carry out itself with `carryOutSync`, as the command line does. */
export async function openSync(deps: Pick<SyncDeps, 'db' | 'clock'>, request: SyncRequest): Promise<string> {
  return deps.db.transaction((tx) => openOrResume(tx, deps.clock, request))
}

async function openOrResume(tx: Tx, clock: Clock, request: SyncRequest): Promise<string> {
  const runId = newId('syn')
  const inserted = await store.insertRun(tx, {
    id: runId,
    mode: request.mode,
    trigger: request.trigger,
    state: 'reading',
    startedAt: clock.now(),
    position: {},
  })
  if (inserted) return runId
  const open = await store.openRun(tx)
  if (!open) throw new SyncRunning()
  return open.id
}

export interface SyncProgress {
  readonly step: string
  readonly stepNumber: number
  readonly stepCount: number
  readonly rows: number
}

/**
 * Reads the platform page by page into staging and publishes in one transaction. May run twice and be killed anywhere:
 * it goes on at the page after the last one stored, and a published run is left alone.
 */
export async function carryOutSync(
  deps: SyncDeps,
  runId: string,
  onProgress: (progress: SyncProgress) => void = () => {},
): Promise<void> {
  const run = await store.findRun(deps.db, runId)
  if (!run || run.state === 'published' || run.state === 'failed') return
  try {
    const modifiedAfter = run.mode === 'full' ? null : await watermark(deps.db)
    await readEverything(deps, run, modifiedAfter, onProgress)
    await deps.db.transaction((tx) =>
      publishRun(tx, { runId, at: deps.clock.now(), publishCatalog: deps.publishCatalog }),
    )
    deps.log.info({ runId }, 'sync published')
  } catch (error) {
    if (error instanceof PartnerFailure && error.judgement === 'retryable') throw error
    await fail(deps, runId, error)
    throw error
  }
}

/** Where an incremental run starts: what the last published run began with; null makes the run a full one. */
async function watermark(db: Db): Promise<Date | null> {
  return (await store.lastPublished(db))?.startedAt ?? null
}

async function readEverything(
  deps: SyncDeps,
  run: store.SyncRun,
  modifiedAfter: Date | null,
  onProgress: (progress: SyncProgress) => void,
): Promise<void> {
  const context: ReadContext = {
    platform: deps.platform,
    products: async () => (await store.staged(deps.db, run.id, 'products')).map(({ data }) => data as ProductKey),
    childAccounts: () => store.stagedChildAccounts(deps.db, run.id),
  }
  let rows = 0
  for (const [index, step] of syncSteps.entries()) {
    let page = run.position[step.name] ?? 1
    while (page > 0) {
      const answer = await step.readPage(context, { page, ...(modifiedAfter ? { modifiedAfter } : {}) })
      rows += answer.rows.length
      // Page 0 stands for "this step is done".
      const nextPage = answer.hasMore ? page + 1 : 0
      await deps.db.transaction((tx) =>
        store.storePage(tx, { runId: run.id, step: step.name, nextPage, rows: answer.rows }),
      )
      onProgress({ step: step.name, stepNumber: index + 1, stepCount: syncSteps.length, rows })
      page = nextPage
    }
  }
}

async function fail(deps: SyncDeps, runId: string, error: unknown): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const run = await store.lockRun(tx, runId)
    if (!run || run.state === 'published') return
    const at = deps.clock.now()
    await store.finishRun(tx, {
      id: runId,
      state: 'failed',
      at,
      report: null,
      error: error instanceof Error ? error.message.slice(0, 1000) : 'unknown failure',
    })
    await store.clearStaging(tx, runId)
    await raiseAlarm(tx, deps, {
      alarm: 'sync-failed',
      about: runId,
      detail: 'The store goes on with what it read before. The page of the run says why it failed.',
      adminPath: `/admin/sync/${runId}`,
      dedupeKey: `sync-failed:${runId}`,
      at,
    })
  })
}

export class SyncRunning extends DomainError {
  constructor() {
    super('sync-running', 'A sync is under way. Wait for it, and look at its run for the progress.')
  }
}
