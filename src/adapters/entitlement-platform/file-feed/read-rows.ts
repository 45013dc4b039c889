import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { FeedMistake } from './mistakes.ts'

export interface Row<Value> {
  /** Line in the file, from 1. */
  readonly row: number
  readonly value: Value
}

export interface ReadRows<Value> {
  readonly rows: readonly Row<Value>[]
  readonly mistakes: readonly FeedMistake[]
}

/**
 * Reads a file of one JSON object a line, UTF-8. Empty lines are passed over and counted. Rows with a mistake are left
 * out of `rows` and named in `mistakes`, each mistake of each row.
 */
export async function readRows<Schema extends z.ZodType>(
  path: string,
  file: string,
  schema: Schema,
): Promise<ReadRows<z.output<Schema>>> {
  const rows: Row<z.output<Schema>>[] = []
  const mistakes: FeedMistake[] = []
  const text = textOf(await readFile(path))
  if (text === null)
    return { rows, mistakes: [{ file, row: 0, column: null, code: 'not-utf8', reason: 'The file is not UTF-8 text' }] }
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const row = index + 1
    const outcome = parseRow(line, schema)
    if ('value' in outcome) rows.push({ row, value: outcome.value })
    else for (const mistake of outcome.mistakes) mistakes.push({ file, row, ...mistake })
  }
  return { rows, mistakes }
}

/** Null where the bytes are not UTF-8: a replaced character would pass for the vendor's own. */
function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

type Mistake = Pick<FeedMistake, 'column' | 'code' | 'reason'>

function parseRow<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
): { value: z.output<Schema> } | { mistakes: readonly Mistake[] } {
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch {
    // The parser's own words quote the text.
    return { mistakes: [{ column: null, code: 'not-json', reason: 'The line is not JSON' }] }
  }
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    return { mistakes: [{ column: null, code: 'not-an-object', reason: 'The line is not one JSON object' }] }
  const parsed = schema.safeParse(raw)
  return parsed.success
    ? { value: parsed.data }
    : { mistakes: parsed.error.issues.flatMap((issue) => mistakesOf(issue, raw)) }
}

function mistakesOf(issue: z.core.$ZodIssue, raw: object): readonly Mistake[] {
  const column = (path: readonly PropertyKey[]) => path.map(String).join('.') || null
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      column: column([...issue.path, key]),
      code: 'unknown-column',
      reason: 'There is no such column',
    }))
  if (valueAt(raw, issue.path) === undefined)
    return [{ column: column(issue.path), code: 'missing-column', reason: 'The column is missing' }]
  return [{ column: column(issue.path), code: 'invalid-value', reason: issue.message }]
}

const anything = z.record(z.string(), z.unknown()).or(z.array(z.unknown()))

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => {
    const inside = anything.safeParse(value)
    return inside.success ? Reflect.get(inside.data, key) : null
  }, raw)
}
