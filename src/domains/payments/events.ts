import { z } from 'zod'
import { defineJob } from '../../platform/queue/jobs.ts'

/** Announced for the orders domain: something may have happened to a card payment; look it up. */
export const cardPaymentMoved = defineJob({
  name: 'payments.card-payment-moved',
  payload: z.object({ paymentId: z.string() }),
  lane: 'short',
  retries: 15,
})

/** Looks again at a payment that nobody reported on: the buyer closed the tab and the webhook was lost. */
export const cardPaymentPoll = defineJob({
  name: 'payments.poll',
  payload: z.object({ paymentId: z.string(), round: z.number().int().nonnegative() }),
  lane: 'short',
  retries: 15,
})

export const payoutsRequested = defineJob({
  name: 'payments.import-payouts',
  payload: z.object({ reason: z.string() }),
  lane: 'short',
  retries: 8,
})
