import type { Clock } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { type DiscOutcome, discOutcomes } from './disc-outcomes.ts'
import { type MediaJobAction, nextState } from './job-state.ts'
import { moveJob } from './move-job.ts'
import type { SiteReport } from './site-contract.ts'
import { insertReport, lockJob, type MediaJobRow, putDiscs, updateJob } from './store.ts'
import type { MediaJobState } from './tables.ts'

interface ReportReceipt {
  readonly jobState: MediaJobState
  /** The report was here before, and changed nothing now. */
  readonly repeated: boolean
}

/**
 * Takes in what a site says about one of its jobs. The same report id counts once; a report that comes late is kept and
 * moves nothing; the end of a job is final.
 * @throws {NotFound} when the site has no such job, {InvalidInput} when the report names a disc that the job has not
 */
export async function applyReport(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  { siteId, jobId, report }: { readonly siteId: string; readonly jobId: string; readonly report: SiteReport },
): Promise<ReportReceipt> {
  return db.transaction(async (tx) => {
    const job = await lockJob(tx, jobId)
    if (job === null || job.siteId !== siteId || job.manifest === null) throw new NotFound('media job')
    const { reportId, step, at, message, ...detail } = storable(report)
    const discs = endOf(job, report)
    // After a re-route another site may do the same step with the same result, and so with the same report id.
    const bySite = `${siteId}:${reportId}`
    const isNew = await insertReport(tx, { jobId, reportId: bySite, step, at: new Date(at), message, detail })
    if (!isNew) return { jobState: job.state, repeated: true }
    return { jobState: await applyNew(tx, job, { report, discs, now: clock.now() }), repeated: false }
  })
}

async function applyNew(
  tx: Tx,
  job: MediaJobRow,
  { report, discs, now }: { report: SiteReport; discs: readonly DiscOutcome[]; now: Date },
): Promise<MediaJobState> {
  const action = actionOf(job, report, discs)
  const heard = { updatedAt: now, alarmedAt: null, ...previewOf(report) }
  // The discs of a job that has ended are not rewritten by a report that comes after the end.
  if (nextState(job.state, action) !== null) await putDiscs(tx, job.id, discs)
  const moved = await moveJob(tx, job, action, { ...heard, failure: failureOf(action, report) })
  if (moved !== null) return moved
  await updateJob(tx, job, heard)
  return job.state
}

const actions: Readonly<Record<Exclude<SiteReport['step'], 'finished'>, MediaJobAction>> = {
  staged: 'stage',
  imaged: 'image',
  submitted: 'submit',
  running: 'run',
  failed: 'fail',
}

function actionOf(job: MediaJobRow, report: SiteReport, discs: readonly DiscOutcome[]): MediaJobAction {
  if (report.step === 'finished') return discs.every(({ outcome }) => outcome === 'made') ? 'finish' : 'fail'
  // The site gives up a cancelled job with a failure; what went wrong is then that it was told to.
  if (report.step === 'failed' && job.cancelRequested) return 'confirmCancel'
  return actions[report.step]
}

function failureOf(action: MediaJobAction, report: SiteReport): string | null {
  if (action !== 'fail') return null
  return report.step === 'failed' ? report.cause : 'disc-failed'
}

function endOf(job: MediaJobRow, report: SiteReport): DiscOutcome[] {
  if (job.manifest === null || (report.step !== 'finished' && report.step !== 'failed')) return []
  return discOutcomes(job.manifest, job.copies, report)
}

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

function previewOf(report: SiteReport): { labelPreview?: Uint8Array } {
  if (report.step !== 'submitted' || report.labelPreviewPng === null) return {}
  const picture = Buffer.from(report.labelPreviewPng, 'base64')
  // It is served as a picture later, so nothing else is kept.
  return picture.subarray(0, pngSignature.length).equals(pngSignature) ? { labelPreview: picture } : {}
}

/** The picture has a column of its own; PostgreSQL keeps no NUL in text. */
function storable(report: SiteReport): SiteReport {
  const kept = report.step === 'submitted' ? { ...report, labelPreviewPng: null } : report
  return withoutNul(kept)
}

function withoutNul<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value).replaceAll('\\u0000', '\\ufffd'))
}
