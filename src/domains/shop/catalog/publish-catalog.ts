import type { Tx } from '../../../platform/db/db.ts'
import { livePartNumbers, livePartNumbersAmong, platformOffers } from '../../entitlements/rights/index.ts'
import { deriveItem, type ItemRow } from './derive-item.ts'
import {
  type KnownItem,
  knownItems,
  lockItems,
  overriddenPartNumbers,
  overridesOf,
  type Stretch,
  storePartNumbers,
  tidySearch,
  unsellableItems,
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
  readonly unsellable: readonly string[]
}

/** So many offers are in memory at a time. */
const offersAtATime = 1_000
/** More than a person reads; the list of items has them all. */
const mostUnsellable = 500

/**
 * Makes the catalog follow the mirror. Called in the transaction that publishes a sync, so that rights and items change
 * together. Writes only what differs; running it again changes nothing. Items of the store's own are left alone. With
 * part numbers, only their items are looked at.
 */
export async function publishCatalog(
  tx: Tx,
  { at, partNumbers }: { readonly at: Date; readonly partNumbers?: readonly string[] },
): Promise<PublishedCatalog> {
  await lockItems(tx)
  let added = 0
  let changed = 0
  let removed = 0
  const follow = async (some: readonly string[]) => {
    const changes = await changedItems(tx, some)
    added += changes.added
    changed += changes.rows.length - changes.added
    await upsertItems(tx, changes.rows)
  }
  if (partNumbers) {
    for (let start = 0; start < partNumbers.length; start += offersAtATime)
      await follow(partNumbers.slice(start, start + offersAtATime))
  } else {
    for await (const { live, ...stretch } of liveStretches(tx)) {
      await follow(live)
      removed += await withdrawItems(tx, { ...stretch, kept: live, at })
    }
  }
  if (added + changed + removed > 0) await tidySearch(tx)
  return { added, changed, removed, unsellable: await unsellableOfCatalog(tx) }
}

/** Everything that the platform has, some at a time, with the stretch of part numbers that each time covers. */
async function* liveStretches(tx: Tx): AsyncGenerator<Stretch & { readonly live: readonly string[] }> {
  for (let after: string | null = null; ; ) {
    const live: string[] = await livePartNumbers(tx, { after, limit: offersAtATime })
    const upTo = live.length < offersAtATime ? null : (live.at(-1) ?? null)
    yield { after, upTo, live }
    if (upTo === null) return
    after = upTo
  }
}

async function changedItems(
  tx: Tx,
  partNumbers: readonly string[],
): Promise<{ readonly rows: readonly ItemRow[]; readonly added: number }> {
  const offers = await platformOffers(tx, partNumbers)
  const known = await knownItems(tx, partNumbers)
  const overrides = await overridesOf(tx, partNumbers)
  const rows: ItemRow[] = []
  let added = 0
  for (const offer of offers) {
    const before = known.get(offer.partNumber)
    if (before?.origin === 'store') continue
    const row = deriveItem(offer, overrides.get(offer.partNumber))
    if (isSame(before, row)) continue
    if (before === undefined || before.withdrawn) added += 1
    rows.push(row)
  }
  return { rows, added }
}

async function unsellableOfCatalog(tx: Tx): Promise<string[]> {
  const own = await livePartNumbersAmong(tx, await storePartNumbers(tx))
  const described = await overriddenPartNumbers(tx)
  const offered = await livePartNumbersAmong(tx, described)
  return [
    ...[...own].map((partNumber) => `${partNumber}: the store has an item of its own under this part number`),
    ...described
      .filter((partNumber) => !offered.has(partNumber))
      .map((partNumber) => `${partNumber}: the store describes it, but the platform does not have it`),
    ...(await unsellableItems(tx, mostUnsellable)).map(
      ({ partNumber, unsellableReason }) => `${partNumber}: ${unsellableReason}`,
    ),
  ].sort()
}

function isSame(before: KnownItem | undefined, row: ItemRow): boolean {
  return before !== undefined && !before.withdrawn && before.rowHash === row.rowHash
}
