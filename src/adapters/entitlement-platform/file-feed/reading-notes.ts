import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import { withDraft } from './drafts.ts'
import { codeOf } from './feed-files.ts'
import { partner } from './mistakes.ts'

/** Which file the pages of a reading came from, so that a later process does not go on with another one. */
export interface ReadingNotes {
  begun(reading: string, mark: string): Promise<void>
  /** Null when nobody has begun the reading here. */
  markOf(reading: string): Promise<string | null>
}

const notesSchema = z.record(z.string(), z.string())

export function createReadingNotes(directory: string): ReadingNotes {
  const path = join(directory, '.reading.json')

  async function notes(): Promise<Readonly<Record<string, string>>> {
    try {
      return notesSchema.parse(JSON.parse(await readFile(path, 'utf8')))
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return {}
      throw failureOf(error)
    }
  }

  return {
    begun: async (reading, mark) => {
      const before = await notes()
      if (before[reading] === mark) return
      await withDraft(directory, JSON.stringify({ ...before, [reading]: mark }), (draft) => rename(draft, path)).catch(
        (error: unknown) => {
          throw failureOf(error)
        },
      )
    },
    markOf: async (reading) => (await notes())[reading] ?? null,
  }
}

function failureOf(error: unknown): PartnerFailure {
  return new PartnerFailure(partner, 'retryable', `The outbox cannot be used (${codeOf(error)})`, error)
}
