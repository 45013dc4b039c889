import { withAncestors } from './world/accounts.ts'
import { type DownloadPackage, type EntitlementLine, keyOf } from './world/rows.ts'
import type { World } from './world/world.ts'

/** The lines an account may use: its own and those of every account above it. */
export function linesFor(world: World, accountId: string): readonly EntitlementLine[] {
  const owners = new Set(withAncestors(world, accountId))
  return world.lines.values().filter((line) => owners.has(world.entitlements.get(line.entitlementId)?.soldTo ?? ''))
}

/**
 * The packages that the lines show to the account. A deployed line shows the packages of its product whose effective
 * date has come and does not lie after the line's end, or after the end of its maintenance where some is linked. The
 * start of the line does not hide older packages, because then nobody could download what they bought today.
 */
export function packagesFor(
  world: World,
  lines: readonly EntitlementLine[],
  accountId: string,
): readonly DownloadPackage[] {
  const maintenanceEnds = new Map<string, string[]>()
  for (const line of world.maintenanceLines.values())
    if (line.state === 'DEPLOYED')
      for (const id of line.covers)
        maintenanceEnds.set(id, [...(maintenanceEnds.get(id) ?? []), line.expirationDate ?? never])
  const today = world.today()
  const found = new Map<string, DownloadPackage>()
  for (const line of lines) {
    if (line.state !== 'DEPLOYED' || line.startDate > today) continue
    if (world.entitlements.get(line.entitlementId)?.state !== 'DEPLOYED') continue
    const maintenance = maintenanceEnds.get(line.activationId)?.sort().at(-1)
    const end = maintenance ?? line.expirationDate ?? never
    for (const download of packagesOf(world, line))
      if (
        download.effectiveDate <= today &&
        download.effectiveDate <= end &&
        (download.onlyAccounts.length === 0 || download.onlyAccounts.includes(accountId))
      )
        found.set(download.id, download)
  }
  return [...found.values()]
}

export function isArchived(world: World, download: DownloadPackage): boolean {
  return download.archivedFrom !== null && download.archivedFrom <= world.today()
}

const never = '9999-12-31'

function packagesOf(world: World, line: EntitlementLine): readonly DownloadPackage[] {
  const product = world.products.get(keyOf(line.product))
  const contained = (product?.contains ?? []).flatMap((key) => world.products.get(keyOf(key)) ?? [])
  return [...(product ? [product] : []), ...contained]
    .flatMap((one) => one.packageIds)
    .flatMap((id) => world.packages.get(id) ?? [])
}
