import type { LocalDate } from '../../../kernel/local-date.ts'
import { compareVersions } from '../../../kernel/version-order.ts'
import type { DownloadPackage } from '../../entitlements/rights/index.ts'

/**
 * Whether a BOM item means a package: its id, or the family it belongs to, which is the id before the version.
 * `PAINT_PRO` means `PAINT_PRO_2_1` and not `PAINT_PRO_EXTRAS_1_0`.
 */
export function isOfFamily(reference: string, packageId: string): boolean {
  if (packageId === reference) return true
  if (!packageId.startsWith(`${reference}_`)) return false
  return /^(?:v|ver|version|r|rel|release)?[._-]?\d/i.test(packageId.slice(reference.length + 1))
}

/**
 * The newest package for a BOM item among those that the platform answered for the account's own activation ids. The
 * platform has applied the maintenance ends already, so what it left out is not permitted; a package from its archive of
 * previous versions may be the newest one that is. Newest: by effective date, then by version, then by id. A package
 * that takes effect after today is not out yet. Null when nothing is permitted.
 */
export function newestPermitted(
  reference: string,
  answered: readonly DownloadPackage[],
  today: LocalDate,
): DownloadPackage | null {
  const permitted = answered.filter(
    (each) => isOfFamily(reference, each.packageId) && (each.effectiveDate === null || each.effectiveDate <= today),
  )
  return permitted.reduce<DownloadPackage | null>(
    (newest, each) => (newest === null || byAge(each, newest) > 0 ? each : newest),
    null,
  )
}

function byAge(left: DownloadPackage, right: DownloadPackage): number {
  const [a, b] = [left.effectiveDate ?? '', right.effectiveDate ?? '']
  if (a !== b) return a < b ? -1 : 1
  const version = compareVersions(left.version, right.version)
  if (version !== 0) return version
  return left.packageId < right.packageId ? -1 : left.packageId > right.packageId ? 1 : 0
}
