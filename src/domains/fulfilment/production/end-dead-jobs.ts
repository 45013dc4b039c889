import type { Tx } from '../../../platform/db/db.ts'
import { workOn } from '../../../platform/queue/dead-letters.ts'
import { prepareJob } from './jobs.ts'
import { moveJob } from './move-job.ts'
import { insertReport, lockJob, queuedJobs } from './store.ts'

/**
 * Ends the queued jobs that nobody works at any more: their work failed for good, or was cleared away, without a word to the
 * job, because the process died then. One that waits for a site has no work meanwhile and stays. @returns how many ended
 */
export async function endDeadJobs(tx: Tx, at: Date): Promise<number> {
  const queued = await queuedJobs(tx)
  const work = await workOn(tx, prepareJob, { field: 'jobId', ids: queued.map(({ id }) => id) })
  const failure = 'preparation-given-up'
  let ended = 0
  for (const { id } of queued) {
    const found = work.get(id)
    if (found === 'waits') continue
    const job = await lockJob(tx, id)
    if (job === null || (found !== 'dead' && job.routing !== null)) continue
    if ((await moveJob(tx, job, 'refuse', { failure, updatedAt: at })) === null) continue
    ended += 1
    const message = 'Its preparation ended without a result. The page of dead letters may say why.'
    await insertReport(tx, { jobId: id, reportId: `store:${failure}`, step: 'failed', at, message, detail: {} })
  }
  return ended
}
