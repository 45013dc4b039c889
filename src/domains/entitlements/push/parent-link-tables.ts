import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from '../../../platform/db/columns.ts'

/** That a pushed add-on's line names the line that it belongs to, at the platform. The right stands without it. */
export const parentLinks = pgTable(
  'parent_links',
  {
    activationId: text('activation_id').primaryKey(),
    orderId: text('order_id').notNull(),
    /** `refused`: a task for a person, who sets it on the platform or has it tried again. */
    state: text('state').$type<ParentLinkState>().notNull(),
    attempts: integer('attempts').notNull(),
    lastError: text('last_error'),
    updatedAt: instant('updated_at').notNull(),
    /** Who said that it was done by hand. */
    doneBy: text('done_by'),
  },
  (table) => [
    index('parent_links_open').on(table.updatedAt).where(sql`${table.state} in ('waiting', 'refused')`),
    check('parent_links_state_known', sql`${table.state} in ('waiting', 'linked', 'refused', 'done-by-hand')`),
  ],
)
export type ParentLinkState = 'waiting' | 'linked' | 'refused' | 'done-by-hand'
