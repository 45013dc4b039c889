import type { CandidateList } from './price-terms.ts'
import { fittingLists } from './rank-lists.ts'

/** Quantities that one step of one list prices, for as long as no other list or step takes over. */
export interface QuantityRange {
  /** The first that may be ordered. */
  readonly from: number
  /** The last quantity of the range, whether it may be ordered or not; null: without end. */
  readonly through: number | null
  /** Only multiples of this are sold. */
  readonly increment: number
  /** Before any discount rule. */
  readonly unitMinor: number
}

/**
 * Which quantities are sold, and from where on at which price, in ascending order; empty when none is. The winner can
 * only change where a step begins. Each list sells from its lowest step on; below it a wider list may, where the
 * narrower ones fall back.
 */
export function quantityRanges(open: readonly CandidateList[]): QuantityRange[] {
  const begins = [...new Set(open.flatMap(({ entries }) => entries.map(({ minQuantity }) => minQuantity)))].sort(
    (a, b) => a - b,
  )
  return begins.flatMap((begin, index) => {
    const [winner] = fittingLists(open, begin)
    if (!winner) return []
    const { increment, unitMinor } = winner.entry
    const next = begins[index + 1]
    const through = next === undefined ? null : next - 1
    const from = Math.ceil(begin / increment) * increment
    return through !== null && from > through ? [] : [{ from, through, increment, unitMinor }]
  })
}

export function isSold(ranges: readonly QuantityRange[], quantity: number): boolean {
  return ranges.some(
    ({ from, through, increment }) =>
      quantity >= from && (through === null || quantity <= through) && quantity % increment === 0,
  )
}

/** The quantities next to one that is not sold, the lower first; a side that has none is left out. */
export function nearestSold(ranges: readonly QuantityRange[], quantity: number): number[] {
  const below = ranges.flatMap(({ from, through, increment }) => {
    const last = Math.floor(Math.min(quantity - 1, through ?? quantity - 1) / increment) * increment
    return last >= from ? [last] : []
  })
  const above = ranges.flatMap(({ from, through, increment }) => {
    const first = Math.ceil(Math.max(quantity + 1, from) / increment) * increment
    return through === null || first <= through ? [first] : []
  })
  return [...(below.length > 0 ? [Math.max(...below)] : []), ...(above.length > 0 ? [Math.min(...above)] : [])]
}
