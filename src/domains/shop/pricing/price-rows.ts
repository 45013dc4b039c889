import { isLocalDate, type LocalDate, localDate } from '../../../kernel/local-date.ts'
import { isCurrency, mostMinor } from '../../../kernel/money.ts'
import type { DecimalSign } from '../../../platform/files/csv-shape.ts'
import { minorOf } from './amount.ts'
import type { ListedEntry, PriceColumn } from './price-csv.ts'
import type { PriceList } from './price-terms.ts'
import { audienceSchema } from './schemas.ts'

/** A mistake in one cell; the code is public and stays. */
export interface Mistake {
  readonly column: string
  readonly code: string
  readonly detail: string
}

export type Cells = (column: PriceColumn) => string

/** The terms that a row gives its list, or all that is wrong with them. */
export function termsOf(id: string, cells: Cells): PriceList | Mistake[] {
  const mistakes: Mistake[] = []
  const say = (column: PriceColumn, code: string, detail: string) => void mistakes.push({ column, code, detail })
  checkText(say, 'list', id, 100)
  const name = cells('name')
  checkText(say, 'name', name, 200)
  const audience = audienceSchema.safeParse(cells('audience')).data
  if (!audience) say('audience', 'not-an-audience', `Give one of ${audienceSchema.options.join(', ')}.`)
  const audienceValue = cells('audience_value')
  if (audience === 'everybody' && audienceValue !== '')
    say('audience_value', 'value-not-empty', 'Leave it empty for everybody.')
  if (audience !== undefined && audience !== 'everybody') checkText(say, 'audience_value', audienceValue, 200)
  const currency = cells('currency')
  if (!isCurrency(currency)) say('currency', 'not-a-currency', 'Give a currency of ISO 4217, such as EUR.')
  const priority = cells('priority') === '' ? 0 : wholeOf(cells('priority'), /^-?\d{1,7}$/)
  if (priority === null || Math.abs(priority) > 1_000_000)
    say('priority', 'not-a-whole-number', 'Give a whole number between -1000000 and 1000000.')
  const dates = (['valid_from', 'valid_through'] as const).map((column): LocalDate | null => {
    const text = cells(column)
    if (text === '') return null
    if (isLocalDate(text)) return localDate(text)
    say(column, 'not-a-date', 'Give a date of the form YYYY-MM-DD, or nothing.')
    return null
  })
  const [validFrom = null, validThrough = null] = dates
  if (validFrom !== null && validThrough !== null && validThrough < validFrom)
    say('valid_through', 'ends-before-start', 'The last day is before the first.')
  const fallsBack = cells('falls_back') === '' ? 'yes' : cells('falls_back')
  if (fallsBack !== 'yes' && fallsBack !== 'no') say('falls_back', 'not-yes-or-no', 'Give yes or no.')
  if (mistakes.length > 0 || !audience || priority === null) return mistakes
  return {
    id,
    name,
    audience,
    audienceValue,
    currency,
    priority,
    validFrom,
    validThrough,
    fallsBack: fallsBack === 'yes',
  }
}

/**
 * The entry of a row, or all that is wrong with it; null for a row that has none, which is how a list without entries is
 * written. Without a currency, because the list's terms are wrong, the amount is not looked at.
 */
export function entryOf(cells: Cells, currency: string | null, decimal: DecimalSign): ListedEntry | null | Mistake[] {
  const partNumber = cells('part_number')
  const columns = ['min_quantity', 'increment', 'unit_price'] as const
  if (partNumber === '' && columns.every((column) => cells(column) === '')) return null
  const mistakes: Mistake[] = []
  const say = (column: PriceColumn, code: string, detail: string) => void mistakes.push({ column, code, detail })
  checkText(say, 'part_number', partNumber, 100)
  const quantity = (column: 'min_quantity' | 'increment') => {
    const found = cells(column) === '' ? 1 : wholeOf(cells(column), /^\d{1,7}$/)
    if (found !== null && found >= 1 && found <= 1_000_000) return found
    say(column, 'not-a-quantity', 'Give a whole number from 1 to 1000000; 1 when it is left empty.')
    return 1
  }
  const minQuantity = quantity('min_quantity')
  const increment = quantity('increment')
  const unitMinor = currency === null ? 0 : amountOf(cells('unit_price'), currency, decimal)
  if (cells('unit_price') === '') say('unit_price', 'value-missing', 'Give the price of one; 0 is free.')
  else if (unitMinor === 'decimal-comma') say('unit_price', unitMinor, 'The amount has a decimal comma.')
  else if (unitMinor === 'not-an-amount')
    say(
      'unit_price',
      unitMinor,
      `Give an amount such as 1234${decimal}50: digits, and a ${decimal === '.' ? 'point' : 'comma'} before decimals.`,
    )
  else if (unitMinor === 'too-many-decimals')
    say('unit_price', unitMinor, `${currency} does not have so many decimals.`)
  else if (unitMinor * minQuantity > mostMinor)
    say('unit_price', 'amount-too-large', 'The least that is sold comes to more than one order can hold.')
  if (mistakes.length > 0 || typeof unitMinor === 'string') return mistakes
  return { partNumber, minQuantity, increment, unitMinor }
}

function amountOf(text: string, currency: string, decimal: DecimalSign) {
  if (decimal === '.') return /^\d{1,3}(\.?\d{3})*,\d*$/.test(text) ? 'decimal-comma' : minorOf(text, currency)
  // A point may then stand between thousands or before decimals, and a wrong guess is a thousand times the price.
  return text.includes('.') ? 'not-an-amount' : minorOf(text.replace(',', '.'), currency)
}

function checkText(
  say: (column: PriceColumn, code: string, detail: string) => void,
  column: PriceColumn,
  text: string,
  most: number,
): void {
  if (text === '') say(column, 'value-missing', 'It may not be empty.')
  else if (text.length > most) say(column, 'value-too-long', `Give at most ${most} characters.`)
  else if (/[\r\n]/.test(text)) say(column, 'control-characters', 'Leave out the line break within the cell.')
  else if (!/^\P{Cc}+$/u.test(text)) say(column, 'control-characters', 'Leave out control characters.')
}

function wholeOf(text: string, form: RegExp): number | null {
  return form.test(text) ? Number(text) : null
}
