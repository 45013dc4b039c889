import { open } from 'node:fs/promises'
import { StrictDecoder } from '../../../platform/files/strict-decoder.ts'

const pieceBytes = 65_536

/**
 * The text of a file, a piece at a time, without its byte order mark, and exactly as its bytes have it.
 * @throws {UnreadableFile}
 */
export async function* textChunks(path: string): AsyncGenerator<string> {
  const decoder = new StrictDecoder(null, { lettersOnly: true })
  // One buffer for all pieces: a new one for each would be megabytes before anybody collects them.
  const buffer = Buffer.alloc(pieceBytes)
  const file = await open(path)
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, pieceBytes, null)
      if (bytesRead === 0) break
      yield decoder.decode(buffer.subarray(0, bytesRead))
    }
  } finally {
    await file.close()
  }
  yield decoder.end()
}
