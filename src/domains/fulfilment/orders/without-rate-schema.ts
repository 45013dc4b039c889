import { z } from 'zod'

/** What priced goods were sold without; both null on what is older than these fields. */
export const withoutRateSchema = {
  /** The net amount that has no tax rate, which is not a rate of zero. */
  noRateMinor: z.number().int().nullable(),
  /** True where the country has no freight rate: then `freightMinor` is 0 and no price. */
  freightNoRate: z.boolean().nullable(),
}
