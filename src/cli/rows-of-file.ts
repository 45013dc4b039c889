import { z } from 'zod'
import { type CsvFile, csvRecordsAtOnce } from '../platform/files/csv-records.ts'
import { jsonOfFile } from '../platform/files/json-file.ts'
import { type FileMistake, UnreadableFile } from '../platform/files/unreadable-file.ts'

export interface NamedText extends Pick<CsvFile, 'text' | 'separator'> {
  readonly path: string
}

interface Layout<Value> extends Pick<CsvFile, 'isColumn' | 'missing'> {
  readonly schema: z.ZodType<Value>
  readonly ofCells: (cells: Readonly<Record<string, string>>) => unknown
  /** Two rows with the same key are a mistake. */
  readonly keyOf: (value: Value) => string
  readonly twice: string
}

interface Rows {
  /** Each with its place in the JSON list, or its line in the CSV file, from 1. */
  readonly rows: readonly { readonly row: number; readonly value: unknown }[]
  readonly mistakes: readonly FileMistake[]
}

/** The values of a file that is a JSON list, or CSV with a header, or every mistake in it as a sentence with its row. */
export function rowsOfFile<Value>(
  file: NamedText,
  layout: Layout<Value>,
): { readonly values: readonly Value[]; readonly mistakes: readonly string[] } {
  const { rows, mistakes } = readRows(file, layout)
  const found = [...mistakes]
  const values = new Map<string, Value>()
  for (const { row, value } of rows) {
    const parsed = layout.schema.safeParse(value)
    if (!parsed.success)
      for (const { path, message } of parsed.error.issues)
        found.push({ row, column: path.join('.'), code: 'invalid-value', detail: message })
    else if (values.has(layout.keyOf(parsed.data)))
      found.push({ row, column: '', code: 'row-twice', detail: layout.twice })
    else values.set(layout.keyOf(parsed.data), parsed.data)
  }
  return { values: [...values.values()], mistakes: found.map(sentenceOf) }
}

function readRows<Value>({ path, ...file }: NamedText, layout: Layout<Value>): Rows {
  if (path.toLowerCase().endsWith('.csv')) return csvRows({ ...file, ...layout }, layout.ofCells)
  try {
    const parsed = z.array(z.unknown()).safeParse(jsonOfFile(file.text))
    if (parsed.success) return { rows: parsed.data.map((value, index) => ({ row: index + 1, value })), mistakes: [] }
    return wholeFile('not-a-list', 'The file is not a JSON list')
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    return { rows: [], mistakes: [error.mistake] }
  }
}

function csvRows(file: CsvFile, ofCells: (cells: Readonly<Record<string, string>>) => unknown): Rows {
  const records = csvRecordsAtOnce(file)
  if (records.length === 0) return wholeFile('no-rows', 'The file has no rows')
  return {
    rows: records.flatMap((found) => ('cells' in found ? [{ row: found.row, value: ofCells(found.cells) }] : [])),
    mistakes: records.flatMap((found) =>
      'cells' in found ? [] : found.mistakes.map((mistake) => ({ row: found.row, ...mistake })),
    ),
  }
}

function wholeFile(code: string, detail: string): Rows {
  return { rows: [], mistakes: [{ row: 0, column: '', code, detail }] }
}

function sentenceOf({ row, column, detail }: FileMistake): string {
  const place = [...(row > 0 ? [`row ${row}`] : []), ...(column === '' ? [] : [column])].join(', ')
  return place === '' ? detail : `${place}: ${detail}`
}
