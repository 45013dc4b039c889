import { z } from 'zod'
import { defineJob } from '../../../platform/queue/jobs.ts'

/** Somebody was invited to a company's account: a mail tells them. */
export const memberInvited = defineJob({
  name: 'accounts.invited',
  payload: z.object({ invitationId: z.string() }),
  lane: 'short',
  retries: 10,
})

/** The platform is to list an invited person, who has said yes, as a member of the account. */
export const memberToCreate = defineJob({
  name: 'accounts.create-member',
  payload: z.object({ invitationId: z.string() }),
  lane: 'short',
  retries: 10,
})
