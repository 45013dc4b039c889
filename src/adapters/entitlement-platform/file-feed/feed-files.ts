import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import { FeedChanged, type FeedMistake, FeedRefused, partner } from './mistakes.ts'
import { type FileName, fileNames, optionalFiles } from './rows.ts'

/** A file as it lay in the folder when somebody looked. */
export interface FeedFile {
  readonly name: FileName
  /** With its ending. */
  readonly fileName: string
  readonly path: string
  /** Another one when the file is another one; null where the file was left out. */
  readonly mark: string | null
  readonly sizeBytes: number
}

const encodings = ['ndjson', 'csv'] as const

/** @throws {PartnerFailure} when a file that every feed has is missing, or is there twice, or the folder cannot be read */
export async function filesIn(directory: string): Promise<readonly FeedFile[]> {
  const found = await Promise.all(
    fileNames.map(async (name) => {
      const each = await Promise.all(encodings.map((encoding) => fileOf(directory, name, encoding)))
      return { name, absent: each[0], there: each.filter(({ mark }) => mark !== null) }
    }),
  )
  const missing = found.filter(({ name, there }) => there.length === 0 && !optionalFiles.has(name))
  if (missing.length === fileNames.length - optionalFiles.size)
    // A share that is not mounted looks like this, and comes back by itself.
    throw new PartnerFailure(partner, 'retryable', 'There is no feed in the folder')
  const twice = found.filter(({ there }) => there.length > 1)
  const mistakes = [
    ...missing.map(({ name }) =>
      ofFile(name, 'missing-file', 'The file is missing; a feed without such rows has an empty file'),
    ),
    ...twice.map(({ name }) =>
      ofFile(name, 'two-encodings', 'The file is there as NDJSON and as CSV, and one must go'),
    ),
  ]
  if (mistakes.length > 0) throw new FeedRefused({ kept: mistakes, count: mistakes.length })
  return found.flatMap(({ absent, there }) => there[0] ?? absent ?? [])
}

/** Differs when any file does. */
export function marksOf(files: readonly FeedFile[]): string {
  return files.map(({ fileName, mark }) => `${fileName} ${mark}`).join('|')
}

function ofFile(name: FileName, code: 'missing-file' | 'two-encodings', reason: string): FeedMistake {
  return { file: `${name}.ndjson`, row: 0, column: null, code, reason }
}

async function fileOf(directory: string, name: FileName, encoding: string): Promise<FeedFile> {
  const fileName = `${name}.${encoding}`
  const path = join(directory, fileName)
  const found = await stat(path).catch((error: unknown) => (codeOf(error) === 'ENOENT' ? null : rethrow(error)))
  return { name, fileName, path, mark: found && markOf(found), sizeBytes: found?.size ?? 0 }
}

function markOf({ ino, size, mtimeMs }: { readonly ino: number; readonly size: number; readonly mtimeMs: number }) {
  return `${ino}:${size}:${mtimeMs}`
}

/**
 * Pieces of a file, each from a byte up to another one.
 * @throws {FeedChanged} when the file is not the one that it was any more
 */
export async function readPieces(
  { path, fileName, mark }: FeedFile,
  pieces: readonly { readonly from: number; readonly end: number }[],
): Promise<readonly Buffer[]> {
  const file = await open(path).catch((error: unknown) => {
    throw codeOf(error) === 'ENOENT' ? new FeedChanged(fileName, 'retryable') : rethrow(error)
  })
  try {
    const read: Buffer[] = []
    for (const { from, end } of pieces) {
      const bytes = Buffer.alloc(end - from)
      const { bytesRead } = await file.read(bytes, 0, bytes.length, from)
      if (bytesRead < bytes.length) throw new FeedChanged(fileName, 'retryable')
      read.push(bytes)
    }
    // Afterwards, so that what was written meanwhile is met too.
    if (markOf(await file.stat()) !== mark) throw new FeedChanged(fileName, 'retryable')
    return read
  } catch (error) {
    throw error instanceof PartnerFailure ? error : rethrow(error)
  } finally {
    await file.close()
  }
}

export function rethrow(error: unknown): never {
  throw new PartnerFailure(partner, 'retryable', `The folder of the feed cannot be read (${codeOf(error)})`, error)
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}
