/** A run of bytes of the image. */
export interface Section {
  readonly start: number
  readonly length: number
}

/** The name that a view gives a record; it may have to read where the record goes on. */
export type Naming = (record: Buffer, readMore: (section: Section) => Promise<Buffer>) => string | Promise<string>

const blockBytes = 2048

/** The records of a folder but for those of itself and of the folder above. @see ECMA-119 9.1 */
export function recordsOf(folder: Buffer): Buffer[] {
  const records: Buffer[] = []
  for (let at = 0; at < folder.length; ) {
    const length = folder[at] ?? 0
    // No record crosses a block; the rest of a block is zeros.
    if (length === 0) at = (Math.floor(at / blockBytes) + 1) * blockBytes
    else {
      const record = folder.subarray(at, at + length)
      if (record.length < 34) throw new Error('a directory record is cut off')
      const isItselfOrParent = record[32] === 1 && (record[33] ?? 0) <= 1
      if (!isItselfOrParent) records.push(record)
      at += length
    }
  }
  return records
}

export function sectionOf(record: Buffer): Section {
  return { start: record.readUInt32LE(2) * blockBytes, length: record.readUInt32LE(10) }
}

export function isDirectory(record: Buffer): boolean {
  return ((record[25] ?? 0) & 0x02) !== 0
}

/** Whether the file goes on in the next record. */
export function isUnfinished(record: Buffer): boolean {
  return ((record[25] ?? 0) & 0x80) !== 0
}

/** How each view names a record. Systems take away the version `;1` of ISO 9660 and Joliet. */
export const namings = {
  Joliet: (record) => Buffer.from(idOf(record)).swap16().toString('utf16le').replace(/;\d+$/, ''),
  'ISO 9660': (record) => idOf(record).toString('latin1').replace(/;\d+$/, ''),
  'Rock Ridge': async (record, readMore) => {
    const pieces: Buffer[] = []
    let area = record.subarray(33 + idOf(record).length + (idOf(record).length % 2 === 0 ? 1 : 0))
    for (let areas = 0; areas < 32; areas += 1) {
      let next: Section | null = null
      for (const entry of systemUseEntries(area)) {
        const sign = entry.toString('latin1', 0, 2)
        if (sign === 'NM') pieces.push(entry.subarray(5))
        if (sign === 'CE')
          next = {
            start: entry.readUInt32LE(4) * blockBytes + entry.readUInt32LE(12),
            length: entry.readUInt32LE(20),
          }
      }
      if (next === null) return Buffer.concat(pieces).toString('utf8')
      area = await readMore(next)
    }
    throw new Error('the name of a record has no end')
  },
} satisfies Readonly<Record<string, Naming>>

function idOf(record: Buffer): Buffer {
  return record.subarray(33, 33 + (record[32] ?? 0))
}

/** @see IEEE P1281 (System Use Sharing Protocol) 4.1 */
function systemUseEntries(area: Buffer): Buffer[] {
  const entries: Buffer[] = []
  for (let at = 0; at + 4 <= area.length; ) {
    const length = area[at + 2] ?? 0
    if (length < 4 || area.toString('latin1', at, at + 2) === 'ST') break
    entries.push(area.subarray(at, at + length))
    at += length
  }
  return entries
}
