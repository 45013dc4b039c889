import type { Tx } from '../../platform/db/db.ts'
import { platformOffers, refreshRights } from '../entitlements/index.ts'
import { deriveItem, type ItemRow } from './derive-item.ts'
import {
  allOverrides,
  type KnownItem,
  lockItems,
  platformItemHashes,
  storePartNumbers,
  upsertItems,
  withdrawItems,
} from './store.ts'

export interface PublishedCatalog {
  /** Items that are new, or came back after they had been withdrawn. */
  readonly added: number
  readonly changed: number
  /** Items that were withdrawn because the platform no longer has their part number. */
  readonly removed: number
  /** One sentence for each part number that cannot be sold, or override that finds none. */
  readonly drift: readonly string[]
}

/**
 * Makes the catalog follow the mirror. Called in the transaction that publishes a sync, so that rights and items change
 * together. Writes only what differs; running it again changes nothing. Items of the store's own are left alone.
 */
export async function publishCatalog(tx: Tx, { at }: { at: Date }): Promise<PublishedCatalog> {
  await lockItems(tx)
  await refreshRights(tx, { at })
  const offers = await platformOffers(tx)
  const overrides = await allOverrides(tx)
  const known = await platformItemHashes(tx)
  const own = await storePartNumbers(tx)

  const drift: string[] = []
  const offered = new Set<string>()
  const changes: ItemRow[] = []
  let added = 0
  for (const offer of offers) {
    offered.add(offer.partNumber)
    if (own.has(offer.partNumber)) {
      drift.push(`${offer.partNumber}: the store has an item of its own under this part number`)
      continue
    }
    const row = deriveItem(offer, overrides.get(offer.partNumber))
    if (row.drift) drift.push(`${offer.partNumber}: ${row.drift}`)
    const before = known.get(row.partNumber)
    if (isSame(before, row)) continue
    if (before === undefined || before.withdrawn) added += 1
    changes.push(row)
  }
  for (const partNumber of overrides.keys())
    if (!offered.has(partNumber)) drift.push(`${partNumber}: the store describes it, but the platform does not have it`)
  const gone = [...known].filter(([partNumber, { withdrawn }]) => !withdrawn && !offered.has(partNumber))

  await upsertItems(tx, changes)
  await withdrawItems(
    tx,
    gone.map(([partNumber]) => partNumber),
    at,
  )
  return { added, changed: changes.length - added, removed: gone.length, drift: drift.sort() }
}

function isSame(before: KnownItem | undefined, row: ItemRow): boolean {
  return before !== undefined && !before.withdrawn && before.rowHash === row.rowHash
}
