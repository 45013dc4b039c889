import type { HeldRight } from '../../entitlements/rights/index.ts'
import type { Item } from './item.ts'
import { metRequirements } from './requirements.ts'
import type { Viewer } from './viewer.ts'

/**
 * The lines that an add-on can belong to: those that open it, by their own product or by one that a chain grants them.
 * The account's own alone where it has one, else those that it inherits. Empty for other items, and for an add-on that
 * asks for no right.
 */
export function baseLinesOf(
  item: Pick<Item, 'category' | 'addsToLine' | 'requiresAnyOf'>,
  viewer: Pick<Viewer, 'held' | 'rightsOf'>,
): HeldRight[] {
  if (item.category !== 'addon' || item.addsToLine) return []
  const opening = new Set(
    viewer.held.flatMap((right) => (metRequirements(item, [right]).length > 0 ? [right.activationId] : [])),
  )
  const lines = viewer.held.filter((right) => right.grantedBy === null && opening.has(right.activationId))
  const own = lines.filter((line) => line.ownerAccountId === viewer.rightsOf)
  return own.length > 0 ? own : lines
}
