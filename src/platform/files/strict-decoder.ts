import { isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'
import { UnreadableFile } from './unreadable-file.ts'

const saveAsUtf8 = 'Save it as “CSV UTF-8”'

// No text, or a form in which a cut or a mistake cannot be seen.
const unfit = new Set(['hex', 'base64', 'binary', 'utf7', 'utf7imap', 'unicode11utf7', 'cesu8'])

/** Whether a file may be said to be in this encoding. */
export function isEncoding(label: string): boolean {
  return iconv.encodingExists(label) && !unfit.has(label.toLowerCase().replace(/:\d{4}$|[^0-9a-z]/g, ''))
}

/** By the mark with which a file may begin, the form of Unicode that it is in. */
const marks = [
  { bytes: [0xef, 0xbb, 0xbf], name: 'UTF-8', label: 'utf-8', means: /^(utf-?8|unicode-1-1-utf-8)$/i },
  { bytes: [0xff, 0xfe, 0, 0], name: 'UTF-32', label: 'utf-32le', means: /^utf-?32(le)?$/i },
  { bytes: [0xff, 0xfe], name: 'UTF-16', label: 'utf-16le', means: /^(utf-?16(le)?|ucs-?2)$/i },
  { bytes: [0xfe, 0xff], name: 'UTF-16', label: 'utf-16be', means: /^utf-?16(be)?$/i },
] as const

/**
 * Turns the bytes of a file, piece by piece, into exactly the text that they stand for, without its byte order mark, or
 * throws. Nothing is ever replaced or guessed: a replaced letter would pass for the vendor's own. Unless an encoding is
 * said, the text is UTF-8.
 */
export class StrictDecoder {
  private readonly encoding: string | null
  private readonly lettersOnly: boolean
  private readonly stream: ReturnType<typeof iconv.getDecoder>
  private pending: Buffer = Buffer.alloc(0)
  private lineFeeds = 0
  private returns = 0
  private bytes = 0
  private begun = false

  /** Where rows are judged one by one, `lettersOnly` leaves what is damaged in a row to those who judge it. */
  constructor(encoding: string | null, { lettersOnly }: { readonly lettersOnly: boolean } = { lettersOnly: false }) {
    this.lettersOnly = lettersOnly
    this.encoding = encoding === null || /^utf-?8$/i.test(encoding) ? null : encoding
    this.stream = iconv.getDecoder(this.encoding ?? 'utf-8')
  }

  /** @throws {UnreadableFile} */
  decode(piece: Uint8Array): string {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)
    this.bytes += bytes.length
    if (this.encoding !== null) {
      if (this.bytes === bytes.length) this.refuseOtherMark(bytes, this.encoding)
      return this.taken(this.stream.write(bytes))
    }
    const all = this.pending.length === 0 ? bytes : Buffer.concat([this.pending, bytes])
    // Four bytes say which of the forms of Unicode it is.
    if (!this.begun && all.length < 4) {
      this.pending = Buffer.from(all)
      return ''
    }
    return this.utf8(all, false)
  }

  /**
   * What is left after the last piece.
   * @throws {UnreadableFile}
   */
  end(): string {
    if (this.encoding === null) return this.utf8(this.pending, true)
    const rest = this.taken(this.stream.end() || '')
    if (/^(utf-?16|ucs-?2)/i.test(this.encoding) && this.bytes % 2 === 1)
      throw this.mistake('cut-off', 'The file was cut off: it ends within a character.')
    return rest
  }

  private utf8(all: Buffer, last: boolean): string {
    if (!this.begun) this.refuseOtherForms(all)
    const length = last ? all.length : all.length - openBytesOf(all)
    const whole = all.subarray(0, length)
    // Copied: whoever reads the file uses the room of a piece again.
    this.pending = Buffer.from(all.subarray(length))
    if (!isUtf8(whole)) throw this.notUtf8(whole)
    return this.taken(whole.toString('utf8'))
  }

  private taken(text: string): string {
    const found = this.begun || !text.startsWith('\ufeff') ? text : text.slice(1)
    if (text !== '') this.begun = true
    if (this.lettersOnly) {
      this.count(found)
      return found
    }
    // Half a character of UTF-16 is none; a database would put a replacement character there.
    const damaged = found.search(/[\ufffd\p{Cs}]/u)
    if (damaged >= 0) throw this.damaged(found.slice(0, damaged))
    const empty = found.indexOf('\0')
    if (empty >= 0) {
      this.count(found.slice(0, empty))
      throw this.mistake('nul-character', 'The row has a NUL character: the file is damaged, or it is no text.')
    }
    this.count(found)
    return found
  }

  private damaged(before: string): UnreadableFile {
    this.count(before)
    return this.encoding === null
      ? this.mistake(
          'replacement-character',
          'The row has a replacement character (U+FFFD): a program that read the text in the wrong encoding has lost a letter.',
          'Export the file once more from where it comes from.',
        )
      : this.mistake('not-in-encoding', `The row has bytes that are no ${this.encoding} text.`)
  }

  private notUtf8(bytes: Buffer): UnreadableFile {
    const at = firstWrongByte(bytes)
    this.count(bytes.toString('utf8', 0, at))
    const byte = `0x${(bytes[at] ?? 0).toString(16).toUpperCase().padStart(2, '0')}`
    if (bytes.length - at < 4 && at + openBytesOf(bytes.subarray(at)) === bytes.length)
      return this.mistake(
        'not-utf8',
        `The file is not UTF-8, or it was cut off: it ends within a character, at the byte ${byte}.`,
      )
    return this.mistake(
      'not-utf8',
      `The file is not UTF-8: the row has the byte ${byte}, as in files that are saved as Windows-1252.`,
      `${saveAsUtf8}, or say its encoding, such as windows-1252.`,
    )
  }

  /** A mark is certain, and a person may be wrong: Windows-1252 reads the letters of UTF-8 as pairs of others. */
  private refuseOtherMark(bytes: Buffer, said: string): void {
    const found = marks.find((mark) => mark.bytes.every((byte, at) => bytes[at] === byte))
    if (found === undefined || found.means.test(said)) return
    throw new UnreadableFile(
      {
        row: 0,
        column: '',
        code: 'encoding-differs',
        detail: `The file is ${found.name}, as its first bytes say, and not ${said}.`,
      },
      `Say ${found.label}, or no encoding where it is UTF-8.`,
    )
  }

  private refuseOtherForms(bytes: Buffer): void {
    const [a = -1, b = -1, c = -1, d = -1] = bytes
    const whole = (code: string, detail: string, remedy: string) =>
      new UnreadableFile({ row: 0, column: '', code, detail }, remedy)
    const utf16 = 'The file is UTF-16, not UTF-8.'
    if ((a === 0xff && b === 0xfe) || (a > 0 && b === 0 && c > 0 && d === 0))
      throw whole('utf-16', utf16, `${saveAsUtf8}, or say its encoding: utf-16le.`)
    if ((a === 0xfe && b === 0xff) || (a === 0 && b > 0 && c === 0 && d > 0))
      throw whole('utf-16', utf16, `${saveAsUtf8}, or say its encoding: utf-16be.`)
    const isZip = a === 0x50 && b === 0x4b && c === 0x03 && d === 0x04
    if (isZip || (a === 0xd0 && b === 0xcf && c === 0x11 && d === 0xe0))
      throw whole('workbook', 'The file is a workbook of a spreadsheet, and no text.', `${saveAsUtf8}.`)
  }

  private mistake(code: string, detail: string, remedy?: string): UnreadableFile {
    // Old programs end lines with a return alone.
    return new UnreadableFile({ row: 1 + (this.lineFeeds || this.returns), column: '', code, detail }, remedy)
  }

  private count(text: string): void {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.lineFeeds += 1
    if (this.lineFeeds > 0) return
    for (let at = text.indexOf('\r'); at >= 0; at = text.indexOf('\r', at + 1)) this.returns += 1
  }
}

/**
 * The text of a whole file.
 * @throws {UnreadableFile}
 */
export function decodeFile(bytes: Uint8Array, encoding: string | null = null): string {
  if (encoding !== null && !isEncoding(encoding))
    throw new UnreadableFile({
      row: 0,
      column: '',
      code: 'encoding-unknown',
      detail: `There is no encoding “${encoding}”. Give one such as utf-8, windows-1252, utf-16le or shift_jis.`,
    })
  const decoder = new StrictDecoder(encoding)
  return decoder.decode(bytes) + decoder.end()
}

/** How many bytes at the end begin a character that the next piece may go on with. */
function openBytesOf(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return 0
    if (byte < 0xc0) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
    return length > back ? back : 0
  }
  return 0
}

/** By halves: what comes before the first wrong byte is UTF-8, and nothing longer is. */
function firstWrongByte(bytes: Buffer): number {
  let good = 0
  let bad = bytes.length
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    const prefix = bytes.subarray(0, middle)
    if (isUtf8(prefix.subarray(0, middle - openBytesOf(prefix)))) good = middle
    else bad = middle
  }
  // The character that is wrong may have begun before the byte at which that is certain.
  const open = bytes.subarray(0, good)
  return good - openBytesOf(open)
}
