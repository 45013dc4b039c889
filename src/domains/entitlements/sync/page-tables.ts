import { boolean, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant } from '../../../platform/db/columns.ts'

/**
 * What a page of the platform held when it was last read: where its bytes are the same again, and the mirror still has
 * these rows as they were read then, nothing of it has to be read.
 */
export const readPages = pgTable(
  'read_pages',
  {
    step: text('step').notNull(),
    page: integer('page').notNull(),
    etag: text('etag').notNull(),
    hasMore: boolean('has_more').notNull(),
    keysMark: text('keys_mark').notNull(),
    /** Of the rows in the mirror. */
    keys: text('keys').array().notNull(),
    /** SHA-256 of the hashes of these rows. */
    rowsMark: text('rows_mark').notNull(),
    /** The columns that the mirror had. */
    layout: text('layout').notNull(),
    readAt: instant('read_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.step, table.page] })],
)
