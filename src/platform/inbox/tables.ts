import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { bytes, instant } from '../db/columns.ts'

/** What providers told us, stored once per provider and event id before anything is done about it. */
export const inboundEvents = pgTable(
  'inbound_events',
  {
    provider: text('provider').notNull(),
    eventId: text('event_id').notNull(),
    type: text('type').notNull(),
    objectId: text('object_id').notNull(),
    receivedAt: instant('received_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.provider, table.eventId] }),
    index('inbound_events_received').on(table.receivedAt),
  ],
)

/** Messages that a provider signed and the store cannot read: each body once, as it came, until a person has looked. */
export const keptMessages = pgTable(
  'kept_messages',
  {
    /** Made from provider and body, so that the same body is one row. */
    id: text('id').primaryKey(),
    provider: text('provider').notNull(),
    /** Why it was not understood; quotes nothing of the body. */
    reason: text('reason').notNull(),
    body: bytes('body').notNull(),
    /** How often it came. */
    times: integer('times').notNull(),
    firstReceivedAt: instant('first_received_at').notNull(),
    lastReceivedAt: instant('last_received_at').notNull(),
    setAsideBy: text('set_aside_by'),
    setAsideAt: instant('set_aside_at'),
  },
  (table) => [
    index('kept_messages_open').on(table.firstReceivedAt).where(sql`${table.setAsideAt} is null`),
    check('kept_messages_set_aside_whole', sql`(${table.setAsideBy} is null) = (${table.setAsideAt} is null)`),
  ],
)
