import { stringify } from 'csv-stringify/sync'
import { majorOf } from './amount.ts'
import type { PriceList, QuantityStep } from './price-terms.ts'

/** What a list is, repeated on each of its rows. */
export const termColumns = [
  ...(['name', 'audience', 'audience_value', 'currency', 'priority'] as const),
  ...(['valid_from', 'valid_through', 'falls_back'] as const),
] as const
export const entryColumns = ['part_number', 'min_quantity', 'increment', 'unit_price'] as const
/** In the order in which they are written. Amounts are in major units, with the currency's decimals. */
export const priceColumns = ['list', ...termColumns, ...entryColumns] as const
export type PriceColumn = (typeof priceColumns)[number]

export interface ListedEntry extends QuantityStep {
  readonly partNumber: string
}

/** The first line of a file of price lists. */
export function priceCsvHeader(): string {
  return stringify([[...priceColumns]])
}

/** Rows of one list, without the header; a list that has no entries is one row without a part number. */
export function priceCsvRows(list: PriceList, entries: readonly ListedEntry[]): string {
  const terms = [
    list.id,
    list.name,
    list.audience,
    list.audienceValue,
    list.currency,
    String(list.priority),
    list.validFrom ?? '',
    list.validThrough ?? '',
    list.fallsBack ? 'yes' : 'no',
  ]
  const rows = entries.map(({ partNumber, minQuantity, increment, unitMinor }) => [
    ...terms,
    partNumber,
    String(minQuantity),
    String(increment),
    majorOf(unitMinor, list.currency),
  ])
  return stringify((rows.length > 0 ? rows : [[...terms, '', '', '', '']]).map((row) => row.map(guarded)))
}

// A spreadsheet would work out a cell that begins like this; behind an apostrophe it is text. Numbers are left alone.
const looksLikeFormula = /^['=+\-@\t\r]/
const isNumber = /^-\d+$/

function guarded(cell: string): string {
  return looksLikeFormula.test(cell) && !isNumber.test(cell) ? `'${cell}` : cell
}

/** The text of a cell that was guarded when it was written. */
export function unguarded(cell: string): string {
  return cell.startsWith("'") && looksLikeFormula.test(cell.slice(1)) ? cell.slice(1) : cell
}
