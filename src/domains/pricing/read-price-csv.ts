import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { z } from 'zod'
import type { FieldError } from '../../platform/http/problems.ts'
import { type ListedEntry, type PriceColumn, priceColumns, termColumns, unguarded } from './price-csv.ts'
import { type Cells, entryOf, type Mistake, termsOf } from './price-rows.ts'
import type { PriceList } from './price-terms.ts'

/** A list as a file has it, in place of the one with its id. */
export interface ReadList {
  readonly terms: PriceList
  readonly entries: readonly ListedEntry[]
}

export type ReadPrices =
  | { readonly ok: true; readonly lists: readonly ReadList[] }
  | { readonly ok: false; readonly mistakes: readonly FieldError[]; readonly more: number }

const mistakesTold = 1000
const pieceLength = 64 * 1024

interface Building {
  readonly terms: PriceList | null
  /** As the first row of the list has them; a later row repeats them or leaves them empty. */
  readonly written: Cells
  readonly firstRow: number
  readonly entries: ListedEntry[]
  readonly steps: Map<string, number>
}

/**
 * Reads the price lists of a CSV file, with a header of the columns in `priceColumns`, in any order. A file without the
 * columns of terms is for entries of lists that exist: `known` has those. Every mistake is told, with its row, column and
 * code; with a mistake there are no lists. It reads in pieces, so that a long file does not hold up others.
 */
export async function readPriceCsv(text: string, known: ReadonlyMap<string, PriceList>): Promise<ReadPrices> {
  const mistakes: FieldError[] = []
  let more = 0
  const say = (row: number, { column, code, detail }: Mistake) => {
    if (mistakes.length >= mistakesTold) more += 1
    else mistakes.push({ pointer: `#/${row}/${column}`, detail, row, column, code })
  }
  const building = new Map<string, Building>()
  let hasTerms = true
  const header = (names: string[]) => {
    const found = headerOf(names)
    for (const mistake of found.mistakes) say(1, mistake)
    hasTerms = found.hasTerms
    return found.names
  }
  const parser = Readable.from(piecesOf(text)).pipe(
    parse({ bom: true, columns: header, info: true, skip_empty_lines: true, relax_column_count: true }),
  )
  try {
    for await (const found of parser) {
      // A header that cannot be read makes every row wrong; its own mistakes are enough.
      if (mistakes.some(({ row }) => row === 1)) break
      const { record, info } = rowSchema.parse(found)
      addRow(building, { record, row: info.lines, hasTerms, known, say })
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    say(lineOf(error), { column: '', code: 'not-csv', detail: 'The row cannot be read as CSV: look at its quotes.' })
  }
  if (building.size === 0 && mistakes.length === 0)
    say(1, { column: '', code: 'no-rows', detail: 'The file has no rows.' })
  if (mistakes.length > 0) return { ok: false, mistakes, more }
  return {
    ok: true,
    lists: [...building.values()].flatMap(({ terms, entries }) => (terms ? [{ terms, entries }] : [])),
  }
}

const rowSchema = z.object({ record: z.record(z.string(), z.string()), info: z.object({ lines: z.number() }) })

function* piecesOf(text: string): Generator<string> {
  for (let from = 0; from < text.length; from += pieceLength) yield text.slice(from, from + pieceLength)
}

function headerOf(names: string[]): { names: string[]; hasTerms: boolean; mistakes: Mistake[] } {
  const given = names.map((name) => name.trim())
  const missing = (column: string): Mistake => ({
    ...{ column, code: 'column-missing', detail: `The header has no column ${column}.` },
  })
  const hasTerms = given.some((name) => termColumns.some((column) => column === name))
  const needed: PriceColumn[] = ['list', 'part_number', 'unit_price', ...(hasTerms ? neededTerms : [])]
  const unknown = given.filter((name) => !priceColumns.some((column) => column === name))
  const twice = given.filter((name, index) => given.indexOf(name) !== index)
  return {
    names: given,
    hasTerms,
    mistakes: [
      ...needed.filter((column) => !given.includes(column)).map(missing),
      ...unknown.map((column) => ({ column, code: 'column-unknown', detail: `There is no column “${column}”.` })),
      ...twice.map((column) => ({ column, code: 'column-twice', detail: `The column ${column} is there twice.` })),
    ],
  }
}
const neededTerms = ['name', 'audience', 'currency'] as const

function addRow(
  building: Map<string, Building>,
  given: {
    readonly record: Readonly<Record<string, string>>
    readonly row: number
    readonly hasTerms: boolean
    readonly known: ReadonlyMap<string, PriceList>
    readonly say: (row: number, mistake: Mistake) => void
  },
): void {
  const { row, hasTerms, known } = given
  const say = (mistake: Mistake) => given.say(row, mistake)
  if (given.record['unit_price'] === undefined) {
    say({ column: 'unit_price', code: 'row-too-short', detail: 'The row has fewer cells than the header.' })
    return
  }
  const cells: Cells = (column) => unguarded((given.record[column] ?? '').trim())
  const id = cells('list')
  if (id === '') {
    say({ column: 'list', code: 'value-missing', detail: 'Name the list.' })
    return
  }
  const first = building.get(id)
  const list = first ?? { terms: null, written: cells, firstRow: row, entries: [], steps: new Map<string, number>() }
  if (!first) {
    const terms = hasTerms ? termsOf(id, cells) : (known.get(id) ?? unknownList)
    if (Array.isArray(terms)) terms.forEach(say)
    building.set(id, { ...list, terms: Array.isArray(terms) ? null : terms })
  } else if (hasTerms) {
    for (const column of termColumns)
      if (cells(column) !== '' && cells(column) !== first.written(column))
        say({ column, code: 'terms-differ', detail: `Row ${first.firstRow} says something else for this list.` })
  }
  const terms = building.get(id)?.terms ?? null
  const entry = entryOf(cells, terms?.currency ?? null)
  if (Array.isArray(entry)) entry.forEach(say)
  else if (entry !== null) addEntry(list, entry, row, say)
}

function addEntry(list: Building, entry: ListedEntry, row: number, say: (mistake: Mistake) => void): void {
  const step = JSON.stringify([entry.partNumber, entry.minQuantity])
  const earlier = list.steps.get(step)
  const detail = `Row ${earlier} has the same part number and quantity.`
  if (earlier !== undefined) say({ column: 'part_number', code: 'row-twice', detail })
  list.steps.set(step, row)
  list.entries.push(entry)
}

const unknownList: Mistake[] = [
  { column: 'list', code: 'list-unknown', detail: 'There is no such list. Give the columns of its terms to make it.' },
]

function lineOf(error: CsvError): number {
  return z.object({ lines: z.number() }).safeParse(error).data?.lines ?? 1
}
