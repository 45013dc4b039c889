import { z } from 'zod'
import { UnreadableFile } from '../../../platform/files/unreadable-file.ts'
import { type FeedMistake, unreadable } from './mistakes.ts'
import type { RawRow, RowMistake } from './raw-rows.ts'

export interface ReadRows<Value> {
  readonly rows: readonly Value[]
  readonly mistakes: readonly FeedMistake[]
}

/**
 * Holds the rows of a file against its layout, whichever encoding they come from. Rows with a mistake are left out of
 * `rows` and named in `mistakes`, each mistake of each row.
 */
export async function readRows<Schema extends z.ZodType>(
  raws: AsyncIterable<RawRow>,
  file: string,
  schema: Schema,
): Promise<ReadRows<z.output<Schema>>> {
  const rows: z.output<Schema>[] = []
  const mistakes: FeedMistake[] = []
  try {
    for await (const found of raws) {
      const outcome = 'raw' in found ? parseRow(found.raw, schema) : found
      if ('value' in outcome) rows.push(outcome.value)
      else for (const mistake of outcome.mistakes) mistakes.push({ file, row: found.row, ...mistake })
    }
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    return { rows: [], mistakes: [unreadable(file, error)] }
  }
  return { rows, mistakes }
}

export function parseRow<Schema extends z.ZodType>(
  raw: object,
  schema: Schema,
): { value: z.output<Schema> } | { mistakes: readonly RowMistake[] } {
  const parsed = schema.safeParse(raw)
  return parsed.success
    ? { value: parsed.data }
    : { mistakes: parsed.error.issues.flatMap((issue) => mistakesOf(issue, raw)) }
}

function mistakesOf(issue: z.core.$ZodIssue, raw: object): readonly RowMistake[] {
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
