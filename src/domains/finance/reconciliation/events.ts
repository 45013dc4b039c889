import { z } from 'zod'
import { defineJob } from '../../../platform/queue/jobs.ts'
import { localDateSchema } from './schemas.ts'

/** Work of this domain: match the orders of these days, both included. */
export const matchRequested = defineJob({
  name: 'reconciliation.match',
  payload: z.object({ from: localDateSchema, through: localDateSchema }),
  lane: 'long',
  retries: 5,
})
