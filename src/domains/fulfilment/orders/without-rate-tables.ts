import { boolean } from 'drizzle-orm/pg-core'
import { minorUnits } from '../../../platform/db/columns.ts'

/** Amounts and freight that were sold without a rate; both null for rows from before these columns. */
export const withoutRateColumns = () => ({
  /** The net amount that no tax rate was found for. */
  noRateMinor: minorUnits('no_rate_minor'),
  /** True where a parcel goes to a country without a freight rate: its freight of 0 is no price. */
  freightNoRate: boolean('freight_no_rate'),
})
