import type { Tx } from '../../../platform/db/db.ts'
import { enqueue } from '../../../platform/queue/jobs.ts'
import { mediaJobChanged } from './events.ts'
import { type MediaJobAction, nextState } from './job-state.ts'
import { type MediaJobRow, updateJob } from './store.ts'
import type { MediaJobState, mediaJobs } from './tables.ts'

/**
 * Moves a job as the state table says and announces it, both in the caller's transaction. Null when the table has no
 * such move, or somebody else moved the job first; nothing is written then.
 */
export async function moveJob(
  tx: Tx,
  job: MediaJobRow,
  action: MediaJobAction,
  patch: Partial<typeof mediaJobs.$inferInsert> & { readonly updatedAt: Date },
): Promise<MediaJobState | null> {
  const state = nextState(job.state, action)
  if (state === null) return null
  if (!(await updateJob(tx, job, { ...patch, state }))) return null
  await enqueue(tx, mediaJobChanged, {
    jobId: job.id,
    orderId: job.orderId,
    orderLineId: job.orderLineId,
    state,
    failure: patch.failure ?? null,
  })
  return state
}
