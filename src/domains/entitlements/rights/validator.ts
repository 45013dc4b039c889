import { addDays, isWithoutEnd, type LocalDate, writtenDate } from '../../../kernel/local-date.ts'
import type { Chain } from './chain.ts'

/** The days of a line; a missing first day is the beginning of time. */
export interface LineDays {
  readonly startDate: LocalDate | null
  /** The last good day. */
  readonly expirationDate: LocalDate | null
  readonly permanent: boolean
}

/** When a product was released; where that is not known, the day on which a sync first saw it stands in. */
export interface Release {
  readonly on: LocalDate
  readonly isKnown: boolean
}

/** The day on which a validator begins to hold for a line and a release, and why; null when it never does. */
export interface Validated {
  readonly from: LocalDate
  readonly sentence: string
}

export function inEffect({ startDate, expirationDate, permanent }: LineDays, on: LocalDate): boolean {
  return (startDate === null || startDate <= on) && (permanent || (expirationDate !== null && expirationDate >= on))
}

/**
 * From when a chain's validator holds, for as long as the line itself is in effect. Nothing holds before the release.
 *
 * - `subscription`: while the line is in effect, which the caller has asked already.
 * - `maintenance`: a maintenance of the line ended on or after the release; what was released by then is kept after it
 *   has lapsed. What was released before the maintenance began comes with its first day.
 * - `warranty`: released at most `warrantyDays` after the line's first day. A line without one has no warranty.
 */
export function validated(
  chain: Pick<Chain, 'validator' | 'warrantyDays'>,
  line: LineDays,
  maintenance: readonly LineDays[],
  release: Release,
): Validated | null {
  switch (chain.validator) {
    case 'subscription':
      return { from: release.on, sentence: 'because the line is in effect' }
    case 'maintenance':
      return underMaintenance(maintenance, release)
    case 'warranty':
      return underWarranty(line.startDate, chain.warrantyDays ?? 0, release)
  }
}

function underMaintenance(maintenance: readonly LineDays[], release: Release): Validated | null {
  const releasedOn = release.on
  const covering = maintenance
    .filter(({ permanent, expirationDate }) => permanent || (expirationDate !== null && expirationDate >= releasedOn))
    .map((span) => ({ span, from: later(span.startDate, releasedOn) }))
    .sort((a, b) => (a.from < b.from ? -1 : Number(a.from > b.from)))
  const [first] = covering
  if (!first) return null
  const { permanent, expirationDate } = first.span
  const end =
    permanent || expirationDate === null || isWithoutEnd(expirationDate)
      ? 'for ever'
      : `through ${writtenDate(expirationDate)}`
  return {
    from: first.from,
    sentence: `because ${said(release)} and maintenance runs ${end}`,
  }
}

function underWarranty(startDate: LocalDate | null, days: number, release: Release): Validated | null {
  const releasedOn = release.on
  if (startDate === null) return null
  const through = addDays(startDate, days)
  if (releasedOn > through) return null
  return {
    from: later(startDate, releasedOn),
    sentence: `because ${said(release)} and the warranty ran from ${writtenDate(startDate)} through ${writtenDate(through)}`,
  }
}

function said({ on, isKnown }: Release): string {
  return isKnown
    ? `it was released on ${writtenDate(on)}`
    : `its release date is not known, it was first seen on ${writtenDate(on)}`
}

function later(day: LocalDate | null, other: LocalDate): LocalDate {
  return day === null || day < other ? other : day
}
