import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { parse as parseAtOnce } from 'csv-parse/sync'
import { z } from 'zod'
import { counted } from '../../kernel/words.ts'
import { isSeparatorLine, otherSeparator, type Separator } from './csv-shape.ts'
import type { FileMistake } from './unreadable-file.ts'

/** A row with its cells by the names of the header, or what keeps it from being one. */
export type CsvRecord = {
  /** The line on which the row ends, from 1, the header's included. */
  readonly row: number
} & (
  | { readonly cells: Readonly<Record<string, string>> }
  | { readonly mistakes: readonly Omit<FileMistake, 'row'>[]; readonly ends: boolean }
)

export interface CsvFile {
  readonly text: string
  readonly separator: Separator
  /** Whether a file may have the column. */
  readonly isColumn: (name: string) => boolean
  /** Which columns the header lacks, given those that it has. */
  readonly missing: (names: readonly string[]) => readonly string[]
}

const pieceLength = 64 * 1024
const recordSchema = z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) })

const options = {
  bom: true,
  info: true,
  skip_empty_lines: true,
  relax_column_count: true,
  // Files that were put together from several end their lines in several ways.
  record_delimiter: ['\r\n', '\n', '\r'],
}

/**
 * The rows of a CSV file with a header, as spreadsheets save it: empty rows, and columns that have neither a name nor a
 * value, are passed over, because nothing is lost with them. A mistake in the header or in the quotes ends the reading:
 * nothing after it can be understood. Reads in pieces, so that a long file does not hold up others.
 * @see RFC 4180
 */
export async function* csvRecords(file: CsvFile): AsyncGenerator<CsvRecord> {
  const parser = Readable.from(piecesOf(file.text)).pipe(parse({ ...options, delimiter: file.separator }))
  const judge = judgeOf(file)
  try {
    for await (const found of parser) {
      const judged = judge(found)
      if (judged === null) continue
      yield judged
      if ('ends' in judged && judged.ends) return
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    yield mistakeOfQuotes(error)
  }
}

/** The rows of a short file at once, judged as `csvRecords` does. */
export function csvRecordsAtOnce(file: CsvFile): readonly CsvRecord[] {
  const judge = judgeOf(file)
  const judged: CsvRecord[] = []
  try {
    for (const found of z.array(z.unknown()).parse(parseAtOnce(file.text, { ...options, delimiter: file.separator }))) {
      const next = judge(found)
      if (next === null) continue
      judged.push(next)
      if ('ends' in next && next.ends) break
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return [mistakeOfQuotes(error)]
  }
  return judged
}

/** Judges what the parser found, row after row; null for the header and for a row that is empty. */
function judgeOf(file: CsvFile): (found: unknown) => CsvRecord | null {
  let header: readonly string[] | null = null
  let countedTwice = 0
  return (found) => {
    const { record, info } = recordSchema.parse(found)
    // The parser counts a return with a line feed as two lines where they stand within quotes.
    countedTwice += record.reduce((sum, cell) => sum + cell.split('\r\n').length - 1, 0)
    const row = info.lines - countedTwice
    if (record.every((cell) => cell.trim() === '')) return null
    if (header === null && isSeparatorLine(record.join(file.separator))) return null
    if (header !== null) return { row, ...rowOf(header, record, file) }
    header = record.map((name) => name.trim())
    const mistakes = mistakesOfHeader(header, file)
    return mistakes.length === 0 ? null : { row, mistakes, ends: true }
  }
}

function* piecesOf(text: string): Generator<string> {
  for (let from = 0; from < text.length; from += pieceLength) yield text.slice(from, from + pieceLength)
}

function mistakesOfHeader(
  header: readonly string[],
  { text, separator, isColumn, missing }: CsvFile,
): Omit<FileMistake, 'row'>[] {
  if (!header.some(isColumn)) {
    const other = otherSeparator(text, { separator, isColumn })
    if (other) return [{ column: '', code: 'separator', detail: `${other.found}. ${other.remedy}.` }]
    const names = missing([]).join(', ')
    const detail = `The file has no header: its first row names none of the columns. It needs ${names}.`
    return [{ column: '', code: 'header-missing', detail }]
  }
  const named = header.filter((name) => name !== '')
  return [
    ...missing(named).map((column) => ({
      column,
      code: 'column-missing',
      detail: `The header has no column ${column}.`,
    })),
    ...named
      .filter((name) => !isColumn(name))
      .map((column) => ({ column, code: 'column-unknown', detail: `There is no column “${column}”.` })),
    ...named
      .filter((name, index) => named.indexOf(name) !== index)
      .map((column) => ({ column, code: 'column-twice', detail: `The column ${column} is there twice.` })),
  ]
}

function rowOf(header: readonly string[], record: readonly string[], { separator }: CsvFile) {
  const mistake = (column: string, code: string, detail: string) => ({
    mistakes: [{ column, code, detail }],
    ends: false,
  })
  if (record.length < header.length)
    return mistake(
      header.at(-1) ?? '',
      'row-too-short',
      `The row has ${counted(record.length, 'cell')} and the header ${header.length}: a separator is missing, or the file was cut off.`,
    )
  const nameless = record.findIndex((cell, index) => (header[index] ?? '') === '' && cell.trim() !== '')
  if (nameless >= 0)
    return nameless < header.length
      ? mistake('', 'column-without-name', `Column ${nameless + 1} has a value and no name in the header.`)
      : mistake(
          '',
          'row-too-long',
          separator === ','
            ? `The row has ${counted(record.length, 'cell')} and the header ${header.length}. An amount with a decimal comma, or a text with a comma, has to stand in quotes.`
            : `The row has ${counted(record.length, 'cell')} and the header ${header.length}: a text with the separator has to stand in quotes.`,
        )
  return { cells: Object.fromEntries(header.flatMap((name, at) => (name === '' ? [] : [[name, record[at] ?? '']]))) }
}

function mistakeOfQuotes(error: CsvError): CsvRecord {
  const detail =
    error.code === 'CSV_QUOTE_NOT_CLOSED'
      ? 'A quote is opened and not closed: a quote within a text is not doubled, or the file was cut off.'
      : 'The row cannot be read as CSV: look at its quotes.'
  const row = z.object({ lines: z.number() }).safeParse(error).data?.lines ?? 1
  return { row, mistakes: [{ column: '', code: 'not-csv', detail }], ends: true }
}
