import type { LocalDate } from '../../../kernel/local-date.ts'
import type { LostBecause } from './price-trace.ts'
import type { PriceAudience } from './tables.ts'

/** Whom a list or rule is for, and when. */
export interface Terms {
  readonly audience: PriceAudience
  /** The account ID, group, tier or account type; empty for everybody. */
  readonly audienceValue: string
  readonly validFrom: LocalDate | null
  /** The last good day. */
  readonly validThrough: LocalDate | null
}

export interface PriceList extends Terms {
  readonly id: string
  readonly name: string
  readonly currency: string
  readonly priority: number
  /** Whether wider lists may price what this one, and its equals in narrowness, do not have. */
  readonly fallsBack: boolean
}

/** What one costs from a quantity on. */
export interface QuantityStep {
  readonly minQuantity: number
  /** From there on only multiples of this are sold. */
  readonly increment: number
  readonly unitMinor: number
}

/** A price list with its entries for the part number in question, of which there may be none. */
export interface CandidateList extends PriceList {
  readonly entries: readonly QuantityStep[]
}

export interface DiscountRule extends Terms {
  readonly id: string
  readonly name: string
  /** Only items of this category; null: all. */
  readonly category: string | null
  readonly basisPoints: number
}

export interface Buyer {
  readonly accountId: string
  readonly accountType: string
  readonly partnerTier: string | null
  readonly currency: string
  /** The vendor's own groups that the account is in. */
  readonly groups: readonly string[]
}

/** Less is narrower. */
export const narrowness: Record<PriceAudience, number> = {
  account: 0,
  group: 1,
  partnerTier: 2,
  accountType: 3,
  everybody: 4,
}

/** Whether a list or rule names the buyer. */
export function isFor({ audience, audienceValue }: Pick<Terms, 'audience' | 'audienceValue'>, buyer: Buyer): boolean {
  switch (audience) {
    case 'account':
      return audienceValue === buyer.accountId
    case 'group':
      return buyer.groups.includes(audienceValue)
    case 'partnerTier':
      return buyer.partnerTier !== null && audienceValue === buyer.partnerTier
    case 'accountType':
      return audienceValue === buyer.accountType
    case 'everybody':
      return true
  }
}

/** Why a list prices nothing for the buyer on the day, whatever it has; null when it may. */
export function refusalOf(list: PriceList, buyer: Buyer, on: LocalDate): LostBecause | null {
  if (!isFor(list, buyer)) return 'NOT_FOR_THIS_ACCOUNT'
  if (list.currency !== buyer.currency) return 'OTHER_CURRENCY'
  if (list.validFrom !== null && list.validFrom > on) return 'NOT_YET_VALID'
  if (list.validThrough !== null && list.validThrough < on) return 'NO_LONGER_VALID'
  return null
}

/**
 * The lists that may price anything for the buyer on the day: those that name it, in its currency, in force, and not
 * shut out by a narrower one that does not fall back. It depends on no part number, so a listing can filter by it.
 */
export function openLists<List extends PriceList>(lists: readonly List[], buyer: Buyer, on: LocalDate): List[] {
  const usable = usableLists(lists, buyer, on)
  const floor = Math.min(...usable.filter((list) => !list.fallsBack).map((list) => narrowness[list.audience]))
  return usable.filter((list) => narrowness[list.audience] <= floor)
}

/** Those whose entries matter for a price on the day: the open ones, and closed ones that tell what everybody pays. */
export function usableLists<List extends PriceList>(lists: readonly List[], buyer: Buyer, on: LocalDate): List[] {
  return lists.filter((list) => refusalOf(list, buyer, on) === null)
}

// Not localeCompare: the winner must not depend on the machine's language.
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
