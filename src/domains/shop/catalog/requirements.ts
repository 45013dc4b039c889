import type { HeldRight, OfferedProduct } from '../../entitlements/rights/index.ts'
import type { Item } from './item.ts'

/** The required products that the account holds. What it does not hold is not told, because that would be a hint. */
export function metRequirements(item: Pick<Item, 'requiresAnyOf'>, held: readonly HeldRight[]): string[] {
  if (item.requiresAnyOf.length === 0) return []
  const entries = heldEntries.get(held) ?? metEntries(held, [])
  heldEntries.set(held, entries)
  return item.requiresAnyOf.filter((entry) => entries.has(entry))
}

// A page asks the same rights about each of its items.
const heldEntries = new WeakMap<readonly HeldRight[], ReadonlySet<string>>()

/** Every requirement that these rights and offers meet: products by name, and by name and version, and what is offered. */
export function metEntries(held: readonly HeldRight[], offered: readonly OfferedProduct[]): Set<string> {
  const offers = offered.map(({ productName, productVersion }) => offerEntryOf(productName, productVersion))
  return new Set([...held.flatMap(entriesOf), ...offers])
}

/** The requirement that a chain offers this product to the account. */
export function offerEntryOf(name: string, version: string): string {
  return `offered: ${entryOf(name, version)}`
}

export function entryOf(name: string, version: string | null): string {
  return version === null ? name : `${name}@${version}`
}

/** The requirements that a right meets: its product in any version, and in its own. */
export function entriesOf(right: Pick<HeldRight, 'productName' | 'productVersion'>): string[] {
  return [right.productName, entryOf(right.productName, right.productVersion)]
}
