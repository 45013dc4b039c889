import { mirrorTable } from '../../../platform/db/mirror-table.ts'
import type {
  PlatformEntitlementLine,
  PlatformMaintenanceLine,
  PlatformPartNumber,
  PlatformProduct,
  PlatformRelation,
} from './port.ts'
import { entitlementLines, maintenanceLines, platformPartNumbers, productRelations, products } from './tables.ts'

export const productMirror = mirrorTable<Omit<PlatformProduct, 'lastModifiedAt' | 'partNumbers'>, typeof products>({
  kind: 'products',
  table: products,
  keyColumns: [products.name, products.version],
  label: products.name,
  group: products.kind,
  toInsert: (row) => ({ ...row, attributes: { ...row.attributes } }),
})

export const partNumberMirror = mirrorTable<PlatformPartNumber, typeof platformPartNumbers>({
  kind: 'partNumbers',
  table: platformPartNumbers,
  keyColumns: [platformPartNumbers.partNumber],
  label: platformPartNumbers.description,
  toInsert: ({ partNumber, description, product }) => ({
    partNumber,
    description,
    productName: product?.name ?? null,
    productVersion: product?.version ?? null,
  }),
})

export const relationMirror = mirrorTable<PlatformRelation, typeof productRelations>({
  kind: 'relations',
  table: productRelations,
  keyColumns: [
    productRelations.fromName,
    productRelations.fromVersion,
    productRelations.toName,
    productRelations.toVersion,
    productRelations.relation,
  ],
  label: productRelations.relation,
  toInsert: ({ from, to, relation }) => ({
    fromName: from.name,
    fromVersion: from.version,
    toName: to.name,
    toVersion: to.version,
    relation,
  }),
})

export type MirroredLine = Omit<PlatformEntitlementLine, 'lastModifiedAt' | 'supportAction' | 'partnerAccountIds'> & {
  readonly partnerAccountIds: readonly string[] | null
}

export const lineMirror = mirrorTable<MirroredLine, typeof entitlementLines>({
  kind: 'entitlementLines',
  table: entitlementLines,
  keyColumns: [entitlementLines.activationId],
  label: entitlementLines.accountId,
  // Named one by one: of a million objects, spreading costs more than everything else that is done to them here.
  toInsert: (row) => ({
    activationId: row.activationId,
    platformId: row.platformId,
    entitlementId: row.entitlementId,
    entitlementState: row.entitlementState,
    state: row.state,
    accountId: row.accountId,
    partNumber: row.partNumber,
    quantity: row.quantity,
    remainingQuantity: row.remainingQuantity,
    startDate: row.startDate,
    expirationDate: row.expirationDate,
    permanent: row.permanent,
    orderId: row.orderId,
    orderLineNumber: row.orderLineNumber,
    parentActivationId: row.parentActivationId,
    originActivationId: row.originActivationId,
    partnerAccountIds: row.partnerAccountIds as string[] | null,
    productName: row.product?.name ?? null,
    productVersion: row.product?.version ?? null,
  }),
})

export type MirroredMaintenance = Omit<PlatformMaintenanceLine, 'lastModifiedAt'>

export const maintenanceMirror = mirrorTable<MirroredMaintenance, typeof maintenanceLines>({
  kind: 'maintenanceLines',
  table: maintenanceLines,
  keyColumns: [maintenanceLines.activationId],
  label: maintenanceLines.entitlementId,
  toInsert: ({ product, coveredActivationIds, ...row }) => ({
    ...row,
    coveredActivationIds: [...coveredActivationIds],
    productName: product?.name ?? null,
    productVersion: product?.version ?? null,
  }),
})
