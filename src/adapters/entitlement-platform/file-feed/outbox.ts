import { link, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import { withDraft } from './drafts.ts'
import { codeOf } from './feed-files.ts'
import { partner } from './mistakes.ts'
import { ndjsonRows } from './ndjson-rows.ts'
import { type OutboxRow, outboxRowSchema } from './outbox-rows.ts'
import { readRows } from './read-rows.ts'
import { textChunks } from './text-chunks.ts'

export interface Outbox {
  /** Every row of every file that lies in the outbox now. */
  rows(): Promise<readonly OutboxRow[]>
  /**
   * Puts a file of these rows there, whole and on the disk, or nothing.
   * @returns false when a file of that name lies there already, which is left as it is
   */
  put(name: string, rows: readonly OutboxRow[]): Promise<boolean>
  /** Makes the folder where it is missing. @throws {PartnerFailure} when it cannot be written to */
  check(): Promise<void>
}

const ending = '.ndjson'

/** The folder where the store leaves what the vendor's own job is to take. */
export function createOutbox(directory: string): Outbox {
  // A file that was read once is never changed, so only its name is looked at again.
  const known = new Map<string, readonly OutboxRow[]>()

  async function rowsOf(name: string): Promise<readonly OutboxRow[]> {
    const before = known.get(name)
    if (before) return before
    const { rows, mistakes } = await readRows(ndjsonRows(textChunks(join(directory, name))), name, outboxRowSchema)
    const [mistake] = mistakes
    if (mistake)
      throw new PartnerFailure(partner, 'final', `outbox/${name}, row ${mistake.row} is not as the store wrote it`)
    known.set(name, rows)
    return rows
  }

  return {
    rows: async () => {
      const names = await readdir(directory).catch((error: unknown) => {
        if (codeOf(error) === 'ENOENT') return []
        throw unreadable(error)
      })
      const waiting = names.filter((name) => name.endsWith(ending)).sort()
      for (const name of known.keys()) if (!waiting.includes(name)) known.delete(name)
      const found: OutboxRow[] = []
      // Taken away by the vendor's job since the folder was listed.
      for (const name of waiting)
        found.push(...(await rowsOf(name).catch((error: unknown) => (codeOf(error) === 'ENOENT' ? [] : reject(error)))))
      return found
    },

    put: async (name, rows) => {
      try {
        // Not a rename, which would replace what a second process has just put there under the same name.
        const isNew = await withDraft(directory, textOf(rows), (draft) =>
          link(draft, join(directory, name + ending)).then(() => true, falseWhenThere),
        )
        if (!isNew) return false
      } catch (error) {
        throw unwritable(error)
      }
      await settle(directory)
      return true
    },

    check: () =>
      withDraft(directory, '', async () => {}).catch((error: unknown) => {
        throw unwritable(error)
      }),
  }
}

/** Ids as the name of a file: no separators, no dots at its beginning. */
export function fileNameOf(kind: string, ...ids: readonly string[]): string {
  return [kind, ...ids.map(encodeURIComponent)].join('~')
}

function textOf(rows: readonly OutboxRow[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('')
}

async function settle(directory: string): Promise<void> {
  try {
    const folder = await open(directory, 'r')
    await folder.sync().finally(() => folder.close())
  } catch (error) {
    throw new PartnerFailure(partner, 'unclear', `The outbox may have lost a file (${codeOf(error)})`, error)
  }
}

function falseWhenThere(error: unknown): false {
  if (codeOf(error) === 'EEXIST') return false
  throw error
}

function unwritable(error: unknown): PartnerFailure {
  return new PartnerFailure(partner, 'retryable', `The outbox cannot be written (${codeOf(error)})`, error)
}

function unreadable(error: unknown): PartnerFailure {
  return new PartnerFailure(partner, 'retryable', `The outbox cannot be read (${codeOf(error)})`, error)
}

function reject(error: unknown): never {
  throw error instanceof PartnerFailure ? error : unreadable(error)
}
