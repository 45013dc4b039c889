import type { LocalDate } from '../../../kernel/local-date.ts'

/** The line that an add-on belongs to, and its product by name and version, such as `Paint Pro 2.1`. */
export interface BaseLine {
  readonly activationId: string
  readonly product: string
}

/** From when to when a line is good, and how its price follows from the days. Start and end are good days. */
export interface LineTerm {
  readonly startDate: LocalDate
  readonly through: LocalDate
  /** Terms that are paid in full. */
  readonly wholeTerms: number
  /** Days beyond them, of the days that their term would have; 0 of 0 when there are none. */
  readonly daysUsed: number
  readonly daysInTerm: number
  /** True: it ends on the day that the buyer chose for the whole order. */
  readonly coTerm: boolean
}
