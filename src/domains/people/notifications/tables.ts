import { index, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from '../../../platform/db/columns.ts'

/** Mails to send and sent. */
export const mails = pgTable(
  'mails',
  {
    id: text('id').primaryKey(),
    kind: text('kind').notNull(),
    /** One mail per kind and subject matter: a second request for the same key is the first mail. */
    dedupeKey: text('dedupe_key').notNull().unique(),
    reference: text('reference').notNull(),
    recipient: text('recipient').notNull(),
    subject: text('subject').notNull(),
    text: text('text').notNull(),
    html: text('html').notNull(),
    state: text('state').$type<'queued' | 'sent' | 'failed'>().notNull(),
    attempts: integer('attempts').notNull(),
    lastError: text('last_error'),
    createdAt: instant('created_at').notNull(),
    sentAt: instant('sent_at'),
  },
  (table) => [index('mails_created').on(table.createdAt), index('mails_reference').on(table.reference)],
)
