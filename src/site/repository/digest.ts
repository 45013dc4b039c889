import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'

export interface Digest {
  readonly sizeBytes: number
  readonly md5: string
  readonly sha256: string
}

/** What a manifest says about the content of a file. */
export interface Expected {
  readonly sizeBytes: number
  readonly md5: string | null
  readonly sha256: string
}

export interface RunningDigest {
  update(chunk: Uint8Array): void
  readonly sizeBytes: number
  finish(): Digest
}

// One megabyte: fewer, larger reads than the streams' 64 KB, and still flat memory.
const chunkBytes = 1 << 20

/** Size, MD5 and SHA-256 in one pass. */
export function createDigest(): RunningDigest {
  const md5 = createHash('md5')
  const sha256 = createHash('sha256')
  let sizeBytes = 0
  return {
    update(chunk) {
      md5.update(chunk)
      sha256.update(chunk)
      sizeBytes += chunk.byteLength
    },
    get sizeBytes() {
      return sizeBytes
    },
    finish: () => ({ sizeBytes, md5: md5.digest('hex'), sha256: sha256.digest('hex') }),
  }
}

export async function digestOf(file: string, into: RunningDigest = createDigest()): Promise<RunningDigest> {
  const handle = await open(file, 'r')
  try {
    const buffer = Buffer.allocUnsafe(chunkBytes)
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, chunkBytes)
      if (bytesRead === 0) return into
      into.update(buffer.subarray(0, bytesRead))
    }
  } finally {
    await handle.close()
  }
}

/** Copies to a new file and says what was copied; the target is on the disc when it returns. */
export async function copyWithDigest(source: string, target: string): Promise<Digest> {
  const digest = createDigest()
  const from = await open(source, 'r')
  try {
    const to = await open(target, 'w', 0o644)
    try {
      const buffer = Buffer.allocUnsafe(chunkBytes)
      for (;;) {
        const { bytesRead } = await from.read(buffer, 0, chunkBytes)
        if (bytesRead === 0) break
        const chunk = buffer.subarray(0, bytesRead)
        digest.update(chunk)
        await to.writeFile(chunk)
      }
      await to.sync()
    } finally {
      await to.close()
    }
  } finally {
    await from.close()
  }
  return digest.finish()
}

/** Null when the content is the expected one, else what differs, in words. */
export function difference(actual: Digest, expected: Expected): string | null {
  if (actual.sizeBytes !== expected.sizeBytes)
    return `size ${actual.sizeBytes}, but the manifest says ${expected.sizeBytes}`
  if (expected.md5 !== null && actual.md5 !== expected.md5)
    return `MD5 ${actual.md5}, but the manifest says ${expected.md5}`
  if (actual.sha256 !== expected.sha256) return `SHA-256 ${actual.sha256}, but the manifest says ${expected.sha256}`
  return null
}
