import { chainSchema, type ImportedChain } from '../domains/entitlements/rights/index.ts'
import type { Separator } from '../platform/files/csv-shape.ts'
import { rowsOfFile } from './rows-of-file.ts'

type ReadChains =
  | { readonly ok: true; readonly chains: readonly ImportedChain[] }
  | { readonly ok: false; readonly mistakes: readonly string[] }

const columns = [
  'id',
  'from.name',
  'from.version',
  'to.name',
  'to.version',
  'grants',
  'validator',
  'warrantyDays',
  'cohort',
  'generalFrom',
]
const needed = ['id', 'from.name', 'to.name', 'to.version', 'grants', 'validator']

/**
 * The chains of a file: a JSON list, or CSV with a header of the columns `id`, `from.name`, `from.version` (empty: any),
 * `to.name`, `to.version`, `grants`, `validator`, `warrantyDays`, `cohort` (account ids with `;` between), `generalFrom`.
 * Mistakes name the row: the place in the list, or the line in the CSV file, from 1.
 */
export function chainsOfFile(path: string, text: string, separator: Separator = ','): ReadChains {
  const { values, mistakes } = rowsOfFile(
    { path, text, separator },
    {
      isColumn: (name) => columns.includes(name),
      missing: (names) => needed.filter((name) => !names.includes(name)),
      schema: chainSchema,
      ofCells: chainOfCells,
      keyOf: ({ id }) => id,
      twice: 'an earlier row has the same id',
    },
  )
  return mistakes.length > 0 ? { ok: false, mistakes } : { ok: true, chains: values }
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
