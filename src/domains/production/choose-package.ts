import type { LocalDate } from '../../kernel/local-date.ts'
import type { DownloadPackage } from '../entitlements/index.ts'

/**
 * Whether a BOM item means a package: its id, or the family it belongs to, which is the id before the version.
 * `PAINT_PRO` means `PAINT_PRO_2_1` and not `PAINT_PRO_EXTRAS_1_0`.
 */
export function isOfFamily(reference: string, packageId: string): boolean {
  if (packageId === reference) return true
  return packageId.startsWith(`${reference}_`) && /^[vV]?\d/.test(packageId.slice(reference.length + 1))
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

/** Negative when the left version is older. Numbers compare as numbers, so 2.10 is newer than 2.9; 2.0 beats 2.0-beta. */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [partsOf(left), partsOf(right)]
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const order = compareParts(a[i], b[i])
    if (order !== 0) return order
  }
  return 0
}

function byAge(left: DownloadPackage, right: DownloadPackage): number {
  const [a, b] = [left.effectiveDate ?? '', right.effectiveDate ?? '']
  if (a !== b) return a < b ? -1 : 1
  const version = compareVersions(left.version, right.version)
  if (version !== 0) return version
  return left.packageId < right.packageId ? -1 : left.packageId > right.packageId ? 1 : 0
}

function partsOf(version: string): string[] {
  return version.toLowerCase().match(/\d+|[a-z]+/g) ?? []
}

function compareParts(left: string | undefined, right: string | undefined): number {
  const [a, b] = [rankOf(left), rankOf(right)]
  if (a !== b) return a - b
  if (left === undefined || right === undefined) return 0
  if (/^\d/.test(left)) {
    const [m, n] = [BigInt(left), BigInt(right)]
    return m < n ? -1 : m > n ? 1 : 0
  }
  return left < right ? -1 : left > right ? 1 : 0
}

// Words such as beta come before the end of a version, numbers after it; a trailing zero counts as the end.
function rankOf(part: string | undefined): number {
  if (part === undefined) return 1
  if (!/^\d/.test(part)) return /^(sp|p|r|u|update|patch)$/.test(part) ? 2 : 0
  return /^0+$/.test(part) ? 1 : 3
}
