import { createReadStream } from 'node:fs'

/** The bytes of a file are not UTF-8: a replaced character would pass for the vendor's own. */
export class NotUtf8 extends Error {}

/**
 * The text of a file, a piece at a time, without its byte order mark.
 * @throws {NotUtf8}
 */
export async function* textChunks(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const decode = (bytes?: Uint8Array) => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode()
    } catch (error) {
      throw new NotUtf8('The file is not UTF-8 text', { cause: error })
    }
  }
  for await (const bytes of createReadStream(path)) yield decode(bytes)
  yield decode()
}
