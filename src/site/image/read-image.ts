import { type FileHandle, open } from 'node:fs/promises'
import { counted } from '../../kernel/words.ts'
import { createDigest, type Digest } from '../repository/digest.ts'
import {
  isDirectory,
  isUnfinished,
  type Naming,
  namings,
  recordsOf,
  type Section,
  sectionOf,
} from './directory-record.ts'

/** The trees of one image. Windows reads Joliet, Linux Rock Ridge, a Mac either; ISO 9660 is for what knows neither. */
export type View = 'Joliet' | 'Rock Ridge' | 'ISO 9660'

export interface ViewedFile {
  readonly path: string
  readonly digest: Digest
}

const blockBytes = 2048
const chunkBytes = 1 << 20

/**
 * The files of an image as each view names them, each with the digest of its bytes, read from the image and not by the
 * program that built it. Bytes that several views share are read once.
 * @throws {Error} when the image lacks a view, or cannot be followed
 * @see ECMA-119 8 and 9; Joliet Specification 1995; IEEE P1282 (Rock Ridge) 4.1.4
 */
export async function readViews(image: string): Promise<ReadonlyMap<View, readonly ViewedFile[]>> {
  const handle = await open(image, 'r')
  try {
    const roots = await rootsOf(handle)
    const digests = new Map<string, Digest>()
    const views = new Map<View, readonly ViewedFile[]>()
    for (const view of ['Joliet', 'Rock Ridge', 'ISO 9660'] as const) {
      const root = view === 'Joliet' ? roots.joliet : roots.primary
      if (root === null) throw new Error(`the image has no view ${view}`)
      const files: ViewedFile[] = []
      for (const { path, sections } of await filesBelow(handle, root, namings[view], '', 0))
        files.push({ path, digest: await digestOnce(handle, sections, digests) })
      views.set(view, files)
    }
    return views
  } finally {
    await handle.close()
  }
}

/** The root of the primary volume descriptor, and of the supplementary one that Joliet marks by its escape sequence. */
async function rootsOf(handle: FileHandle): Promise<{ primary: Section | null; joliet: Section | null }> {
  const roots: { primary: Section | null; joliet: Section | null } = { primary: null, joliet: null }
  for (let block = 16; block < 16 + 64; block += 1) {
    const descriptor = await bytesAt(handle, { start: block * blockBytes, length: blockBytes })
    if (descriptor.toString('latin1', 1, 6) !== 'CD001') throw new Error(`block ${block} is no volume descriptor`)
    const type = descriptor[0]
    if (type === 255) return roots
    const root = sectionOf(descriptor.subarray(156, 190))
    if (type === 1) roots.primary = root
    if (type === 2 && /^%\/[@CE]/.test(descriptor.toString('latin1', 88, 91))) roots.joliet = root
  }
  throw new Error('the volume descriptors have no end')
}

interface FoundFile {
  readonly path: string
  readonly sections: readonly Section[]
}

async function filesBelow(
  handle: FileHandle,
  folder: Section,
  naming: Naming,
  prefix: string,
  depth: number,
): Promise<FoundFile[]> {
  // A damaged image may lead a folder back into itself.
  if (depth > 64) throw new Error(`the folders of ${prefix} have no end`)
  const readMore = (section: Section) => bytesAt(handle, section)
  const files: FoundFile[] = []
  let begun: Section[] = []
  for (const record of recordsOf(await bytesAt(handle, folder))) {
    const path = prefix + (await naming(record, readMore))
    if (isDirectory(record)) files.push(...(await filesBelow(handle, sectionOf(record), naming, `${path}/`, depth + 1)))
    // A file of 4 GiB and more is several records in turn, of which the last says so.
    else if (isUnfinished(record)) begun.push(sectionOf(record))
    else {
      files.push({ path, sections: [...begun, sectionOf(record)] })
      begun = []
    }
  }
  return files
}

async function digestOnce(
  handle: FileHandle,
  sections: readonly Section[],
  digests: Map<string, Digest>,
): Promise<Digest> {
  const key = sections.map(({ start, length }) => `${start}+${length}`).join()
  const held = digests.get(key)
  if (held !== undefined) return held
  const running = createDigest()
  for (const { start, length } of sections)
    for (let done = 0; done < length; done += chunkBytes)
      running.update(await bytesAt(handle, { start: start + done, length: Math.min(chunkBytes, length - done) }))
  const digest = running.finish()
  digests.set(key, digest)
  return digest
}

async function bytesAt(handle: FileHandle, { start, length }: Section): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  const { bytesRead } = await handle.read(buffer, 0, length, start)
  if (bytesRead !== length) throw new Error(`the image ends within ${counted(length, 'byte')} at ${start}`)
  return buffer
}
