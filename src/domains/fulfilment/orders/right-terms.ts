import { addDays, addMonths, type LocalDate } from '../../../kernel/local-date.ts'
import { compareVersions } from '../../../kernel/version-order.ts'
import type { HeldRight, LineEnd } from '../../entitlements/rights/index.ts'
import { type Item, linesToAddTo, metRequirements } from '../../shop/catalog/index.ts'
import type { OrderLine } from './store.ts'

/** A line of an order that is pushed, with the lines that it names as the platform knows them today. */
export interface RightLine extends Pick<OrderLine, 'obligation' | 'termStart' | 'termThrough' | 'termMonths'> {
  /** The line that seats join or a renewal continues, of an add-on its base line; empty when none was named. */
  readonly target: string
  /** Of an add-on: the line that it belongs to. */
  readonly base: string | null
}

/** First and last good day of a right; null: it has no end. */
export interface RightTerm {
  readonly startDate: LocalDate
  readonly expirationDate: LocalDate | null
}

/**
 * How long a right lasts: the term that the order froze; where it froze none, the item's months from the order's day;
 * without months it has no end. Seats end with the line that they join, at its new end where the order renews it.
 */
export function rightTermOf(
  line: RightLine,
  facts: {
    readonly item: Pick<Item, 'addsToLine'> | undefined
    readonly target: LineEnd | undefined
    readonly placedOn: LocalDate
    readonly renewals: ReadonlyMap<string, LocalDate>
  },
): RightTerm {
  const { item, target, placedOn, renewals } = facts
  const startDate = line.termStart ?? placedOn
  if (!item?.addsToLine || !target) return { startDate, expirationDate: line.termThrough ?? lastDayOf(placedOn, line) }
  const { activationId, expirationDate } = target
  // A line without an end is not renewed, and its seats have none either.
  return { startDate, expirationDate: expirationDate && (renewals.get(activationId) ?? expirationDate) }
}

function lastDayOf(placedOn: LocalDate, { termMonths }: Pick<RightLine, 'termMonths'>): LocalDate | null {
  return termMonths === null ? null : addDays(addMonths(placedOn, termMonths), -1)
}

/** The lines that an order renews, each with its new last day. */
export function renewalsIn(lines: readonly RightLine[]): ReadonlyMap<string, LocalDate> {
  return new Map(
    lines.flatMap(({ obligation, termThrough, target, base }) => {
      // An add-on with a term of its own renews nothing of the line that it belongs to.
      const continues = obligation === 'licence' && target !== '' && target !== base
      return continues && termThrough !== null ? [[target, termThrough]] : []
    }),
  )
}

/**
 * The line of the account that a right joins or covers. Seats and renewals go to the line that was named; without a
 * name seats go to a line of their product, maintenance to the newest version that it covers. Seats that were paid for
 * while their line ended go to it all the same. An add-on and a new right are lines of their own.
 */
export function targetLineOf(
  line: Pick<RightLine, 'obligation' | 'target' | 'base'>,
  item: Item,
  { own, known }: { readonly own: readonly HeldRight[]; readonly known: readonly LineEnd[] },
): LineEnd | undefined {
  // The platform is told an add-on's parent beside it.
  if (line.base !== null && line.base === line.target) return undefined
  if (line.target !== '') {
    const isNamed = ({ activationId }: LineEnd) => activationId === line.target
    return own.find(isNamed) ?? (item.addsToLine ? known.find(isNamed) : undefined)
  }
  if (item.addsToLine) return linesToAddTo(item, own).sort(byVersion).at(-1)
  if (line.obligation !== 'maintenance') return undefined
  return own
    .filter((right) => metRequirements(item, [right]).length > 0)
    .sort(byVersion)
    .at(-1)
}

// Of two lines that have the version, the one that was bought goes before the one that a chain opens it by.
function byVersion(a: HeldRight, b: HeldRight): number {
  return (
    compareVersions(a.productVersion, b.productVersion) ||
    Number(a.grantedBy === null) - Number(b.grantedBy === null) ||
    (a.activationId < b.activationId ? -1 : 1)
  )
}
