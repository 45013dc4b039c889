import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Log } from '../../platform/log/log.ts'
import { hasCode } from '../durable-file.ts'
import { JobFailure } from '../job-failure.ts'
import { copyWithDigest, type Digest, difference, type Expected } from './digest.ts'
import { ChecksumMismatch, type FetchOptions, fetchFile } from './fetch-file.ts'

interface HeldFile {
  readonly sha256: string
  readonly sizeBytes: number
}

/** The site's own copy of the files, addressed by the SHA-256 of their content: `sha256/ab/ab12...`. */
export interface Repository {
  /** Fetches the file unless it is here. @returns the bytes that were transferred, null when it was here */
  ensure(file: Expected): Promise<number | null>
  /**
   * Copies the file to `target` and verifies the copy. Content that has changed since it was fetched is dropped and
   * fetched again once.
   * @throws {JobFailure} checksum-mismatch when the second copy is wrong as well
   */
  stage(file: Expected, target: string): Promise<Digest>
  /** Complete, verified files in order of their hash. */
  inventory(): Promise<HeldFile[]>
  /** Goes up by one whenever the inventory changes. */
  readonly version: number
}

export function openRepository(folder: string, options: FetchOptions & { readonly log: Log }): Repository {
  let version = 0
  const pathOf = (sha256: string) => join(folder, 'sha256', sha256.slice(0, 2), sha256)

  async function ensure(file: Expected): Promise<number | null> {
    const target = pathOf(file.sha256)
    const held = await stat(target).catch(() => null)
    if (held?.size === file.sizeBytes) return null
    await mkdir(dirname(target), { recursive: true })
    const transferred = await fetchTwice(file, target)
    version++
    return transferred
  }

  // Content that is wrong on arrival may be a fault of the line; wrong twice, it is the store's copy.
  async function fetchTwice(file: Expected, target: string): Promise<number> {
    try {
      return await fetchFile(options, file, target)
    } catch (error) {
      if (!(error instanceof ChecksumMismatch)) throw error
      options.log.warn({ sha256: file.sha256 }, 'fetched file does not match, fetching it again')
    }
    try {
      return await fetchFile(options, file, target)
    } catch (error) {
      if (error instanceof ChecksumMismatch) throw new JobFailure('checksum-mismatch', error.message, error)
      throw error
    }
  }

  async function copied(file: Expected, target: string): Promise<Digest | string> {
    try {
      const digest = await copyWithDigest(pathOf(file.sha256), target)
      return difference(digest, file) ?? digest
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return 'vanished'
      throw error
    }
  }

  return {
    ensure,
    async stage(file, target) {
      await mkdir(dirname(target), { recursive: true })
      const first = await copied(file, target)
      if (typeof first !== 'string') return first
      options.log.warn({ sha256: file.sha256, what: first }, 'held file has changed, fetching it again')
      await rm(pathOf(file.sha256), { force: true })
      version++
      await ensure(file)
      const second = await copied(file, target)
      if (typeof second !== 'string') return second
      throw new JobFailure('checksum-mismatch', `The file ${file.sha256} has ${second}`)
    },
    async inventory() {
      const names = await readdir(join(folder, 'sha256'), { recursive: true }).catch(() => [])
      const held: HeldFile[] = []
      for (const name of names.map((path) => path.slice(3)).filter((path) => /^[0-9a-f]{64}$/.test(path)))
        held.push({ sha256: name, sizeBytes: (await stat(pathOf(name))).size })
      return held.sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1))
    },
    get version() {
      return version
    },
  }
}
