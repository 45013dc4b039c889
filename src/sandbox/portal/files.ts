import { createCipheriv, createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import type { PackageFile } from './world/rows.ts'

export interface Checksums {
  readonly md5: string
  readonly sha256: string
}

/** The bytes from `start` up to and including `end`; null when the file is listed and not loaded. */
export function readFile(file: PackageFile, start = 0, end = file.sizeBytes - 1): Readable | null {
  const { content } = file
  if (content.source === 'none') return null
  if (content.source === 'stored') return createReadStream(content.path, { start, end })
  return Readable.from(madeBytes(content.seed, file.sizeBytes, start, end), { objectMode: false })
}

/** Checksums, computed once per file and process; 3 MB take some 10 ms. */
export function checksumReader(): (file: PackageFile) => Checksums {
  const known = new Map<string, Checksums>()
  return (file) => {
    const { content } = file
    if (content.source !== 'made') return { md5: content.md5, sha256: content.sha256 }
    const key = `${content.seed}/${file.sizeBytes}`
    const found = known.get(key)
    if (found) return found
    const md5 = createHash('md5')
    const sha256 = createHash('sha256')
    for (const chunk of madeBytes(content.seed, file.sizeBytes, 0, file.sizeBytes - 1)) {
      md5.update(chunk)
      sha256.update(chunk)
    }
    const sums = { md5: md5.digest('hex'), sha256: sha256.digest('hex') }
    known.set(key, sums)
    return sums
  }
}

const blockBytes = 16
const chunkBytes = 65_536

/**
 * The key stream of AES in counter mode: always the same for one seed, and readable from any block on, so a
 * range costs no more than its own length.
 */
function* madeBytes(seed: string, sizeBytes: number, start: number, end: number): Generator<Buffer> {
  const key = createHash('sha256').update(seed).digest()
  const firstBlock = Math.floor(start / blockBytes)
  const counter = Buffer.alloc(blockBytes)
  counter.writeUInt32BE(firstBlock, 12)
  const cipher = createCipheriv('aes-256-ctr', key, counter)
  const last = Math.min(end, sizeBytes - 1)
  const zeros = Buffer.alloc(chunkBytes)
  for (let at = firstBlock * blockBytes; at <= last; at += chunkBytes) {
    const chunk = cipher.update(zeros.subarray(0, Math.min(chunkBytes, last + 1 - at)))
    yield at < start ? chunk.subarray(start - at) : chunk
  }
}
