import { z } from 'zod'
import { defineJob } from '../../../platform/queue/jobs.ts'

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
