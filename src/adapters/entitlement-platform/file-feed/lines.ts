import type {
  PlatformEntitlementLine,
  PlatformMaintenanceLine,
  ProductKey,
} from '../../../domains/entitlements/rights/port.ts'
import type { Feed } from './feed.ts'
import type { LookupName } from './file-facts.ts'
import type { OutboxRow } from './outbox-rows.ts'
import type { RowOf } from './rows.ts'

/** Feed and outbox as one: what is known of the lines of every account. */
export interface Rights {
  /** What waits in the outbox, and the feed does not have yet. */
  readonly waiting: {
    readonly lines: readonly PlatformEntitlementLine[]
    readonly maintenanceLines: readonly PlatformMaintenanceLine[]
  }
  line(activationId: string): Promise<PlatformEntitlementLine | null>
  /** Whether a line of either kind has the activation id. */
  has(activationId: string): Promise<boolean>
  linesOf(what: 'order' | 'entitlement' | 'account', ids: readonly string[]): Promise<PlatformEntitlementLine[]>
  maintenanceOf(what: 'order' | 'entitlement' | 'covered', ids: readonly string[]): Promise<PlatformMaintenanceLine[]>
  /** True for an entitlement of the feed, and for one that waits in the outbox. */
  hasEntitlement(entitlementId: string): Promise<boolean>
}

/**
 * Where feed and outbox both have an activation id, the feed's row counts: the vendor has taken the order in, and may
 * have changed it since. What waits in the outbox counts as deployed, because the vendor's job is bound to take it.
 */
export async function rightsOf(feed: Feed, outbox: readonly OutboxRow[]): Promise<Rights> {
  const waiting = await waitingIn(feed, outbox)
  const entitlementIds = new Set(outbox.flatMap((row) => (row.record === 'entitlement' ? [row.entitlementId] : [])))

  const line = async (activationId: string) => {
    const found = await feed.find('entitlement_lines', activationId)
    return found ? feedLineOf(found) : (waiting.lines.find((each) => each.activationId === activationId) ?? null)
  }
  const linesOf: Rights['linesOf'] = async (what, ids) => {
    const found = await feed.lookUp('entitlement_lines', what, ids)
    return [
      ...found.map(feedLineOf),
      ...waiting.lines.filter((each) => idsOf(each, what).some((id) => ids.includes(id))),
    ]
  }
  const maintenanceOf: Rights['maintenanceOf'] = async (what, ids) => {
    const found = await feed.lookUp('maintenance_lines', what, ids)
    const added = waiting.maintenanceLines.filter((each) => idsOf(each, what).some((id) => ids.includes(id)))
    return [...found.map(feedMaintenanceOf), ...added]
  }
  return {
    waiting,
    line,
    has: async (activationId) =>
      (await line(activationId)) !== null ||
      (await feed.find('maintenance_lines', activationId)) !== null ||
      waiting.maintenanceLines.some((each) => each.activationId === activationId),
    linesOf,
    maintenanceOf,
    hasEntitlement: async (entitlementId) =>
      entitlementIds.has(entitlementId) ||
      (await linesOf('entitlement', [entitlementId])).length > 0 ||
      (await maintenanceOf('entitlement', [entitlementId])).length > 0,
  }
}

export function feedLineOf(row: RowOf<'entitlement_lines'>): PlatformEntitlementLine {
  const partnerAccountIds = new Set(row.partnerAccountIds)
  partnerAccountIds.delete(row.accountId)
  return { ...row, partnerAccountIds: [...partnerAccountIds].sort(), permanent: row.expirationDate === null }
}

export function feedMaintenanceOf(row: RowOf<'maintenance_lines'>): PlatformMaintenanceLine {
  return { ...row, permanent: row.expirationDate === null }
}

function idsOf(line: PlatformEntitlementLine | PlatformMaintenanceLine, what: LookupName): readonly string[] {
  if (what === 'order') return line.orderId === null ? [] : [line.orderId]
  if (what === 'entitlement') return [line.entitlementId]
  if (what === 'account') return 'accountId' in line ? [line.accountId] : []
  return 'coveredActivationIds' in line ? line.coveredActivationIds : []
}

async function waitingIn(feed: Feed, outbox: readonly OutboxRow[]): Promise<Rights['waiting']> {
  const lines = new Map<string, PlatformEntitlementLine>()
  const linked = new Map<string, string>()
  const maintenanceLines = new Map<string, PlatformMaintenanceLine>()
  const partners = new Map(
    outbox.flatMap((row) =>
      row.record === 'entitlement' && row.partnerAccountId !== null
        ? [[row.entitlementId, row.partnerAccountId] as const]
        : [],
    ),
  )
  for (const row of outbox)
    if (row.record === 'entitlement_line') {
      if ((await feed.find('entitlement_lines', row.activationId)) !== null) continue
      const sold = await feed.find('part_numbers', row.partNumber)
      const partner = partners.get(row.entitlementId)
      lines.set(row.activationId, lineOf(row, sold?.product ?? null, partner === undefined ? [] : [partner]))
    } else if (row.record === 'maintenance_line') {
      if ((await feed.find('maintenance_lines', row.activationId)) === null)
        maintenanceLines.set(row.activationId, maintenanceLineOf(row))
    } else if (row.record === 'parent_line') linked.set(row.activationId, row.parentActivationId)
  for (const [activationId, parentActivationId] of linked) {
    const line = lines.get(activationId)
    if (line) lines.set(activationId, { ...line, parentActivationId })
  }
  return { lines: [...lines.values()], maintenanceLines: [...maintenanceLines.values()] }
}
type LineRow = Extract<OutboxRow, { record: 'entitlement_line' }>
type MaintenanceRow = Extract<OutboxRow, { record: 'maintenance_line' }>

function lineOf(
  row: LineRow,
  product: ProductKey | null,
  partnerAccountIds: readonly string[],
): PlatformEntitlementLine {
  const { record: _, createdAt, licenseModel: __, licenseModelAttributes: ___, lineAttributes: ____, ...line } = row
  return {
    ...line,
    product,
    entitlementState: 'DEPLOYED',
    state: 'DEPLOYED',
    remainingQuantity: line.quantity,
    permanent: line.expirationDate === null,
    platformId: null,
    parentActivationId: row.parentActivationId ?? null,
    originActivationId: null,
    partnerAccountIds,
    supportAction: null,
    lastModifiedAt: createdAt,
  }
}

function maintenanceLineOf(row: MaintenanceRow): PlatformMaintenanceLine {
  const { record: _, createdAt, accountId: __, lineAttributes: ___, ...line } = row
  return { ...line, state: 'DEPLOYED', permanent: false, lastModifiedAt: createdAt }
}
