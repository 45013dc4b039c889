import type { ReadBy } from '../soap/types.ts'
import type { XmlTree } from '../soap/xml.ts'
import { type Entitlement, type EntitlementLine, keyOf, type MaintenanceLine, type ProductKey } from '../world/rows.ts'
import type { World } from '../world/world.ts'
import type { lineConfig, maintenanceConfig } from './entitlement-types.ts'
import { partUniqueId } from './packaging.ts'

/** `simpleEntitlement` as getEntitlementsQuery answers it. */
export function entitlementTree(world: World, row: Entitlement): XmlTree {
  const lines = world.lines.values().filter((line) => line.entitlementId === row.id)
  const maintenance = world.maintenanceLines.values().filter((line) => line.entitlementId === row.id)
  return {
    entitlementId: { id: row.id, autoGenerate: false },
    lastModifiedDateTime: row.modifiedAt,
    description: row.description,
    soldTo: row.soldTo,
    soldToName: world.accounts.get(row.soldTo)?.name,
    shipToEmail: row.shipToEmail === '' ? undefined : row.shipToEmail,
    shipToAddress: row.shipToAddress === '' ? undefined : row.shipToAddress,
    state: row.state,
    lineItems: lines.map((line) => fullLine(world, line)),
    maintenanceLineItems: maintenance.map((line) => ({
      activationId: { id: line.activationId, autoGenerate: false },
      ...maintenanceTerms(world, line),
      associatedLineItems: line.covers.map((id) => lineIdentifierTree(world, id)),
      state: line.state,
    })),
    channelPartners: partnersTree(world, row),
    allowPortalLogin: row.allowPortalLogin,
  }
}

function fullLine(world: World, line: EntitlementLine): XmlTree {
  return {
    activationId: { id: line.activationId, autoGenerate: false },
    description: line.description === '' ? undefined : line.description,
    product: productTree(world, line.product),
    partNumber: partTree(line.partNumber),
    licenseModel: modelTree(line.licenseModel),
    orderId: line.orderId ?? undefined,
    orderLineNumber: line.orderLineNumber ?? undefined,
    numberOfCopies: line.quantity,
    startDate: line.startDate,
    isPermanent: line.expirationDate === null,
    expirationDate: line.expirationDate ?? undefined,
    lineItemType: line.supportAction ?? undefined,
    entitledProducts: entitledTree(world, line),
    numberOfRemainingCopies: line.quantity - line.fulfilled,
    fulfilledCount: line.fulfilled,
    state: line.state,
    parentLineItem: line.parentActivationId === null ? undefined : lineIdentifierTree(world, line.parentActivationId),
    createdOnDateTime: line.createdAt,
    lastModifiedDateTime: line.modifiedAt,
  }
}

/**
 * `entitlementLineItem` with the parts that the config switches on; `entitledProducts` and `channelPartners` always come
 * along. The order is that of the published type, which is not the order of the config.
 */
export function configuredLine(world: World, line: EntitlementLine, config: ReadBy<typeof lineConfig>): XmlTree {
  const entitlement = world.entitlements.get(line.entitlementId)
  const account = world.accounts.get(entitlement?.soldTo ?? '')
  const product = world.products.get(keyOf(line.product))
  const covering = world.maintenanceLines.values().filter((one) => one.covers.includes(line.activationId))
  return {
    activationId: config.activationId ? lineIdentifierTree(world, line.activationId) : undefined,
    description: config.description && line.description !== '' ? line.description : undefined,
    state: on(config.state, line.state),
    activatableItemType: on(config.activatableItemType, 'LINEITEM'),
    orderId: on(config.orderId, line.orderId),
    orderLineNumber: on(config.orderLineNumber, line.orderLineNumber),
    entitlementId: config.entitlementId
      ? { uniqueId: entitlement?.uniqueId, primaryKeys: { entitlementId: line.entitlementId } }
      : undefined,
    soldTo: config.soldTo && account ? { uniqueId: account.uniqueId, primaryKeys: { id: account.id } } : undefined,
    soldToDisplayName: on(config.soldToDisplayName, account?.name),
    entitlementState: on(config.entitlementState, entitlement?.state),
    entitlementDescription: on(config.entitlementDescription, entitlement?.description),
    allowPortalLogin: on(config.allowPortalLogin, entitlement?.allowPortalLogin),
    shipToEmail: on(config.shipToEmail, entitlement?.shipToEmail || null),
    shipToAddress: on(config.shipToAddress, entitlement?.shipToAddress || null),
    product: config.product ? productTree(world, line.product) : undefined,
    productDescription: on(config.productDescription, product?.description),
    partNumber: config.partNumber ? partTree(line.partNumber) : undefined,
    partNumberDescription: on(config.partNumberDescription, world.partOf(line.partNumber ?? '')?.part.description),
    licenseModel: config.licenseModel ? modelTree(line.licenseModel) : undefined,
    lineItemSupportAction: on(config.lineItemSupportAction, line.supportAction),
    parentLineItem:
      config.parentLineItem && line.parentActivationId !== null
        ? lineIdentifierTree(world, line.parentActivationId)
        : undefined,
    startDate: on(config.startDate, line.startDate),
    isPermanent: on(config.isPermanent, line.expirationDate === null),
    expirationDate: on(config.expirationDate, line.expirationDate),
    numberOfCopies: on(config.numberOfCopies, line.quantity),
    fulfilledAmount: on(config.fulfilledAmount, line.fulfilled),
    numberOfRemainingCopies: on(config.numberOfRemainingCopies, line.quantity - line.fulfilled),
    entitledProducts: entitledTree(world, line),
    channelPartners: entitlement && partnersTree(world, entitlement),
    maintenanceLineItems: config.maintenance
      ? covering.map((one) => ({
          activationId: maintenanceIdentifierTree(one),
          ...maintenanceTerms(world, one, config.maintenancePartNumber === true),
          state: one.state,
        }))
      : undefined,
    createdOnDateTime: on(config.createdOnDateTime, line.createdAt),
    lastModifiedDateTime: on(config.lastModifiedDateTime, line.modifiedAt),
    transferredFromLineItem: on(config.transferredFromLineItem, line.transferredFrom),
    splitFromLineItem: on(config.splitFromLineItem, line.splitFrom),
  }
}

/** `entitlementMaintenanceLineItem`: what the config switches on. */
export function configuredMaintenanceLine(
  world: World,
  line: MaintenanceLine,
  config: ReadBy<typeof maintenanceConfig>,
): XmlTree {
  const entitlement = world.entitlements.get(line.entitlementId)
  return {
    activationId: config.activationId ? maintenanceIdentifierTree(line) : undefined,
    state: on(config.state, line.state),
    orderId: on(config.orderId, line.orderId),
    orderLineNumber: on(config.orderLineNumber, line.orderLineNumber),
    entitlementId: config.entitlementId
      ? { uniqueId: entitlement?.uniqueId, primaryKeys: { entitlementId: line.entitlementId } }
      : undefined,
    maintenanceProduct: config.maintenanceProduct ? productTree(world, line.product) : undefined,
    maintenancePartNumber: config.maintenancePartNumber ? partTree(line.partNumber) : undefined,
    maintenancePartNumberDescription: on(
      config.maintenancePartNumberDescription,
      world.partOf(line.partNumber ?? '')?.part.description,
    ),
    startDate: on(config.startDate, line.startDate),
    isPermanent: on(config.isPermanent, line.expirationDate === null),
    expirationDate: on(config.expirationDate, line.expirationDate),
    createdOnDateTime: on(config.createdOnDateTime, line.createdAt),
    lastModifiedDateTime: on(config.lastModifiedDateTime, line.modifiedAt),
    linkedLineItemActivationId: config.linkedEntitlementLineItem ? line.covers : undefined,
  }
}

export function lineIdentifierTree(world: World, activationId: string): XmlTree {
  return { uniqueId: world.lines.get(activationId)?.uniqueId, primaryKeys: { activationId } }
}

export function maintenanceIdentifierTree(line: MaintenanceLine): XmlTree {
  return { uniqueId: line.uniqueId, primaryKeys: { activationId: line.activationId } }
}

function on<Value extends string | number | boolean>(wanted: boolean | undefined, value: Value | null | undefined) {
  return wanted === true && value !== null ? value : undefined
}

function maintenanceTerms(world: World, line: MaintenanceLine, withPart = true): XmlTree {
  return {
    maintenanceProduct: productTree(world, line.product),
    partNumber: withPart ? partTree(line.partNumber) : undefined,
    orderId: line.orderId ?? undefined,
    orderLineNumber: line.orderLineNumber ?? undefined,
    startDate: line.startDate,
    expirationDate: line.expirationDate ?? undefined,
    isPermanent: line.expirationDate === null,
  }
}

function productTree(world: World, key: ProductKey): XmlTree {
  return {
    uniqueId: world.products.get(keyOf(key))?.uniqueId,
    primaryKeys: { name: key.name, version: key.version },
  }
}

function partTree(partId: string | null): XmlTree | undefined {
  return partId === null ? undefined : { uniqueId: partUniqueId(partId), primaryKeys: { partId } }
}

function modelTree(name: string | null): XmlTree | undefined {
  return name === null ? undefined : { uniqueId: `model-${name}`, primaryKeys: { name } }
}

function entitledTree(world: World, line: EntitlementLine): XmlTree {
  return { entitledProduct: [{ product: productTree(world, line.product), quantity: 1 }] }
}

function partnersTree(world: World, row: Entitlement): XmlTree {
  return {
    channelPartner: row.channelPartners.map((one) => ({
      tierName: one.tierName,
      accountUnit: { uniqueId: world.accounts.get(one.accountId)?.uniqueId, primaryKeys: { id: one.accountId } },
      contact: one.contact === null ? undefined : { userName: one.contact },
      currentOwner: one.currentOwner,
    })),
  }
}
