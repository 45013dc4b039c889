import { sql } from 'drizzle-orm'
import { check, index, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { instant } from '../../../platform/db/columns.ts'

/**
 * Who took which file of which package, and when: each click that the store led to a file, and each finished download that
 * the platform tells of.
 */
export const takenDownloads = pgTable(
  'taken_downloads',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id').notNull(),
    userName: text('user_name').notNull(),
    /** The line that the click was for; the platform's log names none. */
    activationId: text('activation_id'),
    packageId: text('package_id').notNull(),
    fileId: text('file_id').notNull(),
    fileName: text('file_name').notNull(),
    at: instant('at').notNull(),
    /** The platform's number of it; null for a click in the store. */
    platformLogId: text('platform_log_id'),
  },
  (table) => [
    index('taken_downloads_package').on(table.accountId, table.packageId, table.at),
    uniqueIndex('taken_downloads_told_once').on(table.accountId, table.packageId, table.platformLogId),
  ],
)

/** What a member was offered to download before a kit was ordered, and what the member chose then. */
export const kitOffers = pgTable(
  'kit_offers',
  {
    accountId: text('account_id').notNull(),
    userName: text('user_name').notNull(),
    partNumber: text('part_number').notNull(),
    /** The portal's id of the title; the package whose files are the same. */
    packageId: text('package_id').notNull(),
    /** Of the download when it was last shown. */
    state: text('state').$type<'none' | 'ready' | 'empty' | 'unknown'>().notNull(),
    shownAt: instant('shown_at').notNull(),
    choice: text('choice').$type<'download' | 'media'>(),
    choseAt: instant('chose_at'),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.userName, table.partNumber] }),
    index('kit_offers_chose').on(table.choice, table.choseAt),
    check('kit_offers_state_known', sql`${table.state} in ('none', 'ready', 'empty', 'unknown')`),
    check('kit_offers_choice_known', sql`${table.choice} in ('download', 'media')`),
    check('kit_offers_choice_dated', sql`(${table.choice} is null) = (${table.choseAt} is null)`),
  ],
)
