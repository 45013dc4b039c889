const blockSize = 8_192

type Numbers = Uint32Array | Float64Array

/** Numbers by row, in blocks, so that growing copies nothing. */
export class Column<Block extends Numbers> {
  private readonly blocks: Block[] = []
  private readonly make: (size: number) => Block
  private size = 0

  constructor(make: (size: number) => Block) {
    this.make = make
  }

  get length(): number {
    return this.size
  }

  push(value: number): void {
    const place = this.size % blockSize
    if (place === 0) this.blocks.push(this.make(blockSize))
    const block = this.blocks[(this.size - place) / blockSize]
    if (block) block[place] = value
    this.size += 1
  }

  at(index: number): number {
    const place = index % blockSize
    return this.blocks[(index - place) / blockSize]?.[place] ?? Number.NaN
  }

  /** The numbers in one piece. */
  all(): Float64Array {
    const whole = new Float64Array(this.size)
    this.blocks.forEach((block, index) => {
      whole.set(block.subarray(0, Math.min(blockSize, this.size - index * blockSize)), index * blockSize)
    })
    return whole
  }
}

export const counts = () => new Column((size) => new Uint32Array(size))
export const amounts = () => new Column((size) => new Float64Array(size))

/** 64 bits of a text, as two numbers of 32: FNV-1a in two lanes, each stirred at the end so that every bit counts. */
function hashOf(text: string): readonly [number, number] {
  let one = 0x811c9dc5
  let other = 0x9e3779b9
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    one = Math.imul(one ^ unit, 0x01000193)
    other = Math.imul(other ^ unit, 0x85ebca6b) + index
  }
  return [stirred(one), stirred(other ^ (one >>> 15))]
}

function stirred(value: number): number {
  let mixed = value
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

/**
 * Keys by row, as hashes of 64 bits: a million keys in 16 MB. Of ten million keys the chance that any two share a hash is one
 * in 300,000.
 */
export class KeyIndex {
  private readonly ones = counts()
  private readonly others = counts()
  // Row and one, 0 for nothing; a power of two, at most half full.
  private slots = new Uint32Array(1024)

  /** Takes the key of the next row. @returns the earlier row that has it, or -1 */
  add(key: string): number {
    const [one, other] = hashOf(key)
    const row = this.ones.length
    this.ones.push(one)
    this.others.push(other)
    const slot = this.slotOf(one, other)
    const earlier = (this.slots[slot] ?? 0) - 1
    if (earlier >= 0) return earlier
    this.slots[slot] = row + 1
    if (row * 2 > this.slots.length) this.grow()
    return -1
  }

  /** The first row that has the key, or -1. */
  find(key: string): number {
    const [one, other] = hashOf(key)
    return (this.slots[this.slotOf(one, other)] ?? 0) - 1
  }

  private slotOf(one: number, other: number): number {
    const mask = this.slots.length - 1
    for (let slot = one & mask; ; slot = (slot + 1) & mask) {
      const row = (this.slots[slot] ?? 0) - 1
      if (row < 0 || (this.ones.at(row) === one && this.others.at(row) === other)) return slot
    }
  }

  private grow(): void {
    this.slots = new Uint32Array(this.slots.length * 2)
    for (let row = 0; row < this.ones.length; row += 1) {
      const slot = this.slotOf(this.ones.at(row), this.others.at(row))
      if (this.slots[slot] === 0) this.slots[slot] = row + 1
    }
  }
}

const rowsAtMost = 2 ** 23
const hashesAtMost = 2 ** 30

/** Rows by a text. Whoever asks has to see whether a row that is found really has it. */
export interface Lookup {
  add(texts: readonly string[], row: number): void
  /** The rows of any of the texts. */
  find(texts: readonly string[]): readonly number[]
}

/** For a file of very many rows that is asked now and then: half the memory, and some milliseconds for a million rows. */
export class ScannedLookup implements Lookup {
  private readonly firsts = counts()
  private readonly others: { readonly hash: number; readonly row: number }[] = []

  add([first, ...others]: readonly string[], row: number): void {
    this.firsts.push(first === undefined ? 0 : hashOf(first)[0])
    for (const text of others) this.others.push({ hash: hashOf(text)[0], row })
  }

  find(texts: readonly string[]): readonly number[] {
    if (texts.length === 0) return []
    const wanted = new Set(texts.map((text) => hashOf(text)[0]))
    const found = this.others.flatMap(({ hash, row }) => (wanted.has(hash) ? [row] : []))
    for (let row = 0; row < this.firsts.length; row += 1) if (wanted.has(this.firsts.at(row))) found.push(row)
    return found
  }
}

/** For a file that is asked about each row of another; at most eight million rows, all added before the first look. */
export class SortedLookup implements Lookup {
  private added = amounts()
  private sorted: Float64Array = new Float64Array()

  add(texts: readonly string[], row: number): void {
    for (const text of texts) this.added.push(entryOf(text) + row)
  }

  find(texts: readonly string[]): readonly number[] {
    if (this.added.length > 0) {
      this.sorted = this.added.all()
      this.sorted.sort()
      this.added = amounts()
    }
    return texts.flatMap((text) => this.rowsOf(entryOf(text)))
  }

  private rowsOf(from: number): number[] {
    const found: number[] = []
    for (let index = firstAtLeast(this.sorted, from); index < this.sorted.length; index += 1) {
      const row = (this.sorted[index] ?? 0) - from
      if (row >= rowsAtMost) break
      found.push(row)
    }
    return found
  }
}

function entryOf(text: string): number {
  return (hashOf(text)[0] % hashesAtMost) * rowsAtMost
}

function firstAtLeast(sorted: Float64Array, value: number): number {
  let [from, end] = [0, sorted.length]
  while (from < end) {
    const middle = (from + end) >>> 1
    if ((sorted[middle] ?? 0) < value) from = middle + 1
    else end = middle
  }
  return from
}
