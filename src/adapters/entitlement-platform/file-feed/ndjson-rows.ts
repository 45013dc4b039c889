import { damaged, isDamaged, type RawRow } from './raw-rows.ts'

/** One JSON object a line. Empty lines are passed over and counted. */
export async function* ndjsonRows(chunks: AsyncIterable<string>): AsyncGenerator<RawRow> {
  let row = 0
  let at = 0
  let rest = ''
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      row += 1
      if (line.trim() !== '') yield rawRow(row, at, line)
      at += Buffer.byteLength(line) + 1
    }
  }
  if (rest.trim() !== '') yield rawRow(row + 1, at, rest)
}

function rawRow(row: number, at: number, line: string): RawRow {
  if (isDamaged(line)) return { row, at, mistakes: [damaged] }
  let raw: unknown
  try {
    raw = JSON.parse(line)
  } catch {
    // The parser's own words quote the text.
    return { row, at, mistakes: [{ column: null, code: 'not-json', reason: 'The line is not JSON' }] }
  }
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    return { row, at, mistakes: [{ column: null, code: 'not-an-object', reason: 'The line is not one JSON object' }] }
  return { row, at, raw }
}
