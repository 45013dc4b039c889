import {
  type Asker,
  askInTurn,
  type DownloadFile,
  type DownloadPackage,
  type HeldRight,
  type PlatformDownloads,
} from '../../entitlements/rights/index.ts'
import type { Actor } from '../orders/index.ts'

type Line = Pick<HeldRight, 'activationId' | 'ownerAccountId'>

/** The packages that a line opens at this moment. Who may see the line was asked before. @throws {PartnerFailure} */
export function packagesOfLine(
  platform: Pick<PlatformDownloads, 'downloadPackages'>,
  actor: Actor,
  { activationId, ownerAccountId }: Line,
): Promise<readonly DownloadPackage[]> {
  const ways = waysToAsk(actor, ownerAccountId).filter(({ accountId }) => accountId === ownerAccountId)
  return askInTurn(ways, ({ userName }) => platform.downloadPackages({ userName, activationIds: [activationId] }))
}

/**
 * The files of a package. It has to be one that the line opens: asked by the store itself, the platform hands out any.
 * @throws {PartnerFailure}
 */
export function filesOfPackage(
  platform: Pick<PlatformDownloads, 'downloadFiles'>,
  actor: Actor,
  { ownerAccountId }: Line,
  packageId: string,
): Promise<readonly DownloadFile[]> {
  return askInTurn(waysToAsk(actor, ownerAccountId), async (way) => {
    const files = await platform.downloadFiles({ ...way, packageId })
    // The platform counts for the one who asked.
    return way.userName === null ? files.map((file) => ({ ...file, completedDownloads: 0 })) : files
  })
}

/**
 * In the member's own name, for the account that the member acts for: the platform knows what that one inherits, and counts
 * the download as the member's. For a line of another account then for its owner, and last in the store's own name: a
 * partner is no member of the customer that it bought for, and neither is a subsidiary's member of the head office.
 */
function waysToAsk({ userName, accountId }: Actor, ownerAccountId: string): Asker[] {
  const own = { userName, accountId }
  if (ownerAccountId === accountId) return [own]
  return [own, { userName, accountId: ownerAccountId }, { userName: null, accountId: ownerAccountId }]
}
