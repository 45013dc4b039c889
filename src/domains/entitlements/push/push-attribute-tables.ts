import { jsonb, pgTable, text } from 'drizzle-orm/pg-core'

/** What a tenant demands of the lines that are created there, as it was imported; `push-attributes.ts` reads the rows. */
export const pushAttributes = pgTable('push_attributes', {
  /** The part number, product or product line that it is said of. */
  scope: text('scope').primaryKey(),
  row: jsonb('row').$type<unknown>().notNull(),
})
