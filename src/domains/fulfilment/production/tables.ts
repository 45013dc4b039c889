import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { bytes, instant, minorUnits } from '../../../platform/db/columns.ts'
import type { Manifest } from './site-contract.ts'

/** What a kit is made of. Its sale (title, price, who may see it) is the catalog's business. */
export const mediaKits = pgTable('media_kits', {
  partNumber: text('part_number').primaryKey(),
  title: text('title').notNull(),
  brandId: text('brand_id').notNull(),
  medium: text('medium').$type<'CD' | 'DVD' | 'DVD-DL' | 'BD'>().notNull(),
  bomVersion: integer('bom_version').notNull(),
})

export const bomItems = pgTable(
  'bom_items',
  {
    partNumber: text('part_number')
      .notNull()
      .references(() => mediaKits.partNumber),
    bomVersion: integer('bom_version').notNull(),
    position: integer('position').notNull(),
    /** `package`: the newest permitted files of a download package; `stock`: a thing from the shelf. */
    kind: text('kind').$type<'package' | 'stock'>().notNull(),
    /** The download package id, or the stock item's number. */
    reference: text('reference').notNull(),
    quantity: integer('quantity').notNull(),
  },
  (table) => [primaryKey({ columns: [table.partNumber, table.bomVersion, table.position] })],
)

export const brands = pgTable('brands', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  colour: text('colour').notNull(),
  licenceNotice: text('licence_notice').notNull(),
})

export const productionSites = pgTable('production_sites', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  /** Destination countries it serves; empty: all. */
  countries: text('countries').array().notNull(),
  media: text('media').array().notNull(),
  priority: integer('priority').notNull(),
  active: boolean('active').notNull(),
  /** SHA-256 of the site's token; the token itself is shown once and not kept. */
  tokenHash: text('token_hash').notNull().unique(),
  checkedInAt: instant('checked_in_at'),
  checkIn: jsonb('check_in').$type<Record<string, unknown> | null>(),
})

export const siteFiles = pgTable(
  'site_files',
  { siteId: text('site_id').notNull(), sha256: text('sha256').notNull() },
  (table) => [primaryKey({ columns: [table.siteId, table.sha256] })],
)

/** Files that the store took in from the platform, by the hash of their content. */
export const mediaFiles = pgTable(
  'media_files',
  {
    sha256: text('sha256').primaryKey(),
    md5: text('md5').notNull(),
    sizeBytes: minorUnits('size_bytes').notNull(),
    firstSeenAs: text('first_seen_as').notNull(),
    takenInAt: instant('taken_in_at').notNull(),
  },
  (table) => [index('media_files_md5').on(table.md5, table.sizeBytes)],
)

export const mediaJobs = pgTable(
  'media_jobs',
  {
    id: text('id').primaryKey(),
    reference: text('reference').notNull().unique(),
    orderId: text('order_id').notNull(),
    orderNumber: text('order_number').notNull(),
    orderLineId: text('order_line_id').notNull(),
    lineNumber: integer('line_number').notNull(),
    attempt: integer('attempt').notNull(),
    accountId: text('account_id').notNull(),
    userName: text('user_name').notNull(),
    kitPartNumber: text('kit_part_number').notNull(),
    copies: integer('copies').notNull(),
    country: text('country').notNull(),
    state: text('state').$type<MediaJobState>().notNull(),
    siteId: text('site_id').references(() => productionSites.id),
    /** Which rule chose the site and why, or who moved it there. */
    routing: jsonb('routing').$type<Record<string, unknown> | null>(),
    manifest: jsonb('manifest').$type<Manifest | null>(),
    cancelRequested: boolean('cancel_requested').notNull(),
    failure: text('failure'),
    labelPreview: bytes('label_preview'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    alarmedAt: instant('alarmed_at'),
  },
  (table) => [
    uniqueIndex('media_jobs_order_line_attempt').on(table.orderLineId, table.attempt),
    index('media_jobs_site_state').on(table.siteId, table.state),
    check(
      'media_jobs_state_known',
      sql`${table.state} in ('queued', 'released', 'staged', 'imaged', 'submitted', 'running', 'made', 'failed', 'expired', 'cancelled')`,
    ),
  ],
)
export type MediaJobState =
  | 'queued'
  | 'released'
  | 'staged'
  | 'imaged'
  | 'submitted'
  | 'running'
  | 'made'
  | 'failed'
  | 'expired'
  | 'cancelled'

export const mediaJobReports = pgTable(
  'media_job_reports',
  {
    jobId: text('job_id')
      .notNull()
      .references(() => mediaJobs.id),
    reportId: text('report_id').notNull(),
    step: text('step').notNull(),
    at: instant('at').notNull(),
    message: text('message').notNull(),
    detail: jsonb('detail').$type<Record<string, unknown>>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.jobId, table.reportId] })],
)

export const mediaJobDiscs = pgTable(
  'media_job_discs',
  {
    jobId: text('job_id')
      .notNull()
      .references(() => mediaJobs.id),
    discNumber: integer('disc_number').notNull(),
    copy: integer('copy').notNull(),
    outcome: text('outcome').$type<'made' | 'failed' | 'expired'>().notNull(),
    reason: text('reason').notNull(),
    serial: text('serial').notNull(),
  },
  (table) => [primaryKey({ columns: [table.jobId, table.discNumber, table.copy] })],
)
