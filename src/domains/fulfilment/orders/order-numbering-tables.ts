import { sql } from 'drizzle-orm'
import { check, integer, pgSequence, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from '../../../platform/db/columns.ts'

export const orderNumbers = pgSequence('order_numbers', { startWith: 101 })

/** How orders are numbered: one row, written when a store starts. */
export const orderNumbering = pgTable(
  'order_numbering',
  {
    id: integer('id').primaryKey().default(1),
    prefix: text('prefix').notNull(),
    /** The newest number that the platform had above all that the store gave, and when that was seen. */
    foundNumber: text('found_number'),
    foundAt: instant('found_at'),
  },
  (table) => [check('order_numbering_one_row', sql`${table.id} = 1`)],
)
