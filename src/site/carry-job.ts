import type { SiteJob } from '../domains/fulfilment/production/site-contract.ts'
import { cutText } from '../kernel/cut-text.ts'
import { hasCode } from './durable-file.ts'
import { JobFailure } from './job-failure.ts'
import { type ActiveJob, activateJob, prepareJob, reached, type SiteContext, submitDisc } from './prepare-job.ts'
import { watchJob } from './watch-job.ts'

/** Carries a job one pass further. What is thrown delays the job; a failure that it cannot get over is reported. */
export async function carryJob(context: SiteContext, job: SiteJob): Promise<void> {
  const activeJob = await activateJob(context, job)
  // Ended here, and the store has not heard of it or has not believed it.
  if ((await activeJob.reporter.resend('finished')) || (await activeJob.reporter.resend('failed'))) return
  try {
    if (reached(job, 'submitted')) await watchJob(context, activeJob)
    else if (job.cancelRequested) await callOff(context, activeJob)
    else await prepareJob(context, activeJob)
  } catch (error) {
    const failure = asFailure(error)
    if (failure === null) throw error
    await giveUp(context, activeJob, failure)
  }
}

/** Discs that have not left for the device never will; the others are aborted there. */
async function callOff(context: SiteContext, activeJob: ActiveJob): Promise<void> {
  for (const disc of activeJob.discs) {
    if ((await disc.folder.submission.read()) !== null) await submitDisc(context, activeJob.job, disc)
    else
      await disc.folder.end.write({
        good: 0,
        bad: 0,
        result: 'refused',
        reason: 'cancelled before it was sent to the device',
      })
  }
  await watchJob(context, activeJob)
}

async function giveUp(context: SiteContext, { job, discs, reporter }: ActiveJob, failure: JobFailure): Promise<void> {
  context.log.warn({ jobId: job.jobId, cause: failure.failureCause }, 'job failed')
  for (const { folder, stem } of discs) if ((await folder.submission.read()) !== null) await context.device.abort(stem)
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
