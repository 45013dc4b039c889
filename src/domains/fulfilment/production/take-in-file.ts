import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import type { Clock } from '../../../kernel/clock.ts'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import type { Db } from '../../../platform/db/db.ts'
import type { DownloadFile } from '../../entitlements/rights/index.ts'
import type { MediaStore } from './port.ts'
import { heldFile, insertMediaFile } from './store.ts'

type TakenIn =
  | { readonly sha256: string; readonly sizeBytes: number; readonly failure: null; readonly downloaded: boolean }
  | { readonly failure: 'checksum-mismatch' | 'file-not-downloadable'; readonly detail: string }

interface TakingDeps {
  readonly db: Db
  readonly clock: Clock
  readonly mediaStore: MediaStore
  readonly stopping?: AbortSignal
}

const answerWithinMs = 60_000

/**
 * Brings a file of the platform into the media store, unless it is there. What arrived must have the size and the
 * checksums that the platform gave; a file without any is taken as it comes. May run any number of times.
 * @throws {PartnerFailure} when the download does not work now
 */
export async function takeInFile(
  { db, clock, mediaStore, stopping }: TakingDeps,
  file: DownloadFile,
): Promise<TakenIn> {
  const held = await db.transaction((tx) => heldFile(tx, file))
  if (held && (await mediaStore.size(held.sha256)) === held.sizeBytes)
    return { sha256: held.sha256, sizeBytes: held.sizeBytes, failure: null, downloaded: false }
  if (file.url === null)
    return { failure: 'file-not-downloadable', detail: `${file.name} has no download address for this member` }
  const content = await open(file.url, file.name, stopping)
  // It may break off before the store listens to it; the store then still finds it broken.
  content.on('error', () => {})
  const stored = await mediaStore.put(content).finally(() => content.destroy())
  const wrong = [
    ...(file.sizeBytes !== null && file.sizeBytes !== stored.sizeBytes
      ? [`${stored.sizeBytes} bytes instead of ${file.sizeBytes}`]
      : []),
    ...(file.md5 !== null && file.md5 !== stored.md5 ? [`MD5 ${stored.md5} instead of ${file.md5}`] : []),
    ...(file.sha256 !== null && file.sha256 !== stored.sha256
      ? [`SHA-256 ${stored.sha256} instead of ${file.sha256}`]
      : []),
  ]
  if (wrong.length > 0) return { failure: 'checksum-mismatch', detail: `${file.name}: ${wrong.join(', ')}` }
  await db.transaction((tx) => insertMediaFile(tx, { ...stored, firstSeenAs: file.name, takenInAt: clock.now() }))
  return { sha256: stored.sha256, sizeBytes: stored.sizeBytes, failure: null, downloaded: true }
}

// The address is signed, so it appears in no message.
async function open(url: string, name: string, stopping: AbortSignal | undefined): Promise<Readable> {
  const giveUp = new AbortController()
  const signal = AbortSignal.any([giveUp.signal, ...(stopping ? [stopping] : [])])
  const timer = setTimeout(() => giveUp.abort(), answerWithinMs)
  try {
    const response = await fetch(url, { headers: { 'accept-encoding': 'identity' }, signal })
    // The type of a browser's stream, which a dependency's types bring in, is not quite that of Node's.
    if (response.ok && response.body !== null) return Readable.fromWeb(response.body as ReadableStream)
    await response.body?.cancel()
    throw new PartnerFailure('downloads', 'retryable', `The download of ${name} was answered with ${response.status}`)
  } catch (error) {
    if (error instanceof PartnerFailure) throw error
    throw new PartnerFailure('downloads', 'retryable', `The download of ${name} did not start`, error)
  } finally {
    clearTimeout(timer)
  }
}
