import type { PlatformEntitlementLine, PlatformMaintenanceLine } from '../rights/index.ts'
import type { Push, PushLine } from './push-store.ts'

/** What the platform has under the order's number. */
export interface FoundLines {
  readonly lines: readonly PlatformEntitlementLine[]
  readonly maintenanceLines: readonly PlatformMaintenanceLine[]
}

/** A line of the order as the platform has it; maintenance has no parent. */
export type LineThere = Pick<PlatformEntitlementLine, 'activationId' | 'entitlementId' | 'parentActivationId'>

export interface Reading {
  /** The order's lines that are there, by the id that the store minted. */
  readonly there: ReadonlyMap<string, LineThere>
  /** Ids of missing lines, and of the order's entitlement, that the platform has for an order that is not this one. */
  readonly taken: readonly string[]
}

/**
 * Tells the order's own lines from those of another order that has its number: a restored database and a second store
 * beside the platform give numbers that were given before. A line is the order's when its part number, quantity and
 * account are; maintenance, which has neither of the last two, when its part number is and it covers what was sold.
 */
export function readFound(push: Push, wanted: readonly PushLine[], found: FoundLines): Reading {
  const there = new Map<string, LineThere>()
  for (const line of wanted) {
    const own = line.maintenanceOf === null ? ownLine(push, line, found.lines) : ownMaintenance(line, found)
    if (own) there.set(line.activationId, own)
  }
  const ours = new Set([...there.values()].map(({ activationId }) => activationId))
  const strangers = [...found.lines, ...found.maintenanceLines].filter(({ activationId }) => !ours.has(activationId))
  const missing = wanted.filter(({ activationId }) => !there.has(activationId))
  const needed = new Set(missing.map(({ activationId }) => activationId))
  if (missing.some(({ targetEntitlementId }) => targetEntitlementId === null) && !hasOwn(wanted, there))
    needed.add(push.entitlementId)
  const inUse = strangers.flatMap(({ activationId, entitlementId }) => [activationId, entitlementId])
  return { there, taken: [...new Set(inUse)].filter((id) => needed.has(id)) }
}

/** Whether the order's own entitlement is known to hold a line of it. */
export function hasOwn(wanted: readonly PushLine[], there: ReadonlyMap<string, LineThere>): boolean {
  return wanted.some((line) => line.targetEntitlementId === null && there.has(line.activationId))
}

// A line that was renumbered since an earlier try still carries the number of the order's line, and so does each part of
// one that was split: they must not be made again.
function ownLine(push: Push, wanted: PushLine, found: readonly PlatformEntitlementLine[]): LineThere | undefined {
  const alike = found.filter(
    ({ accountId, partNumber, orderLineNumber, activationId }) =>
      accountId === push.accountId &&
      partNumber === wanted.partNumber &&
      (orderLineNumber === String(wanted.orderLineNumber) || activationId === wanted.activationId),
  )
  const quantity = alike.reduce((sum, line) => sum + line.quantity, 0)
  if (quantity === wanted.quantity) return byId(alike, wanted.activationId)
  return byId(
    alike.filter((line) => line.quantity === wanted.quantity),
    wanted.activationId,
  )
}

function ownMaintenance(wanted: PushLine, { maintenanceLines }: FoundLines): LineThere | undefined {
  const covers = wanted.maintenanceOf?.covers ?? []
  const alike = maintenanceLines.filter(
    ({ partNumber, orderLineNumber, activationId, coveredActivationIds }) =>
      partNumber === wanted.partNumber &&
      (orderLineNumber === String(wanted.orderLineNumber) || activationId === wanted.activationId) &&
      covers.every((id) => coveredActivationIds.includes(id)),
  )
  const line = byId(alike, wanted.activationId)
  return line && { ...line, parentActivationId: null }
}

function byId<Line extends { readonly activationId: string }>(
  alike: readonly Line[],
  activationId: string,
): Line | undefined {
  return alike.find((line) => line.activationId === activationId) ?? alike[0]
}
