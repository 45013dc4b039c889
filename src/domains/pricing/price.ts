import type { LocalDate } from '../../kernel/local-date.ts'
import { add, basisPointsOf, money, negate } from '../../kernel/money.ts'
import { priceSentence } from './price-sentence.ts'
import type { LostBecause, PriceTrace } from './price-trace.ts'
import type { PriceAudience } from './tables.ts'

/** Whom a list or rule is for, and when. */
export interface Terms {
  readonly audience: PriceAudience
  /** The account ID, tier or account type; empty for everybody. */
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

/** A price list with its entries for the part number in question, of which there may be none. */
export interface CandidateList extends PriceList {
  readonly entries: readonly { readonly minQuantity: number; readonly unitMinor: number }[]
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
}

export interface PriceQuestion {
  readonly partNumber: string
  readonly category: string
  readonly quantity: number
  readonly buyer: Buyer
  readonly on: LocalDate
  readonly lists: readonly CandidateList[]
  readonly rules: readonly DiscountRule[]
}

export type PriceDecision =
  | {
      readonly priced: true
      /** What everybody pays for one; the winning list's own price where everybody has none. */
      readonly listPriceMinor: number
      readonly unitPriceMinor: number
      readonly currency: string
      readonly sentence: string
      readonly trace: PriceTrace
    }
  | {
      readonly priced: false
      readonly reason: 'NO_PRICE'
      readonly losers: { readonly list: string; readonly reason: LostBecause }[]
    }

const narrowness: Record<PriceAudience, number> = { account: 0, partnerTier: 1, accountType: 2, everybody: 3 }

/**
 * The one price of a part number for a buyer on a day. The narrowest audience wins, then the higher priority, then the
 * higher quantity step that fits, then the earlier list id. The best discount rule then comes off the winner's price;
 * rules do not add up. Nothing is ever converted: without a price in the buyer's currency it is not for sale.
 */
export function decidePrice(question: PriceQuestion): PriceDecision {
  const { buyer, on, quantity } = question
  const open = new Set(openLists(question.lists, buyer, on).map(({ id }) => id))
  const judged = question.lists.map((list) => judge(list, question, open.has(list.id)))
  const fitting = judged.flatMap((found) => ('entry' in found ? [found] : [])).sort(byRank)
  const [winner] = fitting
  const lost = judged.flatMap((found) => ('reason' in found ? [{ list: found.list.id, reason: found.reason }] : []))
  if (!winner) return { priced: false, reason: 'NO_PRICE', losers: sorted(lost) }

  const base = money(winner.entry.unitMinor, buyer.currency)
  const { rule, others } = bestRule(question)
  const off = rule ? basisPointsOf(base, rule.basisPoints) : money(0, buyer.currency)
  const unit = add(base, negate(off))
  const listPriceMinor = everybodysPrice(question) ?? winner.entry.unitMinor
  const trace: PriceTrace = {
    partNumber: question.partNumber,
    quantity,
    currency: buyer.currency,
    on,
    winner: {
      list: winner.list.id,
      name: winner.list.name,
      audience: winner.list.audience,
      audienceValue: winner.list.audienceValue,
      priority: winner.list.priority,
      minQuantity: winner.entry.minQuantity,
      unitMinor: winner.entry.unitMinor,
    },
    losers: sorted([
      ...lost,
      ...fitting.slice(1).map((loser) => ({ list: loser.list.id, reason: whyBeaten(winner, loser) })),
    ]),
    rule: rule && { id: rule.id, name: rule.name, basisPoints: rule.basisPoints },
    otherRules: others,
    steps: [
      { by: winner.list.id, takesOffMinor: 0, unitMinor: base.minor },
      ...(rule ? [{ by: rule.id, takesOffMinor: off.minor, unitMinor: unit.minor }] : []),
    ],
  }
  return {
    priced: true,
    listPriceMinor,
    unitPriceMinor: unit.minor,
    currency: buyer.currency,
    sentence: priceSentence({ trace, listPriceMinor, unitPriceMinor: unit.minor }),
    trace,
  }
}

/**
 * The lists that may price anything for the buyer on the day: those that name it, in its currency, in force, and not
 * shut out by a narrower one that does not fall back. It depends on no part number, so a listing can filter by it.
 */
export function openLists<List extends PriceList>(lists: readonly List[], buyer: Buyer, on: LocalDate): List[] {
  const usable = lists.filter((list) => refusalOf(list, buyer, on) === null)
  const floor = Math.min(...usable.filter((list) => !list.fallsBack).map((list) => narrowness[list.audience]))
  return usable.filter((list) => narrowness[list.audience] <= floor)
}

/** Whether a list or rule names the buyer. */
export function isFor({ audience, audienceValue }: Pick<Terms, 'audience' | 'audienceValue'>, buyer: Buyer): boolean {
  switch (audience) {
    case 'account':
      return audienceValue === buyer.accountId
    case 'partnerTier':
      return buyer.partnerTier !== null && audienceValue === buyer.partnerTier
    case 'accountType':
      return audienceValue === buyer.accountType
    case 'everybody':
      return true
  }
}

interface Fitting {
  readonly list: CandidateList
  readonly entry: CandidateList['entries'][number]
}

function judge(
  list: CandidateList,
  question: PriceQuestion,
  isOpen: boolean,
): Fitting | { list: PriceList; reason: LostBecause } {
  const reason = refusalOf(list, question.buyer, question.on)
  if (reason !== null) return { list, reason }
  if (!isOpen) return { list, reason: 'CLOSED_BY_NARROWER_LIST' }
  const [entry] = list.entries
    .filter(({ minQuantity }) => minQuantity <= question.quantity)
    .sort((a, b) => b.minQuantity - a.minQuantity)
  if (entry) return { list, entry }
  return { list, reason: list.entries.length === 0 ? 'NO_ENTRY' : 'QUANTITY_TOO_SMALL' }
}

function refusalOf(list: PriceList, buyer: Buyer, on: LocalDate): LostBecause | null {
  if (!isFor(list, buyer)) return 'NOT_FOR_THIS_ACCOUNT'
  if (list.currency !== buyer.currency) return 'OTHER_CURRENCY'
  if (list.validFrom !== null && list.validFrom > on) return 'NOT_YET_VALID'
  if (list.validThrough !== null && list.validThrough < on) return 'NO_LONGER_VALID'
  return null
}

function byRank(a: Fitting, b: Fitting): number {
  return (
    narrowness[a.list.audience] - narrowness[b.list.audience] ||
    b.list.priority - a.list.priority ||
    b.entry.minQuantity - a.entry.minQuantity ||
    byText(a.list.id, b.list.id)
  )
}

function whyBeaten(winner: Fitting, loser: Fitting): LostBecause {
  if (narrowness[winner.list.audience] !== narrowness[loser.list.audience]) return 'WIDER_AUDIENCE'
  if (winner.list.priority !== loser.list.priority) return 'LOWER_PRIORITY'
  return winner.entry.minQuantity === loser.entry.minQuantity ? 'LATER_ID' : 'SMALLER_QUANTITY_STEP'
}

function everybodysPrice({ lists, buyer, on }: PriceQuestion): number | undefined {
  const [first] = lists
    .filter((list) => list.audience === 'everybody' && refusalOf(list, buyer, on) === null)
    .flatMap((list) => list.entries.filter(({ minQuantity }) => minQuantity === 1).map((entry) => ({ list, entry })))
    .sort(byRank)
  return first?.entry.unitMinor
}

function bestRule({ rules, buyer, on, category }: PriceQuestion): {
  rule: DiscountRule | null
  others: { rule: string; reason: string }[]
} {
  const judged = rules.map((rule) => ({ rule, reason: ruleRefusal(rule, buyer, on, category) }))
  const [best, ...rest] = judged
    .filter(({ reason }) => reason === null)
    .sort((a, b) => b.rule.basisPoints - a.rule.basisPoints || byText(a.rule.id, b.rule.id))
  const others = [
    ...judged.flatMap(({ rule, reason }) => (reason === null ? [] : [{ rule: rule.id, reason }])),
    ...rest.map(({ rule }) => ({ rule: rule.id, reason: 'NOT_THE_BEST' })),
  ].sort((a, b) => byText(a.rule, b.rule))
  return { rule: best?.rule ?? null, others }
}

function ruleRefusal(rule: DiscountRule, buyer: Buyer, on: LocalDate, category: string): string | null {
  if (!isFor(rule, buyer)) return 'NOT_FOR_THIS_ACCOUNT'
  if (rule.category !== null && rule.category !== category) return 'OTHER_CATEGORY'
  if (rule.validFrom !== null && rule.validFrom > on) return 'NOT_YET_VALID'
  if (rule.validThrough !== null && rule.validThrough < on) return 'NO_LONGER_VALID'
  return rule.basisPoints === 0 ? 'TAKES_NOTHING_OFF' : null
}

function sorted<Loser extends { readonly list: string }>(losers: readonly Loser[]): Loser[] {
  return [...losers].sort((a, b) => byText(a.list, b.list))
}

// Not localeCompare: the winner must not depend on the machine's language.
function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
