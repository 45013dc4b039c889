import { z } from 'zod'
import { defineJob } from '../../../platform/queue/jobs.ts'

/** Announced for the orders domain: something may have happened to a card payment; look it up. */
export const cardPaymentMoved = defineJob({
  name: 'payments.card-payment-moved',
  /** The session that moved, where it is known; the payment's own else. */
  payload: z.object({ paymentId: z.string(), sessionId: z.string().optional() }),
  lane: 'short',
  retries: 15,
})

/** Looks again at a payment that nobody reported on: the buyer closed the tab and the webhook was lost. */
export const cardPaymentPoll = defineJob({
  name: 'payments.poll',
  payload: z.object({
    paymentId: z.string(),
    attempt: z.number().int().positive().default(1),
    round: z.number().int().nonnegative(),
  }),
  lane: 'short',
  retries: 15,
})

/** Closes the page of a payment at the processor, or a page that came into being beside it. */
export const cardPageClosing = defineJob({
  name: 'payments.close-card-page',
  /** Attempt 0 is none: of a page that no attempt of the payment notes. */
  payload: z.object({ paymentId: z.string(), attempt: z.number().int(), sessionId: z.string().nullable() }),
  lane: 'short',
  retries: 15,
})

export type CardPageToClose = z.infer<typeof cardPageClosing.payload>

/** Gives card money back that can be no order. */
export const cardMoneyToReturn = defineJob({
  name: 'payments.give-back',
  payload: z.object({ returnId: z.string() }),
  lane: 'short',
  retries: 15,
})

/** Looks at a refund again: the processor says that something happened to it. */
export const cardRefundMoved = defineJob({
  name: 'payments.card-refund-moved',
  payload: z.object({ refundId: z.string() }),
  lane: 'short',
  retries: 15,
})

/** Announced for the orders domain: card money went back, or the bank did not take it. */
export const cardMoneyReturned = defineJob({
  name: 'payments.card-money-returned',
  payload: z.object({ returnId: z.string() }),
  lane: 'short',
  retries: 12,
})

export const payoutsRequested = defineJob({
  name: 'payments.import-payouts',
  payload: z.object({ reason: z.string() }),
  lane: 'short',
  retries: 8,
})
