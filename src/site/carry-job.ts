import type { SiteJob } from '../domains/fulfilment/production/site-contract.ts'
import { cutText } from '../kernel/cut-text.ts'
import { hasCode } from './durable-file.ts'
import { JobFailure } from './job-failure.ts'
import { type JobInHand, prepareJob, reached, submitDisc, takeInHand, type Workshop } from './prepare-job.ts'
import { watchJob } from './watch-job.ts'

/** Carries a job one pass further. What is thrown delays the job; a failure that it cannot get over is reported. */
export async function carryJob(workshop: Workshop, job: SiteJob): Promise<void> {
  const inHand = await takeInHand(workshop, job)
  // Ended here, and the store has not heard of it or has not believed it.
  if ((await inHand.reporter.resend('finished')) || (await inHand.reporter.resend('failed'))) return
  try {
    if (reached(job, 'submitted')) await watchJob(workshop, inHand)
    else if (job.cancelRequested) await callOff(workshop, inHand)
    else await prepareJob(workshop, inHand)
  } catch (error) {
    const failure = asFailure(error)
    if (failure === null) throw error
    await giveUp(workshop, inHand, failure)
  }
}

/** Discs that have not left for the device never will; the others are aborted there. */
async function callOff(workshop: Workshop, inHand: JobInHand): Promise<void> {
  for (const disc of inHand.discs) {
    if ((await disc.folder.submission.read()) !== null) await submitDisc(workshop, inHand.job, disc)
    else
      await disc.folder.end.write({
        good: 0,
        bad: 0,
        result: 'refused',
        reason: 'cancelled before it was sent to the device',
      })
  }
  await watchJob(workshop, inHand)
}

async function giveUp(workshop: Workshop, { job, discs, reporter }: JobInHand, failure: JobFailure): Promise<void> {
  workshop.log.warn({ jobId: job.jobId, cause: failure.failureCause }, 'job failed')
  for (const { folder, stem } of discs) if ((await folder.submission.read()) !== null) await workshop.device.abort(stem)
  await reporter.reportOnce('failed', () => ({
    step: 'failed',
    cause: failure.failureCause,
    message: cutText(failure.message, 1000),
    discs: [],
  }))
}

function asFailure(error: unknown): JobFailure | null {
  if (error instanceof JobFailure) return error
  if (hasCode(error, 'ENOSPC', 'EDQUOT')) return new JobFailure('no-space', 'The site has no disk space left', error)
  return null
}
