import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { instant, localDateColumn } from '../../../platform/db/columns.ts'
import type { Rehearsal } from './rehearsal.ts'

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
export { driftReports, driftRows } from './drift-tables.ts'
export { readPages } from './page-tables.ts'
export { parentLinks } from './parent-link-tables.ts'
export { quarantinedRows } from './quarantine-tables.ts'

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
    rowHash: text('row_hash').notNull(),
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
    rowHash: text('row_hash').notNull(),
    removedAt: instant('removed_at'),
  },
  (table) => [
    index('maintenance_lines_entitlement').on(table.entitlementId),
    index('maintenance_lines_covered').using('gin', table.coveredActivationIds),
  ],
)

export const syncRuns = pgTable(
  'sync_runs',
  {
    id: text('id').primaryKey(),
    mode: text('mode').$type<'full' | 'incremental'>().notNull(),
    trigger: text('trigger').notNull(),
    state: text('state').$type<SyncRunState>().notNull(),
    startedAt: instant('started_at').notNull(),
    finishedAt: instant('finished_at'),
    /** True: the run stops before it publishes, and says what publishing would do. */
    rehearse: boolean('rehearse').notNull().default(false),
    rehearsal: jsonb('rehearsal').$type<Rehearsal | null>(),
    report: jsonb('report').$type<SyncReport | null>(),
    error: text('error'),
  },
  (table) => [
    index('sync_runs_started').on(table.startedAt),
    uniqueIndex('sync_runs_one_open')
      .on(sql`(true)`)
      .where(sql`${table.state} in ('reading', 'rehearsed', 'publishing')`),
  ],
)
export type SyncRunState = 'reading' | 'rehearsed' | 'publishing' | 'published' | 'discarded' | 'failed'

/** Counts per kind of row, and what was held back with its reason. */
export interface SyncReport {
  readonly kinds: Readonly<Record<string, SyncCounts>>
  readonly drift: readonly string[]
  /** Why removals were held, one sentence for each question to the platform. */
  readonly reasons?: readonly string[]
  /** Rows that cannot be read and wait for that, by kind; none are not named. */
  readonly quarantined?: Readonly<Record<string, number>>
  /** Lines that the store pushed, and that are gone without a word of where to: a sentence each, for a person. */
  readonly unproven?: readonly string[]
}
export interface SyncCounts {
  readonly read: number
  readonly added: number
  readonly changed: number
  readonly removed: number
  readonly held: number
}

/**
 * How far a run has read, in the same breath as the rows of each page. The table is unlogged like the staging tables, so
 * that a crash of the database loses both or neither.
 */
export const syncProgress = pgTable(
  'sync_progress',
  {
    runId: text('run_id').notNull(),
    step: text('step').notNull(),
    /** 0 when the step is done. */
    nextPage: integer('next_page').notNull(),
    rows: integer('rows').notNull(),
    startedAt: instant('started_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.step] })],
)

/** Where the next incremental run starts, for each question to the platform. */
export const syncWatermarks = pgTable('sync_watermarks', {
  step: text('step').primaryKey(),
  /** When the reading of the last published run began; how far before it the platform is asked is the adapter's business. */
  readFrom: instant('read_from').notNull(),
  runId: text('run_id').notNull(),
})

/** Removals that the guard held back, until somebody says what they are. */
export const heldRemovals = pgTable(
  'held_removals',
  {
    runId: text('run_id').notNull(),
    kind: text('kind').notNull(),
    key: text('key').notNull(),
    label: text('label').notNull(),
    state: text('state').$type<'held' | 'applied' | 'rejected'>().notNull(),
    decidedBy: text('decided_by'),
    decidedAt: instant('decided_at'),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.kind, table.key] }),
    check('held_removals_state_known', sql`${table.state} in ('held', 'applied', 'rejected')`),
  ],
)

/** What we write to the platform: one row an order, with its lines; the platform's ids are minted from ours. */
export const pushes = pgTable(
  'pushes',
  {
    orderId: text('order_id').primaryKey(),
    orderNumber: text('order_number').notNull().unique(),
    entitlementId: text('entitlement_id').notNull(),
    accountId: text('account_id').notNull(),
    partnerAccountId: text('partner_account_id'),
    contactUserName: text('contact_user_name'),
    shipToEmail: text('ship_to_email'),
    locale: text('locale').notNull(),
    state: text('state').$type<PushState>().notNull(),
    attempts: integer('attempts').notNull(),
    lastError: text('last_error'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    /** When the platform was asked to send its welcome mail; asked once. */
    welcomedAt: instant('welcomed_at'),
  },
  (table) => [
    // With the time, for the newest of a state.
    index('pushes_state_updated').on(table.state, table.updatedAt),
    check('pushes_state_known', sql`${table.state} in ('queued', 'sending', 'unknown', 'live', 'failed')`),
  ],
)
export type PushState = 'queued' | 'sending' | 'unknown' | 'live' | 'failed'

export const pushLines = pgTable(
  'push_lines',
  {
    activationId: text('activation_id').primaryKey(),
    orderId: text('order_id')
      .notNull()
      .references(() => pushes.orderId),
    orderLineNumber: integer('order_line_number').notNull(),
    partNumber: text('part_number').notNull(),
    quantity: integer('quantity').notNull(),
    startDate: localDateColumn('start_date').notNull(),
    expirationDate: localDateColumn('expiration_date'),
    /** The entitlement that gets the line when it belongs to one the account has; null for the order's own. */
    targetEntitlementId: text('target_entitlement_id'),
    /** Of an add-on: the line that it belongs to, and that the platform shall name as its parent. */
    baseActivationId: text('base_activation_id'),
    maintenanceOf: jsonb('maintenance_of').$type<{ name: string; version: string; covers: string[] } | null>(),
    liveAt: instant('live_at'),
  },
  (table) => [uniqueIndex('push_lines_order_line').on(table.orderId, table.orderLineNumber)],
)

export const pushAttempts = pgTable(
  'push_attempts',
  {
    id: text('id').primaryKey(),
    orderId: text('order_id')
      .notNull()
      .references(() => pushes.orderId),
    at: instant('at').notNull(),
    action: text('action').$type<PushAction>().notNull(),
    outcome: text('outcome').notNull(),
  },
  (table) => [index('push_attempts_order').on(table.orderId)],
)
/** `clash`: the platform had ids of the order for another one, and it got ids of its own. */
export type PushAction = 'search' | 'create' | 'clash' | 'link'
