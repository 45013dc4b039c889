/** A part of a file, both ends included. */
interface ByteRange {
  readonly start: number
  readonly end: number
}

/**
 * Reads a Range header with one range of bytes. `whole` when there is none, or one that may be ignored: another unit,
 * several ranges, or no sense in it. `none` when it asks for nothing that the file has.
 * @see RFC 9110 14.2
 */
export function byteRange(header: string | undefined, sizeBytes: number): ByteRange | 'whole' | 'none' {
  const match = /^bytes=(\d*)-(\d*)$/i.exec(header?.replace(/\s/g, '') ?? '')
  const [first = '', last = ''] = match?.slice(1) ?? []
  if (!match || (first === '' && last === '')) return 'whole'
  if (first === '') {
    const length = Math.min(Number(last), sizeBytes)
    return length === 0 ? 'none' : { start: sizeBytes - length, end: sizeBytes - 1 }
  }
  if (last !== '' && Number(last) < Number(first)) return 'whole'
  if (Number(first) >= sizeBytes) return 'none'
  return { start: Number(first), end: last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1) }
}
