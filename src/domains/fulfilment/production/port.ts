import type { Readable } from 'node:stream'

export interface StoredFile {
  readonly sha256: string
  readonly md5: string
  readonly sizeBytes: number
}

/** Where the store keeps the files of media kits, addressed by the SHA-256 of their content. */
export interface MediaStore {
  /**
   * Reads the stream to its end, hashing on the way, and keeps the content under its own hash. A stream that fails
   * leaves nothing behind. Storing the same content twice is harmless.
   */
  put(content: Readable): Promise<StoredFile>
  /** Null when the content is not here. */
  size(sha256: string): Promise<number | null>
  /** From `start` (a byte offset, default 0) to the end. */
  read(sha256: string, start?: number): Promise<Readable>
}
