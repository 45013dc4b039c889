import { compareVersions } from '../../../kernel/version-order.ts'
import type { ChainTrace } from './chain-rights.ts'
import type { HeldRight } from './held-rights.ts'
import type { DownloadPackage } from './port.ts'

/** What a right is told by: its product, the title the platform names for it, and whether a chain grants it. */
export type DeliveredRight = Pick<HeldRight, 'productName' | 'productVersion'> & {
  /** Null for a line's own product. */
  readonly grantedBy: Pick<ChainTrace, 'chainId'> | null
  /** The package that the platform names for the product; null where it names none. */
  readonly title: string | null
  /** The name of the product of the line that brings it. */
  readonly lineProductName: string
}

/**
 * The packages of a line that are a right's own. A line has all that it opens. What a chain grants is not had by the word
 * of the chain: it has the package that the platform names for the product, or else those of its version, however the platform
 * spells it, where the line is of the same product.
 */
export function deliveredFor<Package extends Pick<DownloadPackage, 'packageId' | 'version'>>(
  right: DeliveredRight,
  packages: readonly Package[],
): readonly Package[] {
  if (right.grantedBy === null) return packages
  if (right.title !== null) return packages.filter(({ packageId }) => packageId === right.title)
  if (right.productName !== right.lineProductName) return []
  return packages.filter(({ version }) => compareVersions(version, right.productVersion) === 0)
}

export interface RightDownload {
  /** `undelivered`: a chain grants it and the platform does not deliver it. `unknown`: the platform did not say in time. */
  readonly state: 'ready' | 'empty' | 'undelivered' | 'unknown'
  readonly packages: number
}

/** How the download of a right stands; `packages` are those of its line, undefined when the platform did not say. */
export function downloadOfRight(
  right: DeliveredRight,
  packages: readonly DownloadPackage[] | undefined,
): RightDownload {
  if (packages === undefined) return { state: 'unknown', packages: 0 }
  const own = deliveredFor(right, packages).length
  if (own > 0) return { state: 'ready', packages: own }
  return { state: right.grantedBy === null ? 'empty' : 'undelivered', packages: 0 }
}
