import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { copyWithDigest } from '../../repository/digest.ts'

/** Copies a folder so that it appears complete or not at all. */
export async function copyTree(from: string, to: string): Promise<void> {
  const draft = `${to}.tmp`
  await rm(draft, { recursive: true, force: true })
  await rm(to, { recursive: true, force: true })
  await copyLevel(from, draft)
  await rename(draft, to)
}

async function copyLevel(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (entry.isDirectory()) await copyLevel(join(from, entry.name), join(to, entry.name))
    else await copyWithDigest(join(from, entry.name), join(to, entry.name))
  }
}
