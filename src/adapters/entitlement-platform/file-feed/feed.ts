import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import { checkFeed, type FeedRows, type FileNames } from './check-feed.ts'
import { csvRows } from './csv-rows.ts'
import { type FeedMistake, FeedRefused, partner } from './mistakes.ts'
import { ndjsonRows } from './ndjson-rows.ts'
import { type Row, readRows } from './read-rows.ts'
import { type FileName, optionalFiles, type RowOf, rowSchemas } from './rows.ts'
import { textChunks } from './text-chunks.ts'

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

/** @throws {PartnerFailure} when a file that every feed has is missing, or is there twice, or the folder cannot be read */
async function marksOf(directory: string): Promise<string> {
  const marks = await Promise.all(
    fileNames.map(async (name) => {
      const there = await Promise.all(encodings.map((encoding) => markOf(join(directory, `${name}.${encoding}`))))
      return there.filter((mark) => mark !== null)
    }),
  )
  const missing = fileNames.filter((name, index) => marks[index]?.length === 0 && !optionalFiles.has(name))
  if (missing.length === fileNames.length - optionalFiles.size)
    // A share that is not mounted looks like this, and comes back by itself.
    throw new PartnerFailure(partner, 'retryable', 'There is no feed in the folder')
  const twice = fileNames.filter((_, index) => (marks[index]?.length ?? 0) > 1)
  const mistakes = [
    ...missing.map((name) =>
      ofFile(name, 'missing-file', 'The file is missing; a feed without such rows has an empty file'),
    ),
    ...twice.map((name) => ofFile(name, 'two-encodings', 'The file is there as NDJSON and as CSV, and one must go')),
  ]
  if (mistakes.length > 0) throw new FeedRefused(mistakes)
  return marks.map((there) => there.join('+')).join('|')
}

function ofFile(name: FileName, code: 'missing-file' | 'two-encodings', reason: string): FeedMistake {
  return { file: `${name}.ndjson`, row: 0, column: null, code, reason }
}

async function markOf(path: string): Promise<string | null> {
  const found = await stat(path).catch(nullWhenAbsent)
  return found === null ? null : `${path.slice(path.lastIndexOf('.'))}:${found.ino}:${found.size}:${found.mtimeMs}`
}

async function readFeed(directory: string): Promise<{ feed: Feed; mistakes: readonly FeedMistake[] }> {
  const mistakes: FeedMistake[] = []
  const names = await namesIn(directory)
  async function read<Schema extends z.ZodType>(
    name: FileName,
    schema: Schema,
  ): Promise<readonly Row<z.output<Schema>>[]> {
    const path = join(directory, names[name])
    if ((await stat(path).catch(nullWhenAbsent)) === null) return []
    const text = textChunks(path)
    const raws = path.endsWith('.csv') ? csvRows(text, name) : ndjsonRows(text)
    const found = await readRows(raws, names[name], schema).catch(rethrow)
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
  if (mistakes.length === 0) mistakes.push(...checkFeed(rows, names))
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

const encodings = ['ndjson', 'csv'] as const

/** Each file as it lies in the folder, in one encoding or the other. */
async function namesIn(directory: string): Promise<FileNames> {
  const found = await Promise.all(
    fileNames.map(async (name) => {
      const isCsv = (await markOf(join(directory, `${name}.csv`))) !== null
      return [name, `${name}.${isCsv ? 'csv' : 'ndjson'}`] as const
    }),
  )
  const names = new Map<FileName, string>(found)
  const nameOf = (name: FileName) => names.get(name) ?? `${name}.ndjson`
  return {
    ...{ products: nameOf('products'), part_numbers: nameOf('part_numbers'), relations: nameOf('relations') },
    ...{ accounts: nameOf('accounts'), members: nameOf('members') },
    ...{ entitlement_lines: nameOf('entitlement_lines'), maintenance_lines: nameOf('maintenance_lines') },
    ...{ download_packages: nameOf('download_packages'), download_files: nameOf('download_files') },
  }
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
