import { pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from '../db/columns.ts'

/** When a partner was last heard, whatever it said, and when it last failed to answer. One row a partner. */
export const partnerContacts = pgTable('partner_contacts', {
  partner: text('partner').primaryKey(),
  answeredAt: instant('answered_at'),
  silentAt: instant('silent_at'),
})
