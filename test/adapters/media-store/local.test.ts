import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, describe, expect, it } from 'vitest'
import { createLocalMediaStore } from '../../../src/adapters/media-store/local/local-media-store.ts'
import { mediaStoreContract } from './contract.ts'

describe('the media store in a local directory', () => {
  const directories: string[] = []
  const fresh = () => {
    const directory = mkdtempSync(join(tmpdir(), 'media-store-'))
    directories.push(directory)
    return directory
  }
  afterAll(() => {
    for (const directory of directories) rmSync(directory, { recursive: true })
  })

  mediaStoreContract(() => Promise.resolve(createLocalMediaStore({ directory: join(fresh(), 'not', 'yet') })))

  it('a file lies at the path that its hash spells, and no draft stays beside it', async () => {
    const directory = fresh()
    const store = createLocalMediaStore({ directory })
    const { sha256 } = await store.put(Readable.from(['paint']))
    const broken = new Readable({ read: () => broken.destroy(new Error('broken')) })
    await expect(store.put(broken)).rejects.toThrow('broken')
    const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(files.map(({ parentPath, name }) => join(parentPath, name))).toEqual([
      join(directory, 'sha256', sha256.slice(0, 2), sha256),
    ])
  })

  it('memory stays flat while a large file goes in and out', async () => {
    const store = createLocalMediaStore({ directory: fresh() })
    const chunk = Buffer.alloc(1024 * 1024, 7)
    const before = process.memoryUsage().rss
    const { sha256, sizeBytes } = await store.put(Readable.from(Array.from({ length: 256 }, () => chunk)))
    let read = 0
    for await (const part of await store.read(sha256)) read += Buffer.from(part).byteLength
    expect(read).toBe(sizeBytes)
    // 256 MiB went through; a store that gathers them would grow by that much.
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024)
  })
})
