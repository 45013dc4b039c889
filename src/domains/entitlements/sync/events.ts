import { z } from 'zod'
import { defineJob } from '../../../platform/queue/jobs.ts'

export const syncRequested = defineJob({
  name: 'entitlements.sync',
  payload: z.object({ runId: z.string() }),
  lane: 'long',
  retries: 8,
})

/** Announced for the domains that look at the mirror as a whole. */
export const fullSyncPublished = defineJob({
  name: 'entitlements.full-sync-published',
  payload: z.object({ runId: z.string() }),
  lane: 'long',
  retries: 8,
})

/** Announced for the rooms of orders and selling: the mirror is another one now. */
export const syncPublished = defineJob({
  name: 'entitlements.sync-published',
  payload: z.object({ runId: z.string() }),
  lane: 'long',
  retries: 8,
})
