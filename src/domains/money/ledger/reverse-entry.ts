import type { LocalDate } from '../../../kernel/local-date.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { reversedLines } from './entry.ts'
import { EntryNotFound } from './errors.ts'
import { postEntry } from './post-entry.ts'
import * as store from './store.ts'

/**
 * Takes back an entry by its mirror image, the only way to correct the ledger. The reversal's id is made from the
 * entry's, so an entry is reversed once, however often this runs.
 * @throws {EntryNotFound}
 */
export async function reverseEntry(
  tx: Tx,
  command: {
    readonly entryId: string
    readonly reason: string
    readonly occurredOn: LocalDate
    readonly postedAt: Date
  },
): Promise<{ readonly reversalId: string; readonly posted: boolean }> {
  const entry = await store.entryById(tx, command.entryId)
  if (!entry) throw new EntryNotFound(command.entryId)
  const reversalId = `${command.entryId}:reversal`
  const { posted } = await postEntry(tx, {
    entryId: reversalId,
    occurredOn: command.occurredOn,
    postedAt: command.postedAt,
    reference: entry.reference,
    description: `Reversal: ${command.reason}`,
    lines: reversedLines(entry.lines),
  })
  return { reversalId, posted }
}
