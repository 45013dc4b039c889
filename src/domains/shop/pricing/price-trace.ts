import type { LocalDate } from '../../../kernel/local-date.ts'
import type { PriceAudience } from './tables.ts'

export type LostBecause =
  | 'NOT_FOR_THIS_ACCOUNT'
  | 'OTHER_CURRENCY'
  | 'NOT_YET_VALID'
  | 'NO_LONGER_VALID'
  | 'CLOSED_BY_NARROWER_LIST'
  | 'NO_ENTRY'
  | 'QUANTITY_TOO_SMALL'
  | 'NOT_A_MULTIPLE'
  | 'WIDER_AUDIENCE'
  | 'LOWER_PRIORITY'
  | 'SMALLER_QUANTITY_STEP'
  | 'LATER_ID'

export interface WinningEntry {
  readonly list: string
  readonly name: string
  readonly audience: PriceAudience
  readonly audienceValue: string
  readonly priority: number
  readonly minQuantity: number
  readonly increment: number
  readonly unitMinor: number
}

/** All that the price came from; whoever has the trace can work the price out again. A plain value, to be stored. */
export type PriceTrace = {
  readonly partNumber: string
  readonly quantity: number
  readonly currency: string
  readonly on: LocalDate
  readonly winner: WinningEntry
  /** Each other list that names the account; the winner's own smaller quantity steps are not told. */
  readonly losers: { readonly list: string; readonly reason: LostBecause }[]
  readonly rule: { readonly id: string; readonly name: string; readonly basisPoints: number } | null
  readonly otherRules: { readonly rule: string; readonly reason: string }[]
  /** The arithmetic: where the unit price starts, and what takes how much off it. */
  readonly steps: { readonly by: string; readonly takesOffMinor: number; readonly unitMinor: number }[]
}
