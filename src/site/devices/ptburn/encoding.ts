export type Encoding = 'latin1' | 'utf16le'

/** The bytes of a job or message file: ANSI, or UTF-16LE with a byte order mark for the Unicode build of the service. */
export function encodeText(text: string, encoding: Encoding): Buffer {
  if (encoding === 'utf16le') return Buffer.from(`\uFEFF${text}`, 'utf16le')
  const foreign = [...text].find((character) => character > 'ÿ')
  if (foreign !== undefined) throw new Error(`${JSON.stringify(foreign)} has no place in an ANSI job file`)
  return Buffer.from(text, 'latin1')
}

/** Reads either encoding, told apart by the byte order mark, or by zero bytes where a half-written file lost it. */
export function decodeText(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString('utf16le')
  if (bytes.length > 1 && bytes[1] === 0) return bytes.toString('utf16le')
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.subarray(3).toString('utf8')
  return bytes.toString('latin1')
}
