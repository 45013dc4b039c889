import { open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Replaces the file as a whole: a kill at any moment leaves the old content or the new, and after it returns the new. */
export async function writeDurably(file: string, content: string | Uint8Array): Promise<void> {
  await writeBeside(file, content)
  await putInPlace(file)
}

/** Writes `<file>.tmp` to the disc; `putInPlace` makes it the file. */
export async function writeBeside(file: string, content: string | Uint8Array): Promise<void> {
  const handle = await open(`${file}.tmp`, 'w')
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

export async function putInPlace(file: string): Promise<void> {
  await rename(`${file}.tmp`, file)
  await syncFolder(dirname(file))
}

export async function readOrNull(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  }
}

export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code)
}

async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch (error) {
    // Network shares refuse to sync a folder; they offer nothing better.
    if (!hasCode(error, 'EINVAL', 'EPERM', 'EISDIR', 'EACCES', 'ENOTSUP')) throw error
  }
}
