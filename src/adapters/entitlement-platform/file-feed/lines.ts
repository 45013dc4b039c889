import type {
  PlatformEntitlementLine,
  PlatformMaintenanceLine,
  ProductKey,
} from '../../../domains/entitlements/port.ts'
import type { Feed } from './feed.ts'
import type { OutboxRow } from './outbox-rows.ts'

/** Feed and outbox as one: what is known of the lines of every account. */
export interface Rights {
  readonly lines: readonly PlatformEntitlementLine[]
  readonly maintenanceLines: readonly PlatformMaintenanceLine[]
  /** Entitlements of the feed and those that wait in the outbox. */
  readonly entitlementIds: ReadonlySet<string>
}

/**
 * Where feed and outbox both have an activation id, the feed's row counts: the vendor has taken the order in, and may
 * have changed it since. What waits in the outbox counts as deployed, because the vendor's job is bound to take it.
 */
export function rightsOf(feed: Feed, outbox: readonly OutboxRow[]): Rights {
  const products = new Map(feed.part_numbers.map(({ partNumber, product }) => [partNumber, product]))
  const lines = new Map<string, PlatformEntitlementLine>()
  const linked = new Map<string, string>()
  const maintenanceLines = new Map<string, PlatformMaintenanceLine>()
  for (const row of outbox)
    if (row.record === 'entitlement_line')
      lines.set(row.activationId, lineOf(row, products.get(row.partNumber) ?? null))
    else if (row.record === 'maintenance_line') maintenanceLines.set(row.activationId, maintenanceLineOf(row))
    else if (row.record === 'parent_line') linked.set(row.activationId, row.parentActivationId)
  for (const [activationId, parentActivationId] of linked) {
    const line = lines.get(activationId)
    if (line) lines.set(activationId, { ...line, parentActivationId })
  }
  for (const row of feed.entitlement_lines)
    lines.set(row.activationId, { ...row, permanent: row.expirationDate === null })
  for (const row of feed.maintenance_lines)
    maintenanceLines.set(row.activationId, { ...row, permanent: row.expirationDate === null })
  const waiting = outbox.flatMap((row) => (row.record === 'entitlement' ? [row.entitlementId] : []))
  const all = [...lines.values(), ...maintenanceLines.values()]
  return {
    lines: [...lines.values()],
    maintenanceLines: [...maintenanceLines.values()],
    entitlementIds: new Set([...waiting, ...all.map(({ entitlementId }) => entitlementId)]),
  }
}

type LineRow = Extract<OutboxRow, { record: 'entitlement_line' }>
type MaintenanceRow = Extract<OutboxRow, { record: 'maintenance_line' }>

function lineOf(row: LineRow, product: ProductKey | null): PlatformEntitlementLine {
  const { record: _, createdAt, ...line } = row
  return {
    ...line,
    product,
    entitlementState: 'DEPLOYED',
    state: 'DEPLOYED',
    remainingQuantity: line.quantity,
    permanent: line.expirationDate === null,
    platformId: null,
    parentActivationId: null,
    originActivationId: null,
    supportAction: null,
    lastModifiedAt: createdAt,
  }
}

function maintenanceLineOf(row: MaintenanceRow): PlatformMaintenanceLine {
  const { record: _, createdAt, accountId: __, ...line } = row
  return { ...line, state: 'DEPLOYED', permanent: false, lastModifiedAt: createdAt }
}
