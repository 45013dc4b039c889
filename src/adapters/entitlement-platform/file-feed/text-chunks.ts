import { open } from 'node:fs/promises'

const pieceBytes = 65_536

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
  // One buffer for all pieces: a new one for each would be megabytes before anybody collects them.
  const buffer = Buffer.alloc(pieceBytes)
  const file = await open(path)
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, pieceBytes, null)
      if (bytesRead === 0) break
      yield decode(buffer.subarray(0, bytesRead))
    }
  } finally {
    await file.close()
  }
  yield decode()
}
