import { z } from 'zod'

/** Card money that came beside an order, or for an offer that was over: it goes back to the card by itself. */
export const moneyBackSchema = z
  .object({
    amountMinor: z.number().int(),
    currency: z.string(),
    reason: z.enum(['paid-twice', 'offer-over']),
    /** `failed`: the bank did not take it, and finance gives it back in another way. */
    state: z.enum(['due', 'returned', 'failed']),
    receivedAt: z.iso.datetime(),
    returnedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'MoneyBack' })
export type MoneyBack = z.infer<typeof moneyBackSchema>
