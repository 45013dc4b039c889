import { z } from 'zod'
import { defineJob } from '../../../platform/queue/jobs.ts'

/** Work of this domain. Ten tries, waiting longer each time, span more than half an hour. */
export const mailRequested = defineJob({
  name: 'notifications.send',
  payload: z.object({ mailId: z.string() }),
  lane: 'short',
  retries: 10,
})
