import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import { findXorriso } from '../../../src/site/image/xorriso.ts'

export async function hasXorriso(): Promise<boolean> {
  return (await findXorriso()) !== null
}

/** The files of a finished disc by path, as a customer's computer would read them. */
export async function extracted(disc: string, into: string): Promise<Map<string, Buffer>> {
  if ((await stat(disc)).isDirectory()) return filesBelow(disc)
  const xorriso = await findXorriso()
  if (xorriso === null) throw new Error('An image can only be read with xorriso')
  await mkdir(into, { recursive: true })
  await promisify(execFile)(xorriso, ['-osirrox', 'on:auto_chmod_on', '-indev', disc, '-extract', '/', into])
  return filesBelow(into)
}

async function filesBelow(folder: string): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>()
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile()) files.set(relative(folder, path), await readFile(path))
  }
  return files
}
