import { z } from 'zod'
import { defineJob } from '../../../platform/queue/jobs.ts'

/** Work of this domain. */
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

/** Announced for the orders domain: the mirror is another one now. */
export const syncPublished = defineJob({
  name: 'entitlements.sync-published',
  payload: z.object({ runId: z.string() }),
  lane: 'long',
  retries: 8,
})

/** The platform is to be asked what it delivers of what chains grant: a part of the accounts, and then the next. */
export const grantsToCheck = defineJob({
  name: 'entitlements.check-grants',
  payload: z.object({
    /** When the look began; null: it begins with this part. */
    since: z.iso.datetime().nullable(),
    chainIds: z.array(z.string()).nullable(),
    accountIds: z.array(z.string()).nullable(),
    after: z.object({ accountId: z.string(), activationId: z.string().nullable() }).nullable(),
  }),
  lane: 'long',
  retries: 8,
})

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
