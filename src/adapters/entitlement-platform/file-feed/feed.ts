import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import { checkFeed, type FeedRows } from './check-feed.ts'
import { type FeedMistake, FeedRefused, partner } from './mistakes.ts'
import { type Row, readRows } from './read-rows.ts'
import { type FileName, optionalFiles, type RowOf, rowSchemas } from './rows.ts'

/** The rows of a feed in which every row is good, in the order of their files. */
export type Feed = { readonly [Name in FileName]: readonly RowOf<Name>[] }

export interface FeedReader {
  /**
   * The feed as it lies in the folder; read again only when a file has changed.
   * @throws {FeedRefused} when a row is bad
   * @throws {PartnerFailure} retryable, when the folder cannot be read or the files keep changing while they are read
   */
  current(): Promise<Feed>
}

const tries = 3

export function createFeedReader(directory: string): FeedReader {
  let loaded: { readonly marks: string; readonly feed: Promise<Feed> } | null = null

  async function load(marks: string): Promise<Feed> {
    let before = marks
    for (let attempt = 1; attempt <= tries; attempt += 1) {
      const outcome = await readFeed(directory)
      const after = await marksOf(directory)
      // A file that was replaced meanwhile may have been read in half, so neither its rows nor its mistakes count.
      if (after === before) {
        if (outcome.mistakes.length > 0) throw new FeedRefused(outcome.mistakes)
        return outcome.feed
      }
      before = after
    }
    throw new PartnerFailure(partner, 'retryable', 'The files of the feed keep changing while they are read')
  }

  return {
    current: async () => {
      const marks = await marksOf(directory)
      if (loaded?.marks === marks) return loaded.feed
      const feed = load(marks)
      loaded = { marks, feed }
      feed.catch((error: unknown) => {
        // A refusal stays true until a file changes; anything else may be over by the next call.
        if (!(error instanceof FeedRefused) && loaded?.feed === feed) loaded = null
      })
      return feed
    },
  }
}

/** @throws {PartnerFailure} when a file that every feed has is missing, or the folder cannot be read */
export async function marksOf(directory: string): Promise<string> {
  const marks = await Promise.all(
    fileNames.map(async (name) => {
      const found = await stat(pathOf(directory, name)).catch(nullWhenAbsent)
      return found === null ? '-' : `${found.ino}:${found.size}:${found.mtimeMs}`
    }),
  )
  const missing = fileNames.filter((name, index) => marks[index] === '-' && !optionalFiles.has(name))
  if (missing.length === fileNames.length - optionalFiles.size)
    // A share that is not mounted looks like this, and comes back by itself.
    throw new PartnerFailure(partner, 'retryable', 'There is no feed in the folder')
  if (missing.length > 0)
    throw new FeedRefused(
      missing.map((name) => ({
        file: `${name}.ndjson`,
        row: 0,
        column: null,
        code: 'missing-file',
        reason: 'The file is missing; a feed without such rows has an empty file',
      })),
    )
  return marks.join('|')
}

async function readFeed(directory: string): Promise<{ feed: Feed; mistakes: readonly FeedMistake[] }> {
  const mistakes: FeedMistake[] = []
  async function read<Schema extends z.ZodType>(
    name: FileName,
    schema: Schema,
  ): Promise<readonly Row<z.output<Schema>>[]> {
    const path = pathOf(directory, name)
    if ((await stat(path).catch(nullWhenAbsent)) === null) return []
    const found = await readRows(path, `${name}.ndjson`, schema).catch(rethrow)
    mistakes.push(...found.mistakes)
    return found.rows
  }
  const rows: FeedRows = {
    products: await read('products', rowSchemas.products),
    part_numbers: await read('part_numbers', rowSchemas.part_numbers),
    relations: await read('relations', rowSchemas.relations),
    accounts: await read('accounts', rowSchemas.accounts),
    members: await read('members', rowSchemas.members),
    entitlement_lines: await read('entitlement_lines', rowSchemas.entitlement_lines),
    maintenance_lines: await read('maintenance_lines', rowSchemas.maintenance_lines),
    download_packages: await read('download_packages', rowSchemas.download_packages),
    download_files: await read('download_files', rowSchemas.download_files),
  }
  // A row that is bad is missing from the keys, and what names it would be called wrong for no fault of its own.
  if (mistakes.length === 0) mistakes.push(...checkFeed(rows))
  const values = <Value>(of: readonly Row<Value>[]) => of.map(({ value }) => value)
  const feed: Feed = {
    products: values(rows.products),
    part_numbers: values(rows.part_numbers),
    relations: values(rows.relations),
    accounts: values(rows.accounts),
    members: values(rows.members),
    entitlement_lines: values(rows.entitlement_lines),
    maintenance_lines: values(rows.maintenance_lines),
    download_packages: values(rows.download_packages),
    download_files: values(rows.download_files),
  }
  return { feed, mistakes }
}

const fileNames: readonly FileName[] = [
  ...(['products', 'part_numbers', 'relations', 'accounts', 'members', 'entitlement_lines'] as const),
  ...(['maintenance_lines', 'download_packages', 'download_files'] as const),
]

function pathOf(directory: string, name: FileName): string {
  return join(directory, `${name}.ndjson`)
}

function nullWhenAbsent(error: unknown): null {
  if (codeOf(error) === 'ENOENT') return null
  return rethrow(error)
}

function rethrow(error: unknown): never {
  throw new PartnerFailure(partner, 'retryable', `The folder of the feed cannot be read (${codeOf(error)})`, error)
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}
