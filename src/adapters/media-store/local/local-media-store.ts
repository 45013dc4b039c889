import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { MediaStore, StoredFile } from '../../../domains/fulfilment/production/port.ts'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'

const partner = 'media-store'

/**
 * Files in a directory, each at `sha256/<first two digits>/<hash>`. A file appears there whole or not at all, and is on
 * the disk when `put` returns; many processes may put at once, also the same content.
 */
export function createLocalMediaStore(options: { readonly directory: string }): MediaStore {
  const pathOf = (sha256: string) => join(options.directory, 'sha256', sha256.slice(0, 2), checked(sha256))

  return {
    put: async (content) => {
      const incoming = join(options.directory, 'incoming')
      await mkdir(incoming, { recursive: true })
      // Beside the target on the same file system, so that the rename is one step.
      const draft = join(incoming, randomUUID())
      try {
        const stored = await write(content, draft)
        await keep(draft, pathOf(stored.sha256))
        return stored
      } catch (error) {
        await rm(draft, { force: true })
        throw error
      }
    },

    size: async (sha256) => {
      const found = await stat(pathOf(sha256)).catch(nullWhenAbsent)
      return found?.isFile() ? found.size : null
    },

    read: async (sha256, start = 0) => {
      const path = pathOf(sha256)
      const file = await open(path).catch(nullWhenAbsent)
      if (!file) throw new PartnerFailure(partner, 'final', `There is no file with the hash ${sha256}`)
      return createReadStream(path, { fd: file, start })
    },
  }
}

/** Hashes and writes in one pass; memory holds one chunk. */
async function write(content: Readable, path: string): Promise<StoredFile> {
  const file = await open(path, 'wx', 0o640)
  try {
    const sha256 = createHash('sha256')
    const md5 = createHash('md5')
    let sizeBytes = 0
    await pipeline(content, async (chunks: AsyncIterable<Uint8Array | string>) => {
      for await (const chunk of chunks) {
        const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
        sha256.update(bytes)
        md5.update(bytes)
        sizeBytes += bytes.byteLength
        await writeWhole(file, bytes)
      }
    })
    await file.sync()
    return { sha256: sha256.digest('hex'), md5: md5.digest('hex'), sizeBytes }
  } finally {
    await file.close()
  }
}

async function writeWhole(file: Awaited<ReturnType<typeof open>>, bytes: Uint8Array): Promise<void> {
  for (let offset = 0; offset < bytes.byteLength; ) {
    const { bytesWritten } = await file.write(bytes, offset)
    offset += bytesWritten
  }
}

async function keep(draft: string, path: string): Promise<void> {
  const folder = dirname(path)
  await mkdir(folder, { recursive: true })
  // Over an equal file, if there is one: the name is the content, so nothing is lost.
  await rename(draft, path)
  const handle = await open(folder)
  // A rename is only safe from a power cut when its folder is on the disk too.
  await handle.sync().finally(() => handle.close())
}

function checked(sha256: string): string {
  if (/^[0-9a-f]{64}$/.test(sha256)) return sha256
  throw new PartnerFailure(partner, 'final', 'A hash is 64 hexadecimal digits in lower case')
}

function nullWhenAbsent(error: unknown): null {
  if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return null
  throw error
}
