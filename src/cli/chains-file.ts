import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import { chainSchema, type ImportedChain } from '../domains/entitlements/index.ts'

type ReadChains =
  | { readonly ok: true; readonly chains: readonly ImportedChain[] }
  | { readonly ok: false; readonly mistakes: readonly string[] }

const columns = [
  ...['id', 'from.name', 'from.version', 'to.name', 'to.version', 'grants', 'validator'],
  ...['warrantyDays', 'cohort', 'generalFrom'],
]

/**
 * The chains of a file: a JSON list, or CSV with a header of the columns `id`, `from.name`, `from.version` (empty: any),
 * `to.name`, `to.version`, `grants`, `validator`, `warrantyDays`, `cohort` (account ids with `;` between), `generalFrom`.
 * Mistakes name the row: the place in the list, or the line in the CSV file, from 1.
 */
export function chainsOfFile(path: string, text: string): ReadChains {
  const rows = path.toLowerCase().endsWith('.csv') ? csvRows(text) : jsonRows(text)
  if (typeof rows === 'string') return { ok: false, mistakes: [rows] }
  const mistakes: string[] = []
  const chains = new Map<string, ImportedChain>()
  for (const { row, value } of rows) {
    const parsed = chainSchema.safeParse(value)
    if (!parsed.success)
      for (const { path: at, message } of parsed.error.issues)
        mistakes.push(`row ${row}${at.length === 0 ? '' : `, ${at.join('.')}`}: ${message}`)
    else if (chains.has(parsed.data.id)) mistakes.push(`row ${row}, id: an earlier row has the same`)
    else chains.set(parsed.data.id, parsed.data)
  }
  return mistakes.length > 0 ? { ok: false, mistakes } : { ok: true, chains: [...chains.values()] }
}

type Rows = readonly { readonly row: number; readonly value: unknown }[]

function jsonRows(text: string): Rows | string {
  const parsed = z.array(z.unknown()).safeParse(jsonOf(text))
  if (!parsed.success) return 'The file is not a JSON list'
  return parsed.data.map((value, index) => ({ row: index + 1, value }))
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const recordsSchema = z.array(
  z.object({ record: z.record(z.string(), z.string()), info: z.object({ lines: z.number() }) }),
)

function csvRows(text: string): Rows | string {
  try {
    const header = (names: string[]) => {
      const unknown = names.find((name) => !columns.includes(name))
      if (unknown !== undefined) throw new Error(`There is no column ${unknown}`)
      return names
    }
    const options = { bom: true, columns: header, info: true, skip_empty_lines: true } as const
    return recordsSchema.parse(parse(text, options)).map(({ record, info }) => ({
      row: info.lines,
      value: chainOfCells(record),
    }))
  } catch (error) {
    if (error instanceof Error) return error.message
    throw error
  }
}

function chainOfCells(cells: Readonly<Record<string, string>>) {
  const cell = (name: string) => cells[name] ?? ''
  const orNull = (name: string) => (cell(name) === '' ? null : cell(name))
  const days = orNull('warrantyDays')
  return {
    id: cell('id'),
    from: { name: cell('from.name'), version: orNull('from.version') },
    to: { name: cell('to.name'), version: cell('to.version') },
    grants: cell('grants'),
    validator: cell('validator'),
    warrantyDays: days === null ? null : Number(days),
    cohort: cell('cohort')
      .split(';')
      .map((id) => id.trim())
      .filter((id) => id !== ''),
    generalFrom: orNull('generalFrom'),
  }
}
