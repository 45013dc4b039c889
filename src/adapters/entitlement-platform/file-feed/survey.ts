import { UnreadableFile } from '../../../platform/files/unreadable-file.ts'
import { amounts, counts, KeyIndex, type Lookup, ScannedLookup, SortedLookup } from './columns.ts'
import { csvRows } from './csv-rows.ts'
import { type FeedFile, readPieces } from './feed-files.ts'
import { type FileFacts, fileFacts, type LookupName } from './file-facts.ts'
import { FeedChanged, Mistakes, unreadable } from './mistakes.ts'
import { ndjsonRows } from './ndjson-rows.ts'
import { type OddFeedRow, oddFeedRow } from './odd-rows.ts'
import type { RawRow, RowMistake } from './raw-rows.ts'
import { parseRow } from './read-rows.ts'
import { type FileName, type RowOf, schemaOf } from './rows.ts'
import { textChunks } from './text-chunks.ts'

/** Of the files before one in the order of reading: whether a row, odd or not, may be what a key names. */
export type KnownKeys = (file: FileName, key: string) => boolean

/** Which rows of a file are asked for, in its order. */
export interface Selection {
  readonly count: number
  row(index: number): number
}

/**
 * What is known of the rows of a file without holding them: where each begins, its key, and by what it is looked for; some
 * forty-five bytes a row. The rows themselves are read again when they are asked for.
 */
export class Survey<Name extends FileName> {
  readonly file: FeedFile
  private readonly name: Name
  private readonly facts: FileFacts<RowOf<Name>>
  private readonly keys = new KeyIndex()
  private readonly begins = amounts()
  private readonly lines = counts()
  private readonly modified = counts()
  private readonly groups = counts()
  private readonly groupNames: string[] = []
  /** Rows that are not given out, by number: those that can be read by themselves and are odd beside others. */
  private readonly leftOut = new Set<number>()
  private readonly oddNames = new Set<string | null>()
  /** Rows that are left out, in the order in which they were found. */
  readonly odd: OddFeedRow[] = []
  private readonly lookups = new Map<LookupName, Lookup>()
  private textBytes = 0
  private endsInLine = true

  constructor(name: Name, file: FeedFile) {
    this.name = name
    this.file = file
    this.facts = fileFacts[name]
  }

  /**
   * Reads the file once, and leaves out the rows that are odd: those that cannot be read, both of two with one key, and those
   * that name a row which no file has. What an odd row may be is not called missing.
   * @returns what keeps the file as a whole from being read: its encoding, its header, or that it was cut short
   */
  async make(known: KnownKeys): Promise<Mistakes> {
    const whole = new Mistakes()
    if (this.file.mark === null) return whole
    const { fileName } = this.file
    const schema = schemaOf(this.name)
    const unsure: { readonly row: number; readonly raw: object; readonly column: string; readonly key: string }[] = []
    let last: { readonly row: number; readonly mistakes: readonly RowMistake[] } | null = null
    try {
      for await (const found of this.rowsIn(this.measured(textChunks(this.file.path)))) {
        const outcome = 'raw' in found ? parseRow(found.raw, schema) : found
        last = 'value' in outcome ? null : { row: found.row, mistakes: outcome.mistakes }
        if (!('value' in outcome)) {
          if ('ends' in found)
            for (const mistake of outcome.mistakes) whole.add({ file: fileName, row: found.row, ...mistake })
          else this.leaveOut(found.row, 'raw' in found ? found.raw : null, outcome.mistakes)
          continue
        }
        const raw = 'raw' in found ? found.raw : {}
        const row = this.begins.length
        const earlier = this.keys.add(this.facts.key(outcome.value))
        this.note(found, outcome.value)
        if (earlier >= 0) {
          // Nobody can say which of them it is.
          const column = this.facts.keyColumn
          for (const [each, other] of [
            [earlier, row],
            [row, earlier],
          ] as const) {
            const reason = `The same as in row ${this.lines.at(other)}`
            this.leaveOutNoted(each, raw, { column, code: 'duplicate-key', reason })
          }
          continue
        }
        const missing = this.facts.references.find(
          ({ file, keys }) => file !== this.name && keys(outcome.value).some((key) => !known(file, key)),
        )
        if (missing) this.leaveOutNoted(row, raw, nothingNamed(missing.column))
        // Of the same file, it may be a row that is still to come.
        else
          for (const { column, file, keys } of this.facts.references)
            if (file === this.name)
              for (const key of keys(outcome.value)) if (!this.has(key)) unsure.push({ row, raw, column, key })
      }
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error
      const alone = new Mistakes()
      alone.add(unreadable(fileName, error))
      return alone
    }
    // The last row cannot be read and no line break follows it: the file was cut short, and the rows after it are unknown.
    if (last !== null && !this.endsInLine && last.mistakes.some(({ code }) => cutShort.has(code)))
      for (const mistake of last.mistakes) whole.add({ file: fileName, row: last.row, ...mistake })
    for (const { row, raw, column, key } of unsure)
      if (!this.has(key)) this.leaveOutNoted(row, raw, nothingNamed(column))
    return whole
  }

  /** Whether a row, odd or not, may be what the key names. */
  has(key: string): boolean {
    return this.keys.find(key) >= 0 || this.oddNames.has(key) || this.oddNames.has(null)
  }

  /** How many rows are given out. */
  get rows(): number {
    return this.begins.length - this.leftOut.size
  }

  /** The row that has the key, or -1. */
  find(key: string): number {
    const row = this.keys.find(key)
    return this.leftOut.has(row) ? -1 : row
  }

  /** Rows that may have one of the texts; see `Lookup`. */
  lookUp(lookup: LookupName, texts: readonly string[]): readonly number[] {
    const rows = this.lookups.get(lookup)?.find(texts) ?? []
    return this.leftOut.size === 0 ? rows : rows.filter((row) => !this.leftOut.has(row))
  }

  private leaveOut(row: number, raw: object | null, mistakes: readonly RowMistake[]): void {
    const found = oddFeedRow(this.name, { fileName: this.file.fileName, row }, { raw, mistakes })
    this.odd.push(found)
    this.oddNames.add(found.name)
  }

  private leaveOutNoted(row: number, raw: object, mistake: RowMistake): void {
    if (this.leftOut.has(row)) return
    this.leftOut.add(row)
    this.leaveOut(this.lines.at(row), raw, [mistake])
  }

  /** Rows of a group, or of all, that changed at an instant or after it. One that does not say when may have changed. */
  select({ group, modifiedAfter }: { readonly group?: string; readonly modifiedAfter?: Date }): Selection {
    const all = this.begins.length
    if (group === undefined && modifiedAfter === undefined && this.leftOut.size === 0)
      return { count: all, row: (index) => index }
    const number = group === undefined ? -1 : this.groupNames.indexOf(group)
    // A second is told from the next one, and no less: a row may be read once too often, and never too rarely.
    const after = modifiedAfter ? secondsOf(modifiedAfter) : 0
    const selected = counts()
    for (let row = 0; row < all; row += 1)
      if (
        (group === undefined || this.groups.at(row) === number) &&
        this.modified.at(row) >= after &&
        !this.leftOut.has(row)
      )
        selected.push(row)
    return { count: selected.length, row: (index) => selected.at(index) }
  }

  /**
   * Rows by their numbers, from 0, in the order of the numbers.
   * @throws {FeedChanged} when the file is another one by now
   */
  async read(rows: readonly number[]): Promise<readonly RowOf<Name>[]> {
    if (rows.length === 0) return []
    const ranges = rangesOf(rows)
    const pieces = ranges.map(([first, last]) => ({ from: this.place(first), end: this.place(last + 1) }))
    const header = { from: this.place(-1), end: this.place(0) }
    const [before, ...read] = await readPieces(this.file, [header, ...pieces])
    const schema = schemaOf(this.name)
    const found: RowOf<Name>[] = []
    for await (const row of this.rowsIn(textOf([before, ...read]))) {
      const outcome = 'raw' in row ? parseRow(row.raw, schema) : null
      // An odd row lies between those that were asked for.
      if (outcome && 'value' in outcome) found.push(outcome.value)
    }
    if (found.length !== rows.length) throw new FeedChanged(this.file.fileName, 'retryable')
    return found
  }

  private rowsIn(text: AsyncIterable<string>): AsyncIterable<RawRow> {
    return this.file.path.endsWith('.csv') ? csvRows(text, this.name) : ndjsonRows(text)
  }

  private async *measured(text: AsyncIterable<string>): AsyncGenerator<string> {
    for await (const chunk of text) {
      this.textBytes += Buffer.byteLength(chunk)
      if (chunk !== '') this.endsInLine = chunk.endsWith('\n')
      yield chunk
    }
  }

  private note(found: RawRow, value: RowOf<Name>): void {
    const row = this.begins.length
    this.begins.push(found.at)
    this.lines.push(found.row)
    const modifiedAt = 'lastModifiedAt' in value ? value.lastModifiedAt : null
    this.modified.push(modifiedAt ? secondsOf(modifiedAt) : unknownInstant)
    const group = this.facts.group?.(value)
    if (group !== undefined) {
      if (!this.groupNames.includes(group)) this.groupNames.push(group)
      this.groups.push(this.groupNames.indexOf(group))
    }
    for (const [name, texts] of this.facts.lookups) {
      const lookup = this.lookups.get(name) ?? (this.facts.manyRows ? new ScannedLookup() : new SortedLookup())
      this.lookups.set(name, lookup)
      lookup.add(texts(value), row)
    }
  }

  /** Where a row begins in the file; -1 for what comes before the first row, one too many for the end. */
  private place(row: number): number {
    // A byte order mark is no text.
    const mark = this.file.sizeBytes - this.textBytes
    if (row < 0) return mark
    return mark + (row < this.begins.length ? this.begins.at(row) : this.textBytes)
  }
}

/** How the beginning of a row looks. */
const cutShort: ReadonlySet<string> = new Set(['not-json', 'wrong-cell-count'])

function nothingNamed(column: string): RowMistake {
  return { column, code: 'unknown-reference', reason: 'No row of the feed is what it names' }
}

// Later than any instant that somebody asks after.
const unknownInstant = 0xffff_ffff

function secondsOf(at: Date): number {
  return Math.min(Math.max(Math.floor(at.getTime() / 1000), 0), unknownInstant - 1)
}

/** First and last of what follows one on the other. */
function rangesOf(rows: readonly number[]): [number, number][] {
  const ranges: [number, number][] = []
  for (const row of rows) {
    const last = ranges.at(-1)
    if (last && last[1] + 1 === row) last[1] = row
    else ranges.push([row, row])
  }
  return ranges
}

async function* textOf(pieces: readonly (Buffer | undefined)[]): AsyncGenerator<string> {
  for (const piece of pieces) {
    const text = piece?.toString('utf8') ?? ''
    // The last row of a file may have no line end, and it may not be the last that is asked for.
    yield text === '' || text.endsWith('\n') ? text : `${text}\n`
  }
}
