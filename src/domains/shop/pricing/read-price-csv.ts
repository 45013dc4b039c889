import { csvRecords } from '../../../platform/files/csv-records.ts'
import { type CsvShape, type DecimalSign, plainCsv } from '../../../platform/files/csv-shape.ts'
import type { FieldError } from '../../../platform/http/answer/problems.ts'
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
export async function readPriceCsv(
  text: string,
  known: ReadonlyMap<string, PriceList>,
  shape: CsvShape = plainCsv,
): Promise<ReadPrices> {
  const mistakes: FieldError[] = []
  let more = 0
  const decimals = decimalCommas()
  const say = (row: number, mistake: Mistake) => {
    if (decimals.isOne(mistake)) decimals.note(row)
    else if (mistakes.length >= mistakesTold) more += 1
    else mistakes.push(told(row, mistake))
  }
  const building = new Map<string, Building>()
  for await (const found of csvRecords({ text, separator: shape.separator, isColumn, missing })) {
    const { row } = found
    if ('mistakes' in found) for (const mistake of found.mistakes) say(row, mistake)
    else addRow(building, { record: found.cells, row, decimal: shape.decimal, known, say })
  }
  const commas = decimals.mistake()
  if (commas) mistakes.unshift(commas)
  if (building.size === 0 && mistakes.length === 0)
    say(1, { column: '', code: 'no-rows', detail: 'The file has no rows.' })
  if (mistakes.length > 0) return { ok: false, mistakes, more }
  return {
    ok: true,
    lists: [...building.values()].flatMap(({ terms, entries }) => (terms ? [{ terms, entries }] : [])),
  }
}

function told(row: number, { column, code, detail }: Mistake): FieldError {
  return { pointer: `#/${row}/${column}`, detail, row, column, code }
}

/** One mistake of the file, not one of each row: whoever writes decimals with a comma does so in every row. */
function decimalCommas() {
  let first = 0
  let count = 0
  return {
    isOne: ({ code }: Mistake) => code === 'decimal-comma',
    note: (row: number) => {
      first = first || row
      count += 1
    },
    mistake: (): FieldError | null =>
      count === 0
        ? null
        : told(first, {
            column: 'unit_price',
            code: 'decimal-comma',
            detail: `The amount has a decimal comma${count === 1 ? '' : `, as in ${count} rows of the file`}. Write 1234.50 for 1234,50, or say how the file is written: decimal comma.`,
          }),
  }
}

function isColumn(name: string): boolean {
  return priceColumns.some((column) => column === name)
}

function missing(names: readonly string[]): readonly string[] {
  const needed: PriceColumn[] = ['list', 'part_number', 'unit_price', ...(namesTerms(names) ? neededTerms : [])]
  return needed.filter((column) => !names.includes(column))
}

/** A file without any column of terms is for entries of lists that exist. */
function namesTerms(names: readonly string[]): boolean {
  return names.some((name) => termColumns.some((column) => column === name))
}
const neededTerms = ['name', 'audience', 'currency'] as const

function addRow(
  building: Map<string, Building>,
  given: {
    readonly record: Readonly<Record<string, string>>
    readonly row: number
    readonly decimal: DecimalSign
    readonly known: ReadonlyMap<string, PriceList>
    readonly say: (row: number, mistake: Mistake) => void
  },
): void {
  const { row, known } = given
  const hasTerms = namesTerms(Object.keys(given.record))
  const say = (mistake: Mistake) => given.say(row, mistake)
  const cells: Cells = (column) => unguarded((given.record[column] ?? '').trim())
  const id = cells('list')
  if (id === '') {
    say({ column: 'list', code: 'value-missing', detail: 'Name the list.' })
    return
  }
  const first = building.get(id)
  const twin = first || known.has(id) ? undefined : twinOf(id, [...known.keys(), ...building.keys()])
  if (twin !== undefined)
    say({
      column: 'list',
      code: 'list-looks-alike',
      detail: `It reads like the list “${twin}” and is another: they differ in characters that are not seen, in blanks, or in how letters are put together. Copy the name of the list.`,
    })
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
  const entry = entryOf(cells, terms?.currency ?? null, given.decimal)
  if (Array.isArray(entry)) entry.forEach(say)
  else if (entry !== null) addEntry(list, entry, row, say)
}

/** Another id that a person reads as this one; a second list under it would be made unseen, with prices of its own. */
function twinOf(id: string, others: readonly string[]): string | undefined {
  const key = readAs(id)
  return others.find((other) => readAs(other) === key)
}

function readAs(id: string): string {
  return id
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
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
