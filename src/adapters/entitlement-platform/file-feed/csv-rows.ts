import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { CsvError, parse } from 'csv-parse'
import { z } from 'zod'
import { isSeparatorLine, otherSeparator } from '../../../platform/files/csv-shape.ts'
import { isColumn, rowOfCells } from './csv-layout.ts'
import { damaged, isDamaged, type RawRow, type RowMistake } from './raw-rows.ts'
import type { FileName } from './rows.ts'

const recordSchema = z.object({ record: z.array(z.string()), info: z.object({ lines: z.number(), bytes: z.number() }) })

/**
 * CSV as RFC 4180 has it, with a header; records end in CRLF or LF. Empty lines are passed over. The row of a record is
 * the line on which it ends. After a header or a quote that is wrong nothing more of the file can be understood.
 * @see RFC 4180
 */
export async function* csvRows(chunks: AsyncIterable<string>, file: FileName): AsyncGenerator<RawRow> {
  const parser = parse({
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n'],
  })
  const source = pipeline(Readable.from(chunks, { objectMode: false }), parser)
  // Whoever reads the parser meets its failure; this promise must not be a second one that nobody awaits.
  source.catch(() => {})
  let header: readonly string[] | null = null
  let end = 0
  try {
    for await (const found of parser) {
      const { record, info } = recordSchema.parse(found)
      const at = end
      end = info.bytes
      if (header === null) {
        if (isSeparatorLine(record.join(','))) continue
        header = record.map((name) => name.trim())
        const mistakes = mistakesOfHeader(file, header)
        if (mistakes.length === 0) continue
        yield { row: info.lines, at, mistakes, ends: true }
        return
      }
      if (record.some(isDamaged)) yield { row: info.lines, at, mistakes: [damaged] }
      else if (record.every((cell) => cell.trim() === '')) continue
      else
        yield record.length === header.length
          ? { row: info.lines, at, raw: rowOfCells(file, header, record) }
          : { row: info.lines, at, mistakes: [wrongLength(header.length, record.length)] }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const lines = z.number().safeParse(Reflect.get(error, 'lines')).data ?? 0
    // The parser's own words quote the text.
    yield {
      row: lines,
      at: end,
      mistakes: [
        { column: null, code: 'not-csv', reason: 'A quote is not closed, or not doubled, or the file was cut off' },
      ],
      ends: true,
    }
  }
}

function mistakesOfHeader(file: FileName, header: readonly string[]): RowMistake[] {
  const other = otherSeparator(header.join(','), { separator: ',', isColumn: (name) => isColumn(file, name) })
  if (other && !header.some((name) => isColumn(file, name)))
    return [{ column: null, code: 'wrong-separator', reason: other.found }]
  return header.flatMap((column, index): RowMistake[] => {
    if (!isColumn(file, column)) return [{ column, code: 'unknown-column', reason: 'There is no such column' }]
    if (header.indexOf(column) === index) return []
    return [{ column, code: 'duplicate-column', reason: 'The header has the column twice' }]
  })
}

function wrongLength(expected: number, found: number): RowMistake {
  return { column: null, code: 'wrong-cell-count', reason: `The header has ${expected} columns, the row ${found}` }
}
