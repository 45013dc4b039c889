import type { Db, Tx } from '../../../platform/db/db.ts'
import type { HeldRight } from '../../entitlements/rights/index.ts'
import { type Item, metRequirements, type Viewer, visibleItemsOf } from '../../shop/catalog/index.ts'

/** Of a media kit: what chains grant, where nothing else that is held opens it. Empty for any other item. */
export function grantsOpening(item: Item, held: readonly HeldRight[]): readonly HeldRight[] {
  if (item.category !== 'media' || item.requiresAnyOf.length === 0) return []
  const opening = held.filter((right) => metRequirements(item, [right]).length > 0)
  return opening.every(({ grantedBy }) => grantedBy !== null) ? opening : []
}

/**
 * Items that the viewer may not have for one reason alone: what opens them is granted, and the platform does not deliver it.
 * The viewer is told so on its products page, so the answer gives nothing away. One statement, or none.
 */
export async function withheldFrom(
  tx: Db | Tx,
  viewer: Viewer,
  partNumbers: readonly string[],
): Promise<ReadonlyMap<string, { readonly code: 'granted-not-delivered'; readonly sentence: string }>> {
  if (viewer.undelivered.length === 0 || partNumbers.length === 0) return new Map()
  const held = [...viewer.held, ...viewer.undelivered]
  const items = await visibleItemsOf(tx, { ...viewer, held, undelivered: [] }, partNumbers)
  return new Map(
    [...items].map(([partNumber, item]) => [
      partNumber,
      { code: 'granted-not-delivered', sentence: withheldSentence(item, viewer.undelivered) },
    ]),
  )
}

function withheldSentence(item: Item, undelivered: readonly HeldRight[]): string {
  const products = undelivered
    .filter((right) => metRequirements(item, [right]).length > 0)
    .map(({ productName, productVersion }) => `${productName} ${productVersion}`)
  const named = [...new Set(products)].join(', ') || 'What it needs'
  return `${named} is granted to the account, and the platform does not deliver it yet. We have been told.`
}
