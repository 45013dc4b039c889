import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { audit } from '../../../platform/http/operations/audit.ts'
import { insertAttempt } from './create-media-job.ts'
import { copiesToRetry } from './disc-outcomes.ts'
import { MediaJobStateConflict, NothingToRetry } from './errors.ts'
import { canRetry } from './job-state.ts'
import { discsOf, latestAttempt, lockJob } from './store.ts'

/**
 * Makes again what a job that ended badly left unmade, as a new job with the newest files of now. One retry a job: asked
 * twice, the second is refused.
 * @returns the new job's id
 * @throws {NotFound | MediaJobStateConflict | NothingToRetry}
 */
export async function retryMediaJob(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  { jobId, actor }: { readonly jobId: string; readonly actor: string },
): Promise<string> {
  return db.transaction(async (tx) => {
    const job = await lockJob(tx, jobId)
    if (job === null) throw new NotFound('media job')
    if (!canRetry(job.state)) throw new MediaJobStateConflict(job.reference, job.state, 'made again')
    if ((await latestAttempt(tx, job.orderLineId)) > job.attempt)
      throw new NothingToRetry(job.reference, 'a later attempt exists')
    const copies = copiesToRetry(job.copies, await discsOf(tx, [jobId]))
    if (copies === 0) throw new NothingToRetry(job.reference, 'every disc was made')
    const { orderId, orderNumber, orderLineId, lineNumber, accountId, userName, kitPartNumber, country } = job
    const line = { orderId, orderNumber, orderLineId, lineNumber, accountId, userName, kitPartNumber, country }
    const at = clock.now()
    const retryId = await insertAttempt(tx, { ...line, copies, at }, job.attempt + 1)
    await audit(tx, { at, actor, action: 'media-job.retry', subject: jobId, detail: { retryId, copies } })
    return retryId
  })
}
