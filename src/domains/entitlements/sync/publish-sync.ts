import { sql } from 'drizzle-orm'
import type { Clock } from '../../../kernel/clock.ts'
import { DomainError } from '../../../kernel/domain-error.ts'
import { counted } from '../../../kernel/words.ts'
import type { Tx } from '../../../platform/db/db.ts'
import * as staging from '../../../platform/db/mirror-publish.ts'
import type { MirrorShape } from '../../../platform/db/mirror-table.ts'
import { forgetLinksOfRemoved } from '../../people/accounts/index.ts'
import { setAmbiguousNamesAside } from '../../people/identity/index.ts'
import { partNumbersRead, refreshRights, requestGrantCheck } from '../rights/index.ts'
import { closeDriftReport, openDriftReport } from './drift-report.ts'
import { judgeRemovals } from './guard.ts'
import { forgetReappeared, holdMissing, supersedeHeld } from './held-removals.ts'
import { holdRenumberedAccounts } from './hold-renumbered-accounts.ts'
import { hasOdd, isOdd, publishQuarantine } from './quarantine.ts'
import { type KindDrift, recordDrift } from './record-drift.ts'
import { rehomeLines, unprovenMoves } from './rehome-lines.ts'
import { mirrors, notMissed } from './sync-mirrors.ts'
import { clearStaging, hasReading } from './sync-staging.ts'
import * as store from './sync-store.ts'
import type { SyncCounts, SyncReport } from './tables.ts'

export type PublishCatalog = (
  tx: Tx,
  /** Without part numbers: all of them. */
  context: { readonly at: Date; readonly partNumbers?: readonly string[] },
) => Promise<{ added: number; changed: number; removed: number; unsellable: readonly string[] }>

/** So much of a table rewritten makes the planner's figures worthless; below this it does not matter. */
const muchChanged = { rows: 1000, share: 0.1 }

/**
 * Brings the mirror and the catalog to what the run has read, all or nothing, with statements about whole tables: no row
 * passes through this process. Rows that did not change are not written; an incremental run removes nothing but links of
 * rows that it has read, and former ids of lines that it has read under others. Readers see the state before until the
 * transaction ends. May run twice: a published run is left alone.
 * @throws {ReadingLost} when what the run has read is gone: it would be published as an empty feed
 * @returns the report, or null when there was nothing to publish
 */
export async function publishRun(
  tx: Tx,
  context: {
    readonly runId: string
    /** When rows are said to have changed: all of them together. */
    readonly at: Date
    /** Tells when it was done. */
    readonly clock: Clock
    readonly publishCatalog: PublishCatalog
    readonly stopping?: AbortSignal
  },
): Promise<SyncReport | null> {
  const run = await store.lockRun(tx, context.runId)
  if (!run || run.state === 'published' || run.state === 'failed' || run.state === 'discarded') return null
  if (!(await hasReading(tx, run.id))) throw new ReadingLost(run.id)
  // Hash joins of a million keys stay in memory, and a few changed rows are looked up instead of passing by all of them;
  // the settings end with the transaction.
  await tx.execute(sql`set local work_mem = '96MB'`)
  await tx.execute(sql`set local random_page_cost = 1.1`)
  const kinds: Record<string, SyncCounts> = {}
  const reasons: string[] = []
  const drift: KindDrift[] = []
  const isFirst = (await store.lastPublished(tx)) === null
  if (run.mode === 'full') {
    await supersedeHeld(tx)
    await openDriftReport(tx, run.id, context.at)
  }
  const ambiguous = await setAmbiguousNamesAside(tx, { alsoBeside: run.mode === 'incremental' })
  if (ambiguous > 0) reasons.push(ambiguousNames(ambiguous))
  const odd = await hasOdd(tx)
  for (const { kind, shape } of mirrors) {
    context.stopping?.throwIfAborted()
    kinds[kind] = await publishKind(tx, { run, odd, isFirst, kind, shape, reasons, drift, at: context.at })
  }
  if (run.mode === 'full') await closeDriftReport(tx, run.id, drift)
  await forgetLinksOfRemoved(tx)
  await refreshRights(tx, { at: context.at, mode: run.mode })
  const partNumbers = run.mode === 'full' ? {} : { partNumbers: await partNumbersRead(tx) }
  const catalog = await context.publishCatalog(tx, { at: context.at, ...partNumbers })
  kinds['items'] = { read: 0, held: 0, added: catalog.added, changed: catalog.changed, removed: catalog.removed }
  const quarantined = await publishQuarantine(tx, { runId: run.id, mode: run.mode, at: context.at, mirrors })
  const unproven = await unprovenMoves(tx, context.at)
  const report: SyncReport = { kinds, unsellable: catalog.unsellable, reasons, quarantined, unproven }
  await requestGrantCheck(tx, { run, kinds })
  await store.setWatermarks(tx, run.id)
  await clearStaging(tx)
  await store.finishRun(tx, { id: run.id, state: 'published', at: context.clock.now(), report, error: null })
  return report
}

async function publishKind(
  tx: Tx,
  given: {
    readonly run: store.SyncRun
    readonly kind: string
    readonly shape: MirrorShape
    readonly reasons: string[]
    readonly drift: KindDrift[]
    /** True: some of what was read cannot be read. */
    readonly odd: boolean
    /** True: what is read is all new, and nothing can have been missed. */
    readonly isFirst: boolean
    readonly at: Date
  },
): Promise<SyncCounts> {
  const { run, kind, shape, reasons, at } = given
  const unmissed = notMissed(kind, run.startedAt)
  const keep = given.odd ? sql`(${unmissed} or ${isOdd(kind, shape)})` : unmissed
  const findMissing = run.mode === 'full' || shape.owner !== null
  let groups = await staging.compareStaged(tx, shape, { findMissing, keep })
  const total = (name: Exclude<keyof staging.GroupDifference, 'group'>) =>
    groups.reduce((sum, group) => sum + group[name], 0)

  // A full run in which every known row was met again, and nothing else, has moved nothing.
  const mayHaveMoved = run.mode === 'incremental' || total('added') + total('missing') > 0
  const rehomed = kind === 'entitlementLines' && mayHaveMoved ? await rehomeLines(tx, { run, at }) : 0
  if (rehomed > 0) groups = await staging.compareStaged(tx, shape, { findMissing, keep })

  // An account without parents is an answer about that account; only a full run could take it for an empty feed.
  const isAnswer = run.mode === 'incremental' && shape.owner !== null
  const figures = groups.map((group) => (isAnswer ? { ...group, read: Math.max(group.read, 1) } : group))
  const judged = figures.map((group) => ({ ...group, judgement: judgeRemovals(group) }))
  const held = judged.filter(({ judgement }) => judgement.held)
  const removable = judged.filter(({ judgement, missing }) => !judgement.held && missing > 0)
  const names = (found: readonly { readonly group: string }[]) => found.map(({ group }) => group)

  if (run.mode === 'full' && !given.isFirst)
    given.drift.push(await recordDrift(tx, { runId: run.id, kind, shape, keep, groups }))
  // What is missed is told from what was known before, so it goes first.
  await forgetReappeared(tx, kind, shape)
  const heldCount =
    held.length > 0 ? await holdMissing(tx, { runId: run.id, kind, shape, keep, groups: names(held) }) : 0
  const removed =
    removable.length > 0 ? await staging.removeMissing(tx, shape, { keep, groups: names(removable), at }) : 0
  const renumbered = kind === 'accounts' ? await holdRenumberedAccounts(tx, run) : 0
  if (renumbered > 0) reasons.push(`accounts: ${renumbered} have another account ID on the platform now`)
  for (const { group, judgement } of held)
    if (judgement.held) reasons.push(`${kind}${group === '' ? '' : ` (${group})`}: ${judgement.reason}`)

  const counts = { read: total('read'), added: total('added'), changed: total('changed') }
  await staging.writeStaged(tx, shape, { ...counts, absent: total('absent') })
  const written = counts.added + counts.changed + removed
  if (findMissing && written > muchChanged.rows && written > total('known') * muchChanged.share)
    await staging.refreshStatistics(tx, shape)
  return { ...counts, removed: removed + rehomed, held: heldCount + renumbered }
}

function ambiguousNames(names: number): string {
  return `members: ${counted(names, 'sign-in name')} of two records of the platform, so nobody signs on by ${names === 1 ? 'it' : 'them'}`
}

export class ReadingLost extends DomainError {
  constructor(runId: string) {
    super('state-conflict', 'What this run had read was lost with a crash of the database. Start another one.', {
      runId,
    })
  }
}
