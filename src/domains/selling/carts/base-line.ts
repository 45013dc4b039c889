import type { HeldRight } from '../../entitlements/rights/index.ts'
import { baseLinesOf, type Item, type Viewer } from '../../shop/catalog/index.ts'
import type { BaseLine } from './frozen-line.ts'
import { renews } from './term-of-line.ts'

/** The line that an add-on belongs to, or why there is none. */
export interface ChosenBase {
  readonly base: BaseLine | null
  readonly problem:
    | { readonly code: 'base-line-not-eligible'; readonly sentence: string }
    | { readonly code: 'base-line-not-chosen'; readonly sentence: string; readonly baseLines: readonly BaseLine[] }
    | null
}

/**
 * The line that was named, or the only one there is. An add-on that is renewed by its own line belongs where one line
 * alone is possible; nobody is asked again. Nothing for other items, and for what no line of the account opens.
 */
export function baseLineOf(item: Item | null, viewer: Viewer, named: string): ChosenBase {
  const lines = item ? baseLinesOf(item, viewer) : []
  const [first, ...others] = lines
  if (!item || !first) return { base: null, problem: null }
  const only = others.length === 0 ? told(first) : null
  if (named === '') return only ? { base: only, problem: null } : { base: null, problem: notChosen(lines) }
  const line = lines.find(({ activationId }) => activationId === named)
  if (line) return { base: told(line), problem: null }
  const continued = viewer.held.some((right) => right.activationId === named && renews(item, right))
  return { base: continued ? only : null, problem: continued ? null : notEligible }
}

function notChosen(lines: readonly HeldRight[]): ChosenBase['problem'] {
  return {
    code: 'base-line-not-chosen',
    sentence: 'Choose the line that this belongs to: several lines of the account can have it.',
    baseLines: lines.map(told),
  }
}

const notEligible = {
  code: 'base-line-not-eligible',
  sentence: 'Choose a live line of the account that this can belong to.',
} as const

function told({ activationId, productName, productVersion }: HeldRight): BaseLine {
  return { activationId, product: `${productName} ${productVersion}` }
}
