import type { LocalDate } from '../../../kernel/local-date.ts'
import { add, basisPointsOf, type Money, money, negate } from '../../../kernel/money.ts'
import { priceSentence } from './price-sentence.ts'
import {
  type Buyer,
  byText,
  type CandidateList,
  type DiscountRule,
  isFor,
  openLists,
  refusalOf,
} from './price-terms.ts'
import type { LostBecause, PriceTrace } from './price-trace.ts'
import { isSold, nearestSold, quantityRanges } from './quantities.ts'
import { byRank, type Fitting, fittingLists, whyBeaten } from './rank-lists.ts'

export interface PriceQuestion {
  readonly partNumber: string
  readonly category: string
  /** Null: the least that is sold. */
  readonly quantity: number | null
  readonly buyer: Buyer
  readonly on: LocalDate
  readonly lists: readonly CandidateList[]
  readonly rules: readonly DiscountRule[]
}

export type PriceDecision =
  | {
      readonly priced: true
      /** What everybody pays for the least that is sold to all; the winning list's own price where everybody has none. */
      readonly listPriceMinor: number
      readonly unitPriceMinor: number
      readonly currency: string
      readonly sentence: string
      /** Which quantities are sold, and what each of them costs one; the first is the least. */
      readonly breaks: readonly PriceBreak[]
      readonly trace: PriceTrace
    }
  | {
      readonly priced: false
      /**
       * `NO_PRICE`: it is not for sale. `QUANTITY_NOT_SOLD`: it is, in other quantities. `PRICE_NOT_KNOWN`: of an instant
       * before the store kept its former prices.
       */
      readonly reason: 'NO_PRICE' | 'QUANTITY_NOT_SOLD' | 'PRICE_NOT_KNOWN'
      readonly losers: { readonly list: string; readonly reason: LostBecause }[]
      /** The quantities next to the one that was asked for, the lower first. */
      readonly nearest: number[]
    }

/** A decision that names a price. */
export type Priced = Extract<PriceDecision, { priced: true }>

/** From a quantity on, in multiples of the increment, until the next break. */
export interface PriceBreak {
  readonly from: number
  readonly increment: number
  readonly unitPriceMinor: number
}

/**
 * The one price of a part number for a buyer on a day. The narrowest audience wins, then the higher priority, then the
 * higher quantity step that fits, then the earlier list id. A quantity that the winner's increment does not allow is not
 * sold, whatever other lists say. The best discount rule then comes off the winner's price; rules do not add up. Nothing
 * is ever converted: without a price in the buyer's currency it is not for sale.
 */
export function decidePrice(question: PriceQuestion): PriceDecision {
  const { buyer, on } = question
  const open = openLists(question.lists, buyer, on)
  const ranges = quantityRanges(open)
  const quantity = question.quantity ?? ranges[0]?.from ?? 1
  const fitting = fittingLists(open, quantity)
  const lost = losersBefore(question, open, quantity)
  const [winner] = fitting
  if (ranges.length === 0) return { priced: false, reason: 'NO_PRICE', losers: lost, nearest: [] }
  const beaten = winner
    ? fitting.slice(1).map((loser) => ({ list: loser.list.id, reason: whyBeaten(winner, loser) }))
    : []
  if (!winner || !isSold(ranges, quantity)) {
    const first = winner ? [{ list: winner.list.id, reason: 'NOT_A_MULTIPLE' as const }] : []
    const losers = sorted([...lost, ...first, ...beaten])
    return { priced: false, reason: 'QUANTITY_NOT_SOLD', losers, nearest: nearestSold(ranges, quantity) }
  }

  const base = money(winner.entry.unitMinor, buyer.currency)
  const { rule, others } = bestRule(question)
  const off = offOf(base, rule)
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
      increment: winner.entry.increment,
      unitMinor: winner.entry.unitMinor,
    },
    losers: sorted([...lost, ...beaten]),
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
    breaks: ranges.map(({ from, increment, unitMinor }) => ({
      from,
      increment,
      unitPriceMinor: unitMinor - offOf(money(unitMinor, buyer.currency), rule).minor,
    })),
    trace,
  }
}

/** The lists that do not price the quantity, each with its reason. */
function losersBefore(
  { lists, buyer, on }: PriceQuestion,
  open: readonly CandidateList[],
  quantity: number,
): { list: string; reason: LostBecause }[] {
  const openIds = new Set(open.map(({ id }) => id))
  const whyNot = (list: CandidateList): LostBecause | null => {
    const refusal = refusalOf(list, buyer, on)
    if (refusal !== null) return refusal
    if (!openIds.has(list.id)) return 'CLOSED_BY_NARROWER_LIST'
    if (list.entries.length === 0) return 'NO_ENTRY'
    return list.entries.some(({ minQuantity }) => minQuantity <= quantity) ? null : 'QUANTITY_TOO_SMALL'
  }
  return sorted(
    lists.flatMap((list) => {
      const reason = whyNot(list)
      return reason === null ? [] : [{ list: list.id, reason }]
    }),
  )
}

function offOf(price: Money, rule: DiscountRule | null): Money {
  return rule ? basisPointsOf(price, rule.basisPoints) : money(0, price.currency)
}

function everybodysPrice({ lists, buyer, on }: PriceQuestion): number | undefined {
  const [first] = lists
    .filter((list) => list.audience === 'everybody' && refusalOf(list, buyer, on) === null)
    .flatMap((list) => list.entries.map((entry): Fitting => ({ list, entry })))
    .sort((a, b) => a.entry.minQuantity - b.entry.minQuantity || byRank(a, b))
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
