import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant, localDateColumn } from '../../../platform/db/columns.ts'

export {
  type ChainGrant,
  type ChainValidator,
  productChains,
  productReleases,
  rightsHistory,
  rightsSettings,
  type UnknownRelease,
  undeliveredGrants,
} from './chain-tables.ts'

/** Mirror of the platform's products, suites and maintenance products. */
export const products = pgTable(
  'products',
  {
    name: text('name').notNull(),
    version: text('version').notNull(),
    kind: text('kind').$type<'product' | 'suite' | 'maintenance'>().notNull(),
    platformId: text('platform_id').notNull(),
    description: text('description').notNull(),
    state: text('state').notNull(),
    productLine: text('product_line'),
    attributes: jsonb('attributes').$type<Record<string, string>>().notNull(),
    rowHash: text('row_hash').notNull(),
    removedAt: instant('removed_at'),
  },
  (table) => [primaryKey({ columns: [table.name, table.version] })],
)

export const platformPartNumbers = pgTable(
  'platform_part_numbers',
  {
    partNumber: text('part_number').primaryKey(),
    description: text('description').notNull(),
    productName: text('product_name'),
    productVersion: text('product_version'),
    rowHash: text('row_hash').notNull(),
    removedAt: instant('removed_at'),
  },
  (table) => [index('platform_part_numbers_product').on(table.productName, table.productVersion)],
)

export const productRelations = pgTable(
  'product_relations',
  {
    fromName: text('from_name').notNull(),
    fromVersion: text('from_version').notNull(),
    toName: text('to_name').notNull(),
    toVersion: text('to_version').notNull(),
    relation: text('relation').notNull(),
    rowHash: text('row_hash').notNull(),
    removedAt: instant('removed_at'),
  },
  (table) => [
    primaryKey({ columns: [table.fromName, table.fromVersion, table.toName, table.toVersion, table.relation] }),
    index('product_relations_to').on(table.toName, table.toVersion),
  ],
)

export const entitlementLines = pgTable(
  'entitlement_lines',
  {
    activationId: text('activation_id').primaryKey(),
    entitlementId: text('entitlement_id').notNull(),
    accountId: text('account_id').notNull(),
    entitlementState: text('entitlement_state').notNull(),
    state: text('state').notNull(),
    productName: text('product_name'),
    productVersion: text('product_version'),
    partNumber: text('part_number'),
    quantity: integer('quantity').notNull(),
    remainingQuantity: integer('remaining_quantity').notNull(),
    startDate: localDateColumn('start_date'),
    expirationDate: localDateColumn('expiration_date'),
    permanent: boolean('permanent').notNull(),
    orderId: text('order_id'),
    orderLineNumber: text('order_line_number'),
    parentActivationId: text('parent_activation_id'),
    /** The platform's own id, which stays when the line is renumbered. */
    platformId: text('platform_id'),
    /** The line that this one was split or transferred from. */
    originActivationId: text('origin_activation_id'),
    /** The channel partners that the platform names; null until a sync of a release that asks for them has read the line. */
    partnerAccountIds: text('partner_account_ids').array(),
    /** Of what a run has read; null where the store wrote the row by itself and no run has read it since. */
    rowHash: text('row_hash'),
    removedAt: instant('removed_at'),
  },
  (table) => [
    index('entitlement_lines_account').on(table.accountId),
    index('entitlement_lines_order').on(table.orderId).where(sql`${table.orderId} is not null`),
    index('entitlement_lines_partners')
      .using('gin', table.partnerAccountIds)
      .where(sql`cardinality(${table.partnerAccountIds}) > 0`),
  ],
)

/**
 * Where lines went that the platform renumbered, split or transferred, so that what the store knows by a former
 * activation ID finds the line. Only what the platform's answers prove; `rehome-lines.ts` says what proves it.
 */
export const lineSuccessors = pgTable(
  'line_successors',
  {
    formerActivationId: text('former_activation_id').notNull(),
    activationId: text('activation_id').notNull(),
    proof: text('proof').$type<'platform-id' | 'origin' | 'order-line'>().notNull(),
    runId: text('run_id').notNull(),
    notedAt: instant('noted_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.formerActivationId, table.activationId] }),
    check('line_successors_proof_known', sql`${table.proof} in ('platform-id', 'origin', 'order-line')`),
  ],
)

export const maintenanceLines = pgTable(
  'maintenance_lines',
  {
    activationId: text('activation_id').primaryKey(),
    entitlementId: text('entitlement_id').notNull(),
    state: text('state').notNull(),
    productName: text('product_name'),
    productVersion: text('product_version'),
    partNumber: text('part_number'),
    startDate: localDateColumn('start_date'),
    expirationDate: localDateColumn('expiration_date'),
    permanent: boolean('permanent').notNull(),
    orderId: text('order_id'),
    orderLineNumber: text('order_line_number'),
    coveredActivationIds: text('covered_activation_ids').array().notNull(),
    /** Of what a run has read; null where the store wrote the row by itself and no run has read it since. */
    rowHash: text('row_hash'),
    removedAt: instant('removed_at'),
  },
  (table) => [
    index('maintenance_lines_entitlement').on(table.entitlementId),
    index('maintenance_lines_covered').using('gin', table.coveredActivationIds),
  ],
)
