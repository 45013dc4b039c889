import { isWithoutEnd, type LocalDate, writtenDate } from '../../../kernel/local-date.ts'
import type { HeldRight } from '../../entitlements/rights/index.ts'
import { type Item, metRequirements } from '../../shop/catalog/index.ts'
import type { LineTerm } from './frozen-line.ts'
import { coTermTo, fullTerm, startOf } from './line-term.ts'

/** What the rule needs to know of an item. */
export type TermedItem = Pick<Item, 'termMonths' | 'addsToLine' | 'obligation' | 'partNumber' | 'requiresAnyOf'>

export interface TermQuestion {
  readonly item: TermedItem
  /** Whether the buyer named a line that this is to continue. */
  readonly named: boolean
  /** That line, when the account owns it; undefined when it does not. */
  readonly line: HeldRight | undefined
  readonly on: LocalDate
  /** The day on which every term of the order shall end; null leaves each its own. */
  readonly coTermThrough: LocalDate | null
}

export type WantTerm =
  | { readonly term: LineTerm | null; readonly problem: null }
  | {
      readonly term: null
      readonly problem: { readonly code: 'line-not-eligible' | 'co-term-not-possible'; readonly sentence: string }
    }

/**
 * From when to when a want is good. Maintenance and subscriptions have terms; they may continue a line, and may end on
 * one day with the rest of the order. Permanent rights, seats and things have none, and no chosen day changes them.
 */
export function termOfLine(question: TermQuestion): WantTerm {
  const { item, named, line, on, coTermThrough } = question
  if (item.termMonths === null || item.addsToLine) return { term: null, problem: null }
  if (named && (!line || !renews(item, line))) return refused(renewable)
  const start = startOf({ today: on, goodThrough: line ? goodThroughOf(item, line) : null })
  if (coTermThrough === null) return { term: fullTerm(start, item.termMonths), problem: null }
  const term = coTermTo(start, item.termMonths, coTermThrough)
  return term ? { term, problem: null } : refused(tooEarly(start, coTermThrough))
}

/** Whether buying the item continues the line: its maintenance, or the subscription that it is. */
export function renews(item: TermedItem, line: HeldRight): boolean {
  if (item.termMonths === null || item.addsToLine || line.grantedBy !== null) return false
  // What has no end needs no renewal.
  if (item.obligation === 'maintenance')
    return !endless(line.maintenanceThrough) && metRequirements(item, [line]).length > 0
  return line.partNumber === item.partNumber && line.expirationDate !== null && !endless(line.expirationDate)
}

/**
 * Why a line that the item would continue cannot be renewed, as a sentence; null when it can, or when the item has
 * nothing to do with it.
 */
export function whyNotRenewed(item: TermedItem, line: HeldRight): string | null {
  if (item.termMonths === null || item.addsToLine || line.grantedBy !== null) return null
  if (item.obligation === 'maintenance')
    return endless(line.maintenanceThrough) && metRequirements(item, [line]).length > 0
      ? 'Its maintenance has no end, so there is nothing to renew.'
      : null
  if (line.partNumber !== item.partNumber) return null
  return line.expirationDate === null || endless(line.expirationDate)
    ? 'It has no end, so there is nothing to renew.'
    : null
}

function endless(through: LocalDate | null): boolean {
  return through !== null && isWithoutEnd(through)
}

/** The last good day of what would be continued; null when there is nothing yet. */
export function goodThroughOf(item: TermedItem, line: HeldRight): LocalDate | null {
  return item.obligation === 'maintenance' ? line.maintenanceThrough : line.expirationDate
}

const renewable = {
  code: 'line-not-eligible',
  sentence: 'Choose a live line that the account owns and that this continues.',
} as const

function refused(problem: NonNullable<WantTerm['problem']>): WantTerm {
  return { term: null, problem }
}

function tooEarly(start: LocalDate, through: LocalDate) {
  const sentence = `This begins on ${writtenDate(start)}, so it cannot end with the rest on ${writtenDate(through)}: choose a later common end.`
  return { code: 'co-term-not-possible', sentence } as const
}
