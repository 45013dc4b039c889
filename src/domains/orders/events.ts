import { z } from 'zod'
import { defineJob } from '../../platform/queue/jobs.ts'

/** An order was placed: its lines are to be sent their ways, and the buyer gets a receipt. */
export const orderPlaced = defineJob({
  name: 'orders.placed',
  payload: z.object({ orderId: z.string() }),
  lane: 'short',
  retries: 12,
})
