import { z } from 'zod'
import { defineJob } from '../../../platform/queue/jobs.ts'

/** Takes in the files of a queued job and releases it to a site. Twelve tries span more than four hours. */
export const prepareJob = defineJob({
  name: 'production.prepare',
  payload: z.object({ jobId: z.string() }),
  lane: 'long',
  retries: 12,
})
