import { readFile } from 'node:fs/promises'
import { type Separator, separators } from '../platform/files/csv-shape.ts'
import { decodeFile } from '../platform/files/strict-decoder.ts'
import { UnreadableFile } from '../platform/files/unreadable-file.ts'

/**
 * Reads the text of a file, in UTF-8 unless the caller names another encoding.
 * @throws {UnreadableFile} with the reason
 */
export async function readTextFile(path: string, { encoding = null }: FileOptions): Promise<string> {
  return decodeFile(await bytesOf(path), encoding)
}

/** How a person says that the file is written, where it is not UTF-8 with commas. */
export interface FileOptions {
  readonly encoding?: string | null
  readonly separator: keyof typeof separators
}

export function separatorOf({ separator }: FileOptions): Separator {
  return separators[separator]
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const reason = { ENOENT: 'There is no such file', EISDIR: 'It is a folder', EACCES: 'It may not be read' }[code]
    if (reason === undefined) throw error
    throw new UnreadableFile({ row: 0, column: '', code: 'file-missing', detail: `${reason}: ${path}` })
  }
}
