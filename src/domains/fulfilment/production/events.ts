import { z } from 'zod'
import { defineJob } from '../../../platform/queue/jobs.ts'

export const mediaJobStateSchema = z.enum([
  'queued',
  'released',
  'staged',
  'imaged',
  'submitted',
  'running',
  'made',
  'failed',
  'expired',
  'cancelled',
])

/** A media job has another state. Delivered at least once, in any order: read the present state before acting on it. */
export const mediaJobChanged = defineJob({
  name: 'production.job-changed',
  payload: z.object({
    jobId: z.string(),
    orderId: z.string(),
    orderLineId: z.string(),
    state: mediaJobStateSchema,
    /** Why it failed or expired, as a stable word such as `checksum-mismatch`; null otherwise. */
    failure: z.string().nullable(),
  }),
  lane: 'short',
  retries: 10,
})
export type MediaJobChanged = z.infer<typeof mediaJobChanged.payload>
