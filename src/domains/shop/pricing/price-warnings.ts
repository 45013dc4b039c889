import { counted } from '../../../kernel/words.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { knownItems } from '../catalog/index.ts'
import type { ReadList } from './read-price-csv.ts'

/** What a file may say, and hardly anybody means; the code is public and stays. */
export interface PriceWarning {
  readonly code: 'item-unknown' | 'last-row-open'
  readonly detail: string
  /** The first of those that it is about. */
  readonly partNumbers: readonly string[]
}

const partNumbersTold = 100

/**
 * Part numbers that no item has: a price for one sells nothing, and is most often misspelt. It is no mistake, because an
 * item may come from the platform later than its price. And a last row without a line end, whose amount may be cut.
 */
export async function warningsOf(tx: Tx, lists: readonly ReadList[], text: string): Promise<readonly PriceWarning[]> {
  const partNumbers = [...new Set(lists.flatMap(({ entries }) => entries.map(({ partNumber }) => partNumber)))]
  const known = await knownItems(tx, partNumbers)
  const unknown = partNumbers.filter((partNumber) => !known.has(partNumber)).sort()
  const warnings: PriceWarning[] = []
  if (unknown.length > 0)
    warnings.push({
      code: 'item-unknown',
      detail: `${counted(unknown.length, 'part number')} of the file ${unknown.length === 1 ? 'belongs' : 'belong'} to no item, so ${unknown.length === 1 ? 'its price sells' : 'their prices sell'} nothing.`,
      partNumbers: unknown.slice(0, partNumbersTold),
    })
  if (!/[\r\n]$/.test(text))
    warnings.push({
      code: 'last-row-open',
      detail: 'The last row has no line end. If the file was cut off there, its last amount is not whole.',
      partNumbers: [],
    })
  return warnings
}
