import type { SQLWrapper } from 'drizzle-orm'
import type { Tx } from '../../../platform/db/db.ts'
import { contentHashOf, linesToPost, type NewEntry } from './entry.ts'
import { EntryPostedDifferently } from './errors.ts'
import * as store from './store.ts'

/**
 * Posts an entry in the caller's transaction. May run any number of times, also at once: the same id with the same
 * reference and lines is posted once. Answers whether this call did it; an entry without amounts is not kept.
 * @throws {EntryPostedDifferently} when the id was posted with another reference or other lines
 * @throws {UnbalancedEntry}
 * @throws {NegativePosting}
 * @throws {UnknownAccount}
 */
export async function postEntry(tx: Tx, entry: NewEntry): Promise<{ readonly posted: boolean }> {
  const lines = linesToPost(entry)
  if (lines.length === 0) return { posted: false }
  const contentHash = contentHashOf(entry.reference, lines)
  if (await store.insertEntry(tx, entry, contentHash)) {
    await store.insertLines(tx, entry.entryId, lines)
    return { posted: true }
  }
  if ((await store.contentHashOfEntry(tx, entry.entryId)) !== contentHash)
    throw new EntryPostedDifferently(entry.entryId)
  return { posted: false }
}

/**
 * The writes that post an entry, to be sent with others of a transaction; none for an entry without amounts. For an id that
 * was not posted before: a second time the statement fails.
 * @throws {UnbalancedEntry | NegativePosting | UnknownAccount}
 */
export function postingsOf(tx: Tx, entry: NewEntry): SQLWrapper[] {
  const lines = linesToPost(entry)
  return lines.length === 0 ? [] : store.entryInserts(tx, entry, contentHashOf(entry.reference, lines), lines)
}
