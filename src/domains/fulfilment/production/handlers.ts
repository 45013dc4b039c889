import { handle, type JobHandler } from '../../../platform/queue/worker.ts'
import { prepareJob } from './jobs.ts'
import { giveUpPreparing, type PrepareDeps, prepareMediaJob } from './prepare-media-job.ts'

export function productionHandlers(deps: PrepareDeps): JobHandler[] {
  return [
    handle(prepareJob, ({ jobId }, stopping) => prepareMediaJob({ ...deps, stopping }, jobId), {
      givenUp: ({ jobId }, cause) => giveUpPreparing(deps, jobId, cause),
    }),
  ]
}
