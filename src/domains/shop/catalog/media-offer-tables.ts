import { boolean, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from '../../../platform/db/columns.ts'

/** Whether the store offers a product's media kit; a kit without a row is offered. */
export const mediaOffers = pgTable('media_offers', {
  partNumber: text('part_number').primaryKey(),
  offered: boolean('offered').notNull(),
  /** What the item said of itself before it was switched off, for the day on which it is switched on again. */
  withdrawnBefore: instant('withdrawn_before'),
  changedBy: text('changed_by').notNull(),
  changedAt: instant('changed_at').notNull(),
})
