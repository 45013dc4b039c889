import { pageOf, success } from '../soap/answers.ts'
import { dateMatches, flagMatches, instantMatches, textMatches } from '../soap/queries.ts'
import { type Operation, operation } from '../soap/service.ts'
import { integer, one, optional, type ReadBy, sequence } from '../soap/types.ts'
import type { Entitlement, EntitlementLine, MaintenanceLine } from '../world/rows.ts'
import { endCustomerTier } from '../world/seed.ts'
import type { World } from '../world/world.ts'
import { configuredLine, configuredMaintenanceLine, entitlementTree } from './entitlement-trees.ts'
import {
  entitlementCriteria,
  lineConfig,
  lineCriteria,
  maintenanceConfig,
  maintenanceCriteria,
} from './entitlement-types.ts'
import { attributesFromModel } from './license-models.ts'

const paging = { batchSize: one(integer), pageNumber: optional(integer) }

/** The reading half of EntitlementOrderService v4. */
export function entitlementReads(world: World): readonly Operation[] {
  return [
    attributesFromModel(world),
    operation({
      name: 'getEntitlementsQuery',
      request: 'searchEntitlementRequest',
      type: sequence({ entitlementSearchCriteria: one(entitlementCriteria), ...paging }),
      run(asked) {
        const rows = selectEntitlements(world, asked.entitlementSearchCriteria)
        const newest = new Map<string, string>()
        for (const line of world.lines.values())
          if (line.createdAt > (newest.get(line.entitlementId) ?? '')) newest.set(line.entitlementId, line.createdAt)
        const sorted = [...rows].sort((a, b) => (newest.get(b.id) ?? '').localeCompare(newest.get(a.id) ?? ''))
        return {
          ...success,
          entitlement: pageOf(sorted, asked).map((row) => ({ simpleEntitlement: entitlementTree(world, row) })),
        }
      },
    }),
    operation({
      name: 'getEntitlementCount',
      type: sequence({ queryParams: optional(entitlementCriteria) }),
      run: (asked) => ({ ...success, count: selectEntitlements(world, asked.queryParams ?? {}).length }),
    }),
    operation({
      name: 'getEntitlementLineItemPropertiesQuery',
      request: 'searchEntitlementLineItemPropertiesRequest',
      type: sequence({
        queryParams: one(lineCriteria),
        entitlementLineItemResponseConfig: one(lineConfig),
        ...paging,
      }),
      run: (asked) => ({
        ...success,
        entitlementLineItem: pageOf(selectLines(world, asked.queryParams), asked).map((row) =>
          configuredLine(world, row, asked.entitlementLineItemResponseConfig),
        ),
      }),
    }),
    operation({
      name: 'getEntitlementMaintenanceLineItemPropertiesQuery',
      request: 'searchEntitlementMaintenanceLineItemPropertiesRequest',
      type: sequence({
        queryParams: one(maintenanceCriteria),
        entitlementMaintenanceLineItemResponseConfig: one(maintenanceConfig),
        ...paging,
      }),
      run: (asked) => ({
        ...success,
        entitlementMaintenanceLineItem: pageOf(selectMaintenance(world, asked.queryParams), asked).map((row) =>
          configuredMaintenanceLine(world, row, asked.entitlementMaintenanceLineItemResponseConfig),
        ),
      }),
    }),
  ]
}

function selectEntitlements(world: World, asked: Partial<ReadBy<typeof entitlementCriteria>>): Entitlement[] {
  if (asked.isBulk === true) return []
  const lines = grouped(world.lines.values())
  const maintenance = grouped(world.maintenanceLines.values())
  return world.entitlements.values().filter((row) => {
    const own = [
      ...(lines.get(row.id) ?? []),
      ...(asked.productType === undefined ? (maintenance.get(row.id) ?? []) : []),
    ]
    const partners = row.channelPartners
    const tier = asked.accountUnitName?.partnerTier ?? endCustomerTier
    const byName = asked.accountUnitName?.isSearchByName === true
    return (
      textMatches(asked.entitlementId, row.id) &&
      textMatches(asked.entDescription, row.description) &&
      textMatches(asked.soldTo, row.soldTo) &&
      textMatches(asked.shipToEmail, row.shipToEmail) &&
      textMatches(asked.shipToAddress, row.shipToAddress) &&
      (!asked.contactEmail || partners.some((one) => textMatches(asked.contactEmail, one.contact ?? undefined))) &&
      dateMatches(asked.createdOn, row.createdAt) &&
      dateMatches(asked.lastModifiedDate, row.modifiedAt) &&
      textMatches(asked.state, row.state) &&
      (!asked.accountUnitName ||
        partners.some(
          (one) =>
            (tier === 'ANY' || one.tierName === tier) &&
            textMatches(asked.accountUnitName, byName ? world.accounts.get(one.accountId)?.name : one.accountId),
        )) &&
      someLine(own, asked.productName, (line) => textMatches(asked.productName, line.product.name)) &&
      someLine(own, asked.productVersion, (line) => textMatches(asked.productVersion, line.product.version)) &&
      someLine(own, asked.partNumber, (line) => textMatches(asked.partNumber, line.partNumber ?? undefined)) &&
      someLine(own, asked.startDate, (line) => dateMatches(asked.startDate, line.startDate)) &&
      someLine(own, asked.isPermanent, (line) => flagMatches(asked.isPermanent, line.expirationDate === null)) &&
      someLine(own, asked.expirationDate, (line) => dateMatches(asked.expirationDate, line.expirationDate ?? undefined))
    )
  })
}

function someLine<Line>(lines: readonly Line[], asked: unknown, matches: (line: Line) => boolean): boolean {
  return asked === undefined || lines.some(matches)
}

function selectLines(world: World, asked: ReadBy<typeof lineCriteria>): EntitlementLine[] {
  if (asked.activatableItemType === 'WEBREGKEY') return []
  return world.lines.values().filter((row) => {
    const entitlement = world.entitlements.get(row.entitlementId)
    const byName = asked.accountUnitName?.isSearchByName === true
    return (
      textMatches(asked.entitlementId, row.entitlementId) &&
      textMatches(asked.activationId, row.activationId) &&
      textMatches(asked.productName, row.product.name) &&
      textMatches(asked.productVersion, row.product.version) &&
      textMatches(asked.partNumber, row.partNumber ?? undefined) &&
      dateMatches(asked.startDate, row.startDate) &&
      flagMatches(asked.isPermanent, row.expirationDate === null) &&
      dateMatches(asked.expirationDate, row.expirationDate ?? undefined) &&
      textMatches(asked.orderId, row.orderId ?? undefined) &&
      textMatches(asked.orderLineNumber, row.orderLineNumber ?? undefined) &&
      (asked.withNoOrderId !== true || row.orderId === null) &&
      textMatches(asked.soldTo, entitlement?.soldTo) &&
      flagMatches(asked.allowPortalLogin, entitlement?.allowPortalLogin ?? false) &&
      (!asked.accountUnitName ||
        (entitlement?.channelPartners ?? []).some((one) =>
          textMatches(asked.accountUnitName, byName ? world.accounts.get(one.accountId)?.name : one.accountId),
        )) &&
      textMatches(asked.lineItemParentLineItemId, row.parentActivationId ?? undefined) &&
      instantMatches(asked.createdOnDateTime, row.createdAt) &&
      instantMatches(asked.lastModifiedDateTime, row.modifiedAt)
    )
  })
}

function selectMaintenance(world: World, asked: ReadBy<typeof maintenanceCriteria>): MaintenanceLine[] {
  return world.maintenanceLines
    .values()
    .filter(
      (row) =>
        textMatches(asked.entitlementId, row.entitlementId) &&
        textMatches(asked.activationId, row.activationId) &&
        textMatches(asked.maintenanceProductName, row.product.name) &&
        textMatches(asked.maintenanceProductVersion, row.product.version) &&
        textMatches(asked.partNumber, row.partNumber ?? undefined) &&
        dateMatches(asked.startDate, row.startDate) &&
        flagMatches(asked.isPermanent, row.expirationDate === null) &&
        dateMatches(asked.expirationDate, row.expirationDate ?? undefined) &&
        textMatches(asked.orderId, row.orderId ?? undefined) &&
        textMatches(asked.orderLineNumber, row.orderLineNumber ?? undefined) &&
        (asked.withNoOrderId !== true || row.orderId === null) &&
        instantMatches(asked.createdOnDateTime, row.createdAt) &&
        instantMatches(asked.lastModifiedDateTime, row.modifiedAt),
    )
}

function grouped<Line extends { readonly entitlementId: string }>(lines: readonly Line[]): Map<string, Line[]> {
  const groups = new Map<string, Line[]>()
  for (const line of lines) {
    const group = groups.get(line.entitlementId)
    if (group) group.push(line)
    else groups.set(line.entitlementId, [line])
  }
  return groups
}
