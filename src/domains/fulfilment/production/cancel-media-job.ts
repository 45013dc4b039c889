import type { Clock } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { audit } from '../../../platform/http/operations/audit.ts'
import { MediaJobStateConflict } from './errors.ts'
import { isAtSite } from './job-state.ts'
import { moveJob } from './move-job.ts'
import { jobsOfOrderId, lockJob, type MediaJobRow, updateJob } from './store.ts'
import type { MediaJobState } from './tables.ts'

/**
 * Cancels a job: at once while it is queued; at a site it is asked for, and the job ends cancelled when the site says so,
 * or made when the discs were done first. Asked twice is asked once.
 * @throws {NotFound | MediaJobStateConflict} when the job has ended
 */
export async function cancelMediaJob(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  { jobId, actor }: { readonly jobId: string; readonly actor: string },
): Promise<MediaJobState> {
  return db.transaction(async (tx) => {
    const at = clock.now()
    const job = await lockJob(tx, jobId)
    if (job === null) throw new NotFound('media job')
    const state = await cancel(tx, job, at)
    if (state === null) throw new MediaJobStateConflict(job.reference, job.state, 'cancelled')
    await audit(tx, { at, actor, action: 'media-job.cancel', subject: jobId })
    return state
  })
}

/** Cancels what can still be cancelled of an order, within the caller's transaction. May run twice. */
export async function cancelJobsOfOrder(tx: Tx, { orderId, at }: { orderId: string; at: Date }): Promise<void> {
  for (const { id } of await jobsOfOrderId(tx, orderId)) {
    const job = await lockJob(tx, id)
    if (job !== null) await cancel(tx, job, at)
  }
}

async function cancel(tx: Tx, job: MediaJobRow, at: Date): Promise<MediaJobState | null> {
  if (job.state === 'queued') return moveJob(tx, job, 'cancel', { updatedAt: at })
  if (job.state === 'cancelled') return job.state
  if (!isAtSite(job.state)) return null
  // Not `updatedAt`: it says when the site was last heard of.
  await updateJob(tx, job, { cancelRequested: true })
  return job.state
}
