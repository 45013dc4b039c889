import { z } from 'zod'
import { defineJob } from '../../../platform/queue/jobs.ts'

/** An order was placed: its lines are to be sent their ways, and the buyer gets a receipt. */
export const orderPlaced = defineJob({
  name: 'orders.placed',
  payload: z.object({ orderId: z.string() }),
  lane: 'short',
  retries: 12,
})

/** The store has started: does the platform hold order numbers that it has not given yet? */
export const platformNumbersDue = defineJob({
  name: 'orders.platform-numbers-due',
  payload: z.object({}),
  lane: 'short',
  retries: 5,
})
