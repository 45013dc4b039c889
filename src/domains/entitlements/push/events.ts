import { z } from 'zod'
import { defineJob } from '../../../platform/queue/jobs.ts'

/** An add-on is live, and the platform is to name the line that it belongs to. */
export const linkDue = defineJob({
  name: 'entitlements.link-due',
  payload: z.object({ activationId: z.string() }),
  lane: 'short',
  retries: 12,
})

export const pushRequested = defineJob({
  name: 'entitlements.push',
  payload: z.object({ orderId: z.string() }),
  lane: 'short',
  retries: 12,
})

export const welcomeRequested = defineJob({
  name: 'entitlements.welcome',
  payload: z.object({ orderId: z.string() }),
  lane: 'short',
  retries: 8,
})

/** Announced for the orders domain: what became of the push of an order. */
export const pushChanged = defineJob({
  name: 'entitlements.push-changed',
  payload: z.object({
    orderId: z.string(),
    state: z.enum(['unknown', 'live', 'failed']),
    lines: z.array(z.object({ orderLineNumber: z.number().int(), activationId: z.string() })),
    reason: z.string().nullable(),
  }),
  lane: 'short',
  retries: 12,
})
