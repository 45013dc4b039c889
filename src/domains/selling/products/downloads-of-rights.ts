import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../../platform/db/db.ts'
import {
  type DeliveredRight,
  type DownloadPackage,
  deliveredFor,
  downloadOfRight,
  type HeldRight,
  mayDeliver,
  type PlatformDownloads,
  productTitles,
  type RightDownload,
  recordGrantsChecked,
} from '../../entitlements/rights/index.ts'
import { packagesByLine } from '../../fulfilment/downloads/index.ts'
import type { Actor } from '../../fulfilment/orders/index.ts'
import type { Viewer } from '../../shop/catalog/index.ts'
import type { CategorisedRight, LineWithUpdates } from './install-base-groups.ts'

interface DownloadsDeps {
  readonly db: Db
  readonly clock: Clock
  readonly platform: Pick<PlatformDownloads, 'downloadPackages'>
}

export interface DownloadInLine extends RightDownload {
  /** The line of the account that delivers what the line of the grant does not; null where none has to. */
  readonly elsewhere: string | null
}

/**
 * How the download of each right of a page stands, as the platform says at this moment. What it says of the grants goes on
 * the operators' list, or off it. Where it did not say, a grant is as it was found last, or not known.
 */
export async function downloadsOfRights(
  deps: DownloadsDeps,
  actor: Actor,
  { known, shown }: { readonly known: Viewer; readonly shown: readonly LineWithUpdates[] },
): Promise<ReadonlyMap<CategorisedRight, DownloadInLine>> {
  const updates = shown.flatMap((one) => one.updates)
  const lines = shown.map(({ line }) => line)
  const [titles, packages] = await Promise.all([
    productTitles(
      deps.db,
      updates.map(({ productName: name, productVersion: version }) => ({ name, version })),
    ),
    packagesByLine(deps.platform, actor, lines),
  ])
  // Only who has heard of all lines can say that none of them delivers it.
  const heardAll = known.held.every(({ grantedBy, activationId }) => grantedBy !== null || packages.has(activationId))
  const withheld = new Set(known.undelivered.map(grantKey))
  const downloads = new Map<CategorisedRight, DownloadInLine>()
  for (const { line, updates } of shown)
    for (const right of [line, ...updates]) {
      const title = titles.get(`${right.productName}@${right.productVersion}`) ?? null
      const told = { ...right, title, lineProductName: line.productName }
      const found = downloadOfRight(told, packages.get(line.activationId))
      const elsewhere = found.state === 'undelivered' ? otherLineOf(told, { lines, packages }) : null
      if (elsewhere !== null) downloads.set(right, { state: 'empty', packages: 0, elsewhere })
      else if (found.state === 'undelivered' && !heardAll && !withheld.has(grantKey(right)))
        downloads.set(right, { ...found, state: 'unknown', elsewhere })
      else downloads.set(right, { ...found, elsewhere })
    }
  await recordGrants(deps, actor, { downloads, heardAll, withheld })
  return downloads
}

/** The line that delivers what the line of the grant does not. */
function otherLineOf(
  told: DeliveredRight,
  given: { readonly lines: readonly HeldRight[]; readonly packages: ReadonlyMap<string, readonly DownloadPackage[]> },
): string | null {
  const found = given.lines.find(
    (line) =>
      mayDeliver(told, line) &&
      deliveredFor({ ...told, lineProductName: told.productName }, given.packages.get(line.activationId) ?? []).length >
        0,
  )
  return found?.activationId ?? null
}

// Of what comes with a line of another account, that account's lines decide, which only the store's own look asks about.
async function recordGrants(
  { db, clock }: DownloadsDeps,
  actor: Actor,
  told: {
    readonly downloads: ReadonlyMap<CategorisedRight, DownloadInLine>
    readonly heardAll: boolean
    readonly withheld: ReadonlySet<string>
  },
): Promise<void> {
  const { downloads, heardAll, withheld } = told
  const checked = [...downloads].flatMap(([right, { state }]) => {
    const { activationId, productName, productVersion, ownerAccountId: accountId, grantedBy } = right
    if (
      grantedBy === null ||
      accountId !== actor.accountId ||
      state === 'unknown' ||
      (state === 'undelivered' && !heardAll)
    )
      return []
    // What is delivered, and was not found to be withheld, is nothing new.
    if (state !== 'undelivered' && !withheld.has(grantKey(right))) return []
    const grant = { activationId, productName, productVersion, accountId, chainId: grantedBy.chainId }
    return [{ ...grant, delivered: state !== 'undelivered' }]
  })
  await db.transaction((tx) => recordGrantsChecked(tx, checked, clock.now()))
}

/** The viewer by what the platform says now: of what chains grant, that is held what it delivers. */
export function viewerTold(viewer: Viewer, downloads: ReadonlyMap<CategorisedRight, DownloadInLine>): Viewer {
  const states = new Map([...downloads].map(([right, { state }]) => [grantKey(right), state]))
  const stateOf = (right: HeldRight) => (right.grantedBy === null ? undefined : states.get(grantKey(right)))
  const isWithheld = (right: HeldRight) => stateOf(right) === 'undelivered'
  const isDelivered = (right: HeldRight) => ['ready', 'empty'].includes(stateOf(right) ?? '')
  if (!viewer.held.some(isWithheld) && !viewer.undelivered.some(isDelivered)) return viewer
  return {
    ...viewer,
    held: [...viewer.held.filter((right) => !isWithheld(right)), ...viewer.undelivered.filter(isDelivered)],
    undelivered: [...viewer.undelivered.filter((right) => !isDelivered(right)), ...viewer.held.filter(isWithheld)],
  }
}

function grantKey({ activationId, productName, productVersion }: HeldRight): string {
  return JSON.stringify([activationId, productName, productVersion])
}
