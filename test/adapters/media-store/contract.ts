import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import type { MediaStore } from '../../../src/domains/fulfilment/production/port.ts'
import { PartnerFailure } from '../../../src/kernel/partner-failure.ts'

/** What every media store promises; `open` gives an empty one each time. */
export function mediaStoreContract(open: () => Promise<MediaStore>): void {
  const unknown = '0'.repeat(64)

  it('content comes back as it went in, under its own SHA-256 and with its MD5', async () => {
    const store = await open()
    const content = randomBytes(300_000)
    const stored = await store.put(Readable.from(slices(content, 7919)))
    expect(stored).toEqual({ sha256: hash('sha256', content), md5: hash('md5', content), sizeBytes: 300_000 })
    expect(await store.size(stored.sha256)).toBe(300_000)
    expect((await buffer(await store.read(stored.sha256))).equals(content)).toBe(true)
  })

  it('reading can start anywhere, so that a fetch can be resumed', async () => {
    const store = await open()
    const content = randomBytes(100_000)
    const { sha256 } = await store.put(Readable.from([content]))
    for (const start of [0, 1, 65_536, 99_999, 100_000])
      expect((await buffer(await store.read(sha256, start))).equals(content.subarray(start))).toBe(true)
  })

  it('nothing is content too', async () => {
    const store = await open()
    const stored = await store.put(Readable.from([]))
    expect(stored).toEqual({ sha256: hash('sha256', ''), md5: hash('md5', ''), sizeBytes: 0 })
    expect(await store.size(stored.sha256)).toBe(0)
    expect(await buffer(await store.read(stored.sha256))).toHaveLength(0)
  })

  it('what is not there has no size and cannot be read', async () => {
    const store = await open()
    expect(await store.size(unknown)).toBeNull()
    await expect(store.read(unknown)).rejects.toBeInstanceOf(PartnerFailure)
  })

  it('the same content may be put again, also by many at once', async () => {
    const store = await open()
    const content = randomBytes(200_000)
    const stored = await Promise.all(Array.from({ length: 8 }, () => store.put(Readable.from(slices(content, 10_000)))))
    expect(new Set(stored.map(({ sha256 }) => sha256))).toEqual(new Set([hash('sha256', content)]))
    expect(await store.put(Readable.from([content]))).toEqual(stored[0])
    expect((await buffer(await store.read(hash('sha256', content)))).equals(content)).toBe(true)
  })

  it('a stream that fails leaves nothing behind', async () => {
    const store = await open()
    const half = randomBytes(50_000)
    const failing = async function* () {
      yield half
      throw new Error('the line broke')
    }
    await expect(store.put(Readable.from(failing()))).rejects.toThrow('the line broke')
    expect(await store.size(hash('sha256', half))).toBeNull()
  })

  it('a name that is no hash is refused, whatever path it spells', async () => {
    const store = await open()
    for (const name of ['', '../../etc/passwd', unknown.toUpperCase().replace('0', 'A'), `${unknown}/..`])
      await expect(store.size(name)).rejects.toBeInstanceOf(PartnerFailure)
  })
}

function hash(algorithm: string, content: string | Buffer): string {
  return createHash(algorithm).update(content).digest('hex')
}

function* slices(content: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size)
}
