import { mirrorTable } from '../../platform/db/mirror-table.ts'
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
  rowHash: products.rowHash,
  removedAt: products.removedAt,
  toInsert: (row, rowHash) => ({ ...row, attributes: { ...row.attributes }, rowHash, removedAt: null }),
})

export const partNumberMirror = mirrorTable<PlatformPartNumber, typeof platformPartNumbers>({
  kind: 'partNumbers',
  table: platformPartNumbers,
  keyColumns: [platformPartNumbers.partNumber],
  rowHash: platformPartNumbers.rowHash,
  removedAt: platformPartNumbers.removedAt,
  toInsert: ({ partNumber, description, product }, rowHash) => ({
    partNumber,
    description,
    productName: product?.name ?? null,
    productVersion: product?.version ?? null,
    rowHash,
    removedAt: null,
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
  rowHash: productRelations.rowHash,
  removedAt: productRelations.removedAt,
  toInsert: ({ from, to, relation }, rowHash) => ({
    fromName: from.name,
    fromVersion: from.version,
    toName: to.name,
    toVersion: to.version,
    relation,
    rowHash,
    removedAt: null,
  }),
})

export type MirroredLine = Omit<PlatformEntitlementLine, 'lastModifiedAt' | 'supportAction'>

export const lineMirror = mirrorTable<MirroredLine, typeof entitlementLines>({
  kind: 'entitlementLines',
  table: entitlementLines,
  keyColumns: [entitlementLines.activationId],
  rowHash: entitlementLines.rowHash,
  removedAt: entitlementLines.removedAt,
  toInsert: ({ product, ...row }, rowHash) => ({
    ...row,
    productName: product?.name ?? null,
    productVersion: product?.version ?? null,
    rowHash,
    removedAt: null,
  }),
})

export type MirroredMaintenance = Omit<PlatformMaintenanceLine, 'lastModifiedAt'>

export const maintenanceMirror = mirrorTable<MirroredMaintenance, typeof maintenanceLines>({
  kind: 'maintenanceLines',
  table: maintenanceLines,
  keyColumns: [maintenanceLines.activationId],
  rowHash: maintenanceLines.rowHash,
  removedAt: maintenanceLines.removedAt,
  toInsert: ({ product, coveredActivationIds, ...row }, rowHash) => ({
    ...row,
    coveredActivationIds: [...coveredActivationIds],
    productName: product?.name ?? null,
    productVersion: product?.version ?? null,
    rowHash,
    removedAt: null,
  }),
})
