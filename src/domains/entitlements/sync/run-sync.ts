import type { Clock } from '../../../kernel/clock.ts'
import { cutText } from '../../../kernel/cut-text.ts'
import { DomainError } from '../../../kernel/domain-error.ts'
import { newId } from '../../../kernel/ids.ts'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import { counted } from '../../../kernel/words.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { enqueue } from '../../../platform/queue/jobs.ts'
import { type AlarmDeps, raiseAlarm } from '../../people/notifications/index.ts'
import type { PlatformDownloads, PlatformReader, PlatformWriter } from '../rights/index.ts'
import { alarmDrift } from './drift-report.ts'
import type { DryRunObservers } from './dry-run-report.ts'
import { dryRunSync } from './dry-run-sync.ts'
import { fullSyncPublished, syncPublished, syncRequested } from './events.ts'
import { type PublishCatalog, publishRun } from './publish-sync.ts'
import { newlyQuarantined } from './quarantine.ts'
import { ReadElsewhere } from './save-pages.ts'
import { readEverything, type SyncProgress } from './sync-reading.ts'
import { clearStaging } from './sync-staging.ts'
import * as store from './sync-store.ts'
import type { SyncReport } from './tables.ts'

export interface SyncDeps extends AlarmDeps {
  readonly db: Db
  readonly clock: Clock
  readonly platform: PlatformReader & PlatformWriter & Pick<PlatformDownloads, 'downloadPackages'>
  /** The catalog follows the mirror in the same transaction. */
  readonly publishCatalog: PublishCatalog
  /** The catalog and the orders say what a tried out publication means to them. */
  readonly dryRunObservers: DryRunObservers
  /** Aborted when the process stops: the run lets go, stays open, and goes on there when it is carried out again. */
  readonly stopping?: AbortSignal
}

export interface SyncRequest {
  readonly mode: 'full' | 'incremental'
  /** Who or what asked: a schedule, a member of staff, the first start. */
  readonly trigger: string
  /** True: the run stops before it publishes, and says what publishing would do. */
  readonly dryRun?: boolean
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
export async function openSync(
  deps: Pick<SyncDeps, 'db' | 'clock' | 'platform'>,
  request: SyncRequest,
): Promise<string> {
  deps.platform.syncBegins?.()
  return deps.db.transaction((tx) => openOrResume(tx, deps.clock, request))
}

async function openOrResume(tx: Tx, clock: Clock, request: SyncRequest): Promise<string> {
  const runId = newId('syn')
  await store.discardDryRun(tx, clock.now())
  const inserted = await store.insertRun(tx, {
    id: runId,
    mode: request.mode,
    trigger: request.trigger,
    state: 'reading',
    startedAt: clock.now(),
    dryRun: request.dryRun ?? false,
  })
  if (inserted) return runId
  const open = await store.openRun(tx)
  // Whoever asks to see first must not find it published.
  if (!open || (request.dryRun === true && !open.dryRun)) throw new SyncRunning()
  return open.id
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
  if (!run || (run.state !== 'reading' && run.state !== 'publishing')) return
  if (run.state === 'reading') deps.platform.syncBegins?.()
  try {
    if (run.state === 'reading') {
      await readEverything(deps, run, onProgress)
      await deps.platform.syncHasRead?.()
    }
    if (run.state === 'reading' && run.dryRun) {
      await dryRun(deps, runId)
      return
    }
    const report = await deps.db.transaction(async (tx) => {
      const at = deps.clock.now()
      const published = await publishRun(tx, { ...deps, runId, at })
      if (published) await enqueue(tx, syncPublished, { runId }, { key: runId })
      if (published) await alarmHeld(tx, deps, { runId, report: published, at })
      if (published) await alarmQuarantined(tx, deps, { runId, at })
      if (published && run.mode === 'full') await announceFullSync(tx, deps, { runId, report: published, at })
      return published
    })
    if (report) deps.log.info({ runId, kinds: report.kinds }, 'sync published')
  } catch (error) {
    // Whatever it met, nobody can tell it from the stopping; what is broken fails again at the next try.
    if (deps.stopping?.aborted) throw error
    if (error instanceof PartnerFailure && error.judgement === 'retryable') throw error
    if (error instanceof ReadElsewhere) {
      deps.log.warn({ runId }, error.message)
      return
    }
    await fail(deps, runId, error)
    throw error
  }
}

async function dryRun(deps: SyncDeps, runId: string): Promise<void> {
  const found = await dryRunSync(deps, runId)
  if (found === null) return
  await deps.db.transaction((tx) => store.saveDryRun(tx, { id: runId, ...found }))
}

async function announceFullSync(
  tx: Tx,
  deps: SyncDeps,
  { runId, report, at }: { readonly runId: string; readonly report: SyncReport; readonly at: Date },
): Promise<void> {
  await enqueue(tx, fullSyncPublished, { runId }, { key: runId })
  await alarmDrift(tx, deps, { runId, at, held: heldIn(report) })
}

function heldIn(report: SyncReport): number {
  return Object.values(report.kinds).reduce((sum, counts) => sum + counts.held, 0)
}

async function alarmHeld(
  tx: Tx,
  deps: SyncDeps,
  { runId, report, at }: { readonly runId: string; readonly report: SyncReport; readonly at: Date },
): Promise<void> {
  const held = heldIn(report)
  if (held === 0) return
  await raiseAlarm(tx, deps, {
    alarm: 'removals-held',
    about: runId,
    detail: `${held} removals wait for somebody to say whether they are meant: ${(report.reasons ?? []).join('; ')}. What is new was published.`,
    adminPath: `/admin/sync/${runId}`,
    dedupeKey: `removals-held:${runId}`,
    at,
  })
}

async function alarmQuarantined(
  tx: Tx,
  deps: SyncDeps,
  { runId, at }: { readonly runId: string; readonly at: Date },
): Promise<void> {
  const count = await newlyQuarantined(tx, runId)
  if (count === 0) return
  await raiseAlarm(tx, deps, {
    alarm: 'rows-quarantined',
    about: runId,
    detail: `${counted(count, 'row')} of the platform cannot be read, for the first time. What the store knew of them stays as it was; the page of the run has each with its place and the reason.`,
    adminPath: `/admin/sync/${runId}`,
    dedupeKey: `rows-quarantined:${runId}`,
    at,
  })
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
      error: error instanceof Error ? cutText(error.message, 1000) : 'unknown failure',
    })
    await clearStaging(tx)
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
