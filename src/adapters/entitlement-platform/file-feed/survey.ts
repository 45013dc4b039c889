import { UnreadableFile } from '../../../platform/files/unreadable-file.ts'
import { amounts, counts, KeyIndex, type Lookup, ScannedLookup, SortedLookup } from './columns.ts'
import { csvRows } from './csv-rows.ts'
import { type FeedFile, readPieces } from './feed-files.ts'
import { type FileFacts, fileFacts, type LookupName } from './file-facts.ts'
import { FeedChanged, type MistakeCode, Mistakes, unreadable } from './mistakes.ts'
import { ndjsonRows } from './ndjson-rows.ts'
import type { RawRow } from './raw-rows.ts'
import { parseRow } from './read-rows.ts'
import { type FileName, type RowOf, schemaOf } from './rows.ts'
import { textChunks } from './text-chunks.ts'

/** Of the files before one in the order of reading: the row that has a key, or -1. */
export type KnownKeys = (file: FileName, key: string) => number

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
  private readonly lookups = new Map<LookupName, Lookup>()
  private textBytes = 0

  constructor(name: Name, file: FeedFile) {
    this.name = name
    this.file = file
    this.facts = fileFacts[name]
  }

  /**
   * Reads the file once.
   * @returns what keeps single rows from being rows, and what is wrong between rows, which says something only where no
   * row of any file is bad: a bad row is missing from the keys, and what names it would be called wrong for no fault
   */
  async make(known: KnownKeys): Promise<{ readonly ofRows: Mistakes; readonly betweenRows: Mistakes }> {
    const ofRows = new Mistakes()
    const betweenRows = new Mistakes()
    if (this.file.mark === null) return { ofRows, betweenRows }
    const { fileName } = this.file
    const schema = schemaOf(this.name)
    const unsure: { readonly line: number; readonly column: string; readonly key: string }[] = []
    const say = (row: number, column: string, code: MistakeCode, reason: string) =>
      betweenRows.add({ file: fileName, row, column, code, reason })
    const check = (line: number, value: RowOf<Name>) => {
      const earlier = this.keys.add(this.facts.key(value))
      if (earlier >= 0) say(line, this.facts.keyColumn, 'duplicate-key', `The same as in row ${this.lines.at(earlier)}`)
      for (const { column, file, keys } of this.facts.references)
        for (const key of keys(value)) {
          if (file === this.name ? this.keys.find(key) >= 0 : known(file, key) >= 0) continue
          // It may be a row that is still to come.
          if (file === this.name) unsure.push({ line, column, key })
          else say(line, column, 'unknown-reference', nothingNamed)
          break
        }
    }
    try {
      for await (const found of this.rowsIn(this.measured(textChunks(this.file.path)))) {
        const outcome = 'raw' in found ? parseRow(found.raw, schema) : found
        if ('value' in outcome) {
          check(found.row, outcome.value)
          this.note(found, outcome.value)
        } else for (const mistake of outcome.mistakes) ofRows.add({ file: fileName, row: found.row, ...mistake })
      }
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error
      const alone = new Mistakes()
      alone.add(unreadable(fileName, error))
      return { ofRows: alone, betweenRows }
    }
    for (const { line, column, key } of unsure)
      if (this.keys.find(key) < 0) say(line, column, 'unknown-reference', nothingNamed)
    return { ofRows, betweenRows }
  }

  /** The row that has the key, or -1. */
  find(key: string): number {
    return this.keys.find(key)
  }

  /** Rows that may have one of the texts; see `Lookup`. */
  lookUp(lookup: LookupName, texts: readonly string[]): readonly number[] {
    return this.lookups.get(lookup)?.find(texts) ?? []
  }

  /** Rows of a group, or of all, that changed at an instant or after it. One that does not say when may have changed. */
  select({ group, modifiedAfter }: { readonly group?: string; readonly modifiedAfter?: Date }): Selection {
    const all = this.begins.length
    if (group === undefined && modifiedAfter === undefined) return { count: all, row: (index) => index }
    const number = group === undefined ? -1 : this.groupNames.indexOf(group)
    // A second is told from the next one, and no less: a row may be read once too often, and never too rarely.
    const after = modifiedAfter ? secondsOf(modifiedAfter) : 0
    const selected = counts()
    for (let row = 0; row < all; row += 1)
      if ((group === undefined || this.groups.at(row) === number) && this.modified.at(row) >= after) selected.push(row)
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
      if (!outcome || !('value' in outcome)) throw new FeedChanged(this.file.fileName, 'retryable')
      found.push(outcome.value)
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

const nothingNamed = 'No row of the feed is what it names'

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
