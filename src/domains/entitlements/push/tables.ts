import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { instant, localDateColumn } from '../../../platform/db/columns.ts'

export { parentLinks } from './parent-link-tables.ts'

/** Pushes: one row for each order. The platform's ids are minted from the order's. */
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
