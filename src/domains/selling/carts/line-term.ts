import { addDays, addMonths, daysBetween, type LocalDate } from '../../../kernel/local-date.ts'
import { allocate, type Money, money } from '../../../kernel/money.ts'
import type { LineTerm } from './frozen-line.ts'

/** How a thing that is sold by the term begins: from today, or where the line that it continues ends. */
export interface TermStart {
  readonly today: LocalDate
  /** The last good day of what is continued; null when there is nothing to continue. */
  readonly goodThrough: LocalDate | null
}

/** The day after the last good one; today when that is past, because nobody pays for days without a right. */
export function startOf({ today, goodThrough }: TermStart): LocalDate {
  if (goodThrough === null || goodThrough < today) return today
  return addDays(goodThrough, 1)
}

/** One whole term: `months` long, its last day the eve of the same day of the month. */
export function fullTerm(startDate: LocalDate, months: number): LineTerm {
  const through = addDays(addMonths(startDate, months), -1)
  return { startDate, through, wholeTerms: 1, daysUsed: 0, daysInTerm: 0, coTerm: false }
}

// The calendar ends, and a term that reaches its end would fit again and again.
const mostTerms = 12 * 9999

/**
 * A term that ends on a day that was chosen: as many whole terms as fit, and days of the next one. Both ends are good
 * days, and a term has as many days as the calendar gives it, leap years by their real days. Null when the chosen day is
 * before the start, so that there would be no day to pay for.
 */
export function coTermTo(startDate: LocalDate, months: number, through: LocalDate): LineTerm | null {
  if (through < startDate) return null
  const end = addDays(through, 1)
  let wholeTerms = 0
  // Each from the first start: 31 January, 28 February, 31 March, and not 28 from then on.
  while (wholeTerms < mostTerms && addMonths(startDate, months * (wholeTerms + 1)) <= end) wholeTerms += 1
  const from = addMonths(startDate, months * wholeTerms)
  const daysUsed = daysBetween(from, end)
  const daysInTerm = daysUsed === 0 ? 0 : daysBetween(from, addMonths(startDate, months * (wholeTerms + 1)))
  return { startDate, through, wholeTerms, daysUsed, daysInTerm, coTerm: true }
}

/**
 * What a quantity costs for a term at a price for one piece and one whole term. Days are paid as their share of the
 * term's price, to the whole minor unit, by largest remainder; half a unit is the seller's.
 */
export function priceOfTerm(unitPrice: Money, quantity: number, term: LineTerm): Money {
  const ofOneTerm = money(unitPrice.minor * quantity, unitPrice.currency)
  const whole = ofOneTerm.minor * term.wholeTerms
  if (term.daysUsed === 0) return money(whole, unitPrice.currency)
  const [share] = allocate(ofOneTerm, [term.daysUsed, term.daysInTerm - term.daysUsed])
  return money(whole + (share?.minor ?? 0), unitPrice.currency)
}

/** Where the terms of an order could end together, earliest first: on the days on which each would end by itself. */
export function coTermSuggestions(
  requestedLines: readonly {
    readonly term: LineTerm | null
    readonly item: { readonly termMonths: number | null } | null
  }[],
): LocalDate[] {
  const ends = requestedLines.flatMap(({ term, item }) =>
    term && item?.termMonths ? [fullTerm(term.startDate, item.termMonths).through] : [],
  )
  const latestStart = requestedLines
    .flatMap(({ term }) => term?.startDate ?? [])
    .sort()
    .at(-1)
  return [...new Set(ends)].sort().filter((end) => latestStart === undefined || end >= latestStart)
}

/** Whether a quoted line ends where the cart says today that all of it ends. */
export function endsAsChosen({ term }: { readonly term?: LineTerm | null }, coTermThrough: LocalDate | null): boolean {
  return !term || commonEndOf({ term }) === coTermThrough
}

/** The day that was chosen for the end of a quoted line; null where it runs its own term. */
export function commonEndOf({ term }: { readonly term?: LineTerm | null }): LocalDate | null {
  return term?.coTerm ? term.through : null
}

/**
 * The term as the order freezes it. What was quoted earlier does not begin before the order; a full term then ends so much
 * later, and what ends on a chosen day keeps it.
 */
export function termColumns(
  line: { readonly term?: LineTerm | null; readonly termMonths: number | null },
  placedOn: LocalDate,
): TermColumns {
  const { term, termMonths } = line
  if (!term || termMonths === null)
    return { termStart: null, termThrough: null, wholeTerms: null, daysUsed: null, daysInTerm: null }
  const startDate = term.startDate < placedOn ? placedOn : term.startDate
  const through = term.coTerm ? term.through : fullTerm(startDate, termMonths).through
  const { wholeTerms, daysUsed, daysInTerm } = term
  return { termStart: startDate, termThrough: through, wholeTerms, daysUsed, daysInTerm }
}

export interface TermColumns {
  readonly termStart: LocalDate | null
  readonly termThrough: LocalDate | null
  readonly wholeTerms: number | null
  readonly daysUsed: number | null
  readonly daysInTerm: number | null
}
