import { byText, type CandidateList, narrowness, type QuantityStep } from './price-terms.ts'
import type { LostBecause } from './price-trace.ts'

/** An open list and the step of it that a quantity reaches. */
export interface Fitting {
  readonly list: CandidateList
  readonly entry: QuantityStep
}

/** The highest step of a list that the quantity reaches; undefined when it reaches none. */
export function stepAt(list: CandidateList, quantity: number): QuantityStep | undefined {
  return list.entries
    .filter(({ minQuantity }) => minQuantity <= quantity)
    .reduce<QuantityStep | undefined>(
      (best, step) => (best && best.minQuantity > step.minQuantity ? best : step),
      undefined,
    )
}

/** The open lists that price the quantity, the winner first. */
export function fittingLists(open: readonly CandidateList[], quantity: number): Fitting[] {
  return open
    .flatMap((list) => {
      const entry = stepAt(list, quantity)
      return entry ? [{ list, entry }] : []
    })
    .sort(byRank)
}

/** The narrowest audience wins, then the higher priority, then the higher step, then the earlier id. */
export function byRank(a: Fitting, b: Fitting): number {
  return (
    narrowness[a.list.audience] - narrowness[b.list.audience] ||
    b.list.priority - a.list.priority ||
    b.entry.minQuantity - a.entry.minQuantity ||
    byText(a.list.id, b.list.id)
  )
}

export function whyBeaten(winner: Fitting, loser: Fitting): LostBecause {
  if (narrowness[winner.list.audience] !== narrowness[loser.list.audience]) return 'WIDER_AUDIENCE'
  if (winner.list.priority !== loser.list.priority) return 'LOWER_PRIORITY'
  return winner.entry.minQuantity === loser.entry.minQuantity ? 'LATER_ID' : 'SMALLER_QUANTITY_STEP'
}
