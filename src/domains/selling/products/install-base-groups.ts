import { addDays, type LocalDate } from '../../../kernel/local-date.ts'
import { compareVersions } from '../../../kernel/version-order.ts'
import type { HeldRight } from '../../entitlements/rights/index.ts'

/** A right of the install base, with what its product is. */
export interface CategorisedRight extends HeldRight {
  /** In the platform's word, such as `base`, `update` or `addon`; `base` where it has none. */
  readonly category: string
}

/** A line and what chains grant for it: the unit of a page, so that an update is never parted from its base. */
export interface LineWithUpdates {
  readonly line: CategorisedRight
  readonly updates: readonly CategorisedRight[]
}

export const maintenanceStates = ['maintained', 'ending', 'lapsed', 'none'] as const
export type MaintenanceState = (typeof maintenanceStates)[number]

export interface InstallBaseFilter {
  /** Words that all have to be found in product, version, part number, activation ID, order or owner. */
  readonly q?: string | undefined
  readonly category?: string | undefined
  readonly maintenance?: MaintenanceState | undefined
}

/** Days before the end from which it is worth a word. */
const endingDays = 60

/** How a line's maintenance stands on a day. */
export function maintenanceState(through: LocalDate | null, on: LocalDate): MaintenanceState {
  if (through === null) return 'none'
  if (through < on) return 'lapsed'
  return through < addDays(on, endingDays) ? 'ending' : 'maintained'
}

/**
 * Lines by product, base before upgrades before updates, then by version and activation ID; each with the updates that
 * it brings. `categories` is by `Name@Version`.
 */
export function groupLines(rights: readonly HeldRight[], categories: ReadonlyMap<string, string>): LineWithUpdates[] {
  const known = rights.map((right) => ({
    ...right,
    category: categories.get(`${right.productName}@${right.productVersion}`) ?? (right.grantedBy ? 'update' : 'base'),
  }))
  const updates = new Map<string, CategorisedRight[]>()
  for (const right of known)
    if (right.grantedBy) updates.set(right.activationId, [...(updates.get(right.activationId) ?? []), right])
  return known
    .filter(({ grantedBy }) => grantedBy === null)
    .sort(byPlace)
    .map((line) => ({ line, updates: [...(updates.get(line.activationId) ?? [])].sort(byPlace) }))
}

/** Those that fit; a line stays with all of its updates when it or one of them fits. */
export function filterLines(
  groups: readonly LineWithUpdates[],
  { q = '', category, maintenance }: InstallBaseFilter,
  on: LocalDate,
): LineWithUpdates[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  const fits = (right: CategorisedRight) => {
    const text = textOf(right)
    return (category === undefined || right.category === category) && words.every((word) => text.includes(word))
  }
  return groups.filter(
    ({ line, updates }) =>
      [line, ...updates].some(fits) &&
      (maintenance === undefined || maintenanceState(line.maintenanceThrough, on) === maintenance),
  )
}

/** Where a line stands in the list, and where the page after it starts. */
export function placeOf({ line }: LineWithUpdates): readonly string[] {
  return [line.productName, String(rankOf(line)), line.productVersion, line.activationId]
}

/** A page, and the place after which the next one starts; null at the end. */
export function pageOfLines(
  groups: readonly LineWithUpdates[],
  { after, limit }: { readonly after: readonly string[] | null; readonly limit: number },
): { readonly shown: LineWithUpdates[]; readonly next: readonly string[] | null } {
  const rest = after === null ? groups : groups.filter((group) => comparePlaces(placeOf(group), after) > 0)
  const shown = rest.slice(0, limit)
  const last = shown.at(-1)
  return { shown, next: last && rest.length > shown.length ? placeOf(last) : null }
}

const ranks = ['base', 'upgrade', 'update']

function rankOf({ category }: CategorisedRight): number {
  const rank = ranks.indexOf(category)
  return rank === -1 ? ranks.length : rank
}

function byPlace(a: CategorisedRight, b: CategorisedRight): number {
  return comparePlaces(placeOf({ line: a, updates: [] }), placeOf({ line: b, updates: [] }))
}

function comparePlaces(a: readonly string[], b: readonly string[]): number {
  for (const [index, part] of a.entries()) {
    const other = b[index] ?? ''
    if (part === other) continue
    const order = index === 2 ? compareVersions(part, other) : 0
    return order !== 0 ? order : part < other ? -1 : 1
  }
  return 0
}

function textOf(right: CategorisedRight): string {
  const { productName, productVersion, partNumber, activationId, orderId, ownerAccountId } = right
  return [productName, productVersion, partNumber, activationId, orderId, ownerAccountId].join(' ').toLowerCase()
}
