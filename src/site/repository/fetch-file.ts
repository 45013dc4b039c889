import { open, rename, rm, stat } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { Away, JobFailure } from '../job-failure.ts'
import { type StoreClient, StoreRefusal } from '../store-client.ts'
import { createDigest, difference, digestOf, type Expected, type RunningDigest } from './digest.ts'

export interface FetchOptions {
  readonly store: StoreClient
  /** No byte for this long is a broken connection. */
  readonly idleMs: number
}

/** Content arrived complete and is not what the manifest promises. */
export class ChecksumMismatch extends Error {
  constructor(file: Expected, what: string) {
    super(`The file ${file.sha256.slice(0, 12)} has ${what}`)
    this.name = 'ChecksumMismatch'
  }
}

// Tries in a row that brought no byte; a try that did restarts the count, so a long file over a bad line gets through.
const emptyTries = 4

/**
 * Brings the content to `target`, continuing a `<target>.part` of an earlier try, and verifies size, MD5 and SHA-256.
 * @returns the bytes that were transferred
 * @throws {ChecksumMismatch} after dropping the part; {JobFailure} file-missing; {Away}
 */
export async function fetchFile(options: FetchOptions, file: Expected, target: string): Promise<number> {
  const part = `${target}.part`
  let transferred = 0
  let digest = await resume(part, file.sizeBytes)
  for (let failures = 0; digest.sizeBytes < file.sizeBytes; ) {
    const before = digest.sizeBytes
    let broken: unknown = null
    try {
      digest = await receive(options, file, part, digest)
    } catch (error) {
      if (error instanceof JobFailure || error instanceof StoreRefusal) throw error
      broken = error
      digest = await resume(part, file.sizeBytes)
    }
    transferred += Math.max(0, digest.sizeBytes - before)
    failures = digest.sizeBytes > before ? 0 : failures + 1
    if (failures === emptyTries) throw new Away(`The store did not send the file ${file.sha256}`, broken)
    if (failures > 0) await pause(100 * 2 ** failures)
  }
  const what = difference(digest.finish(), file)
  if (what !== null) {
    await rm(part, { force: true })
    throw new ChecksumMismatch(file, what)
  }
  await rename(part, target)
  return transferred
}

async function resume(part: string, sizeBytes: number): Promise<RunningDigest> {
  const held = await stat(part).catch(() => null)
  if (held !== null && held.size <= sizeBytes) return digestOf(part)
  await open(part, 'w').then((handle) => handle.close())
  return createDigest()
}

async function receive(
  { store, idleMs }: FetchOptions,
  file: Expected,
  part: string,
  held: RunningDigest,
): Promise<RunningDigest> {
  const idle = new AbortController()
  const timer = setTimeout(() => idle.abort(new Error('no byte in time')), idleMs)
  try {
    const response = await store.openFile(file.sha256, held.sizeBytes, idle.signal)
    const continues = startOf(response) === held.sizeBytes
    if (response.status === 404) throw new JobFailure('file-missing', `The store does not have the file ${file.sha256}`)
    if (response.status === 401 || response.status === 403)
      throw new StoreRefusal('GET file', response.status, 'this site may not read the file')
    if (!(response.status === 206 && continues) && response.status !== 200)
      throw new Error(`The store answered the file with status ${response.status}`)
    // 200 in answer to a range is the whole file again.
    const digest = response.status === 200 ? createDigest() : held
    const handle = await open(part, response.status === 200 ? 'w' : 'a')
    try {
      for await (const chunk of response.body ?? []) {
        timer.refresh()
        digest.update(chunk)
        await handle.writeFile(chunk)
        // Stop reading content that is too long already; the checksum then says so.
        if (digest.sizeBytes > file.sizeBytes) break
      }
      await handle.sync()
    } finally {
      await handle.close()
    }
    return digest
  } finally {
    clearTimeout(timer)
    idle.abort()
  }
}

function startOf(response: Response): number {
  return Number(/^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1] ?? 0)
}
