import type { ProductKey } from '../../../domains/entitlements/port.ts'
import type { FeedMistake } from './mistakes.ts'
import type { Row } from './read-rows.ts'
import type { FileName, RowOf } from './rows.ts'

export type FileNames = { readonly [Name in FileName]: string }

export type FeedRows = { readonly [Name in FileName]: readonly Row<RowOf<Name>>[] }

export function keyOf({ name, version }: ProductKey): string {
  return `${name}\u0000${version}`
}

/** Rows that share a key, and rows that name something which no row of the feed is, by the files that they are in. */
export function checkFeed(rows: FeedRows, names: FileNames): readonly FeedMistake[] {
  const mistakes: FeedMistake[] = []
  const keys = <Name extends FileName>(
    file: Name,
    column: string,
    read: (row: RowOf<Name>) => string,
  ): ReadonlySet<string> => {
    const first = new Map<string, number>()
    for (const { row, value } of rows[file]) {
      const key = read(value)
      const earlier = first.get(key)
      if (earlier === undefined) first.set(key, row)
      else mistakes.push(mistake(names[file], row, column, 'duplicate-key', `The same as in row ${earlier}`))
    }
    return new Set(first.keys())
  }
  const references = <Name extends FileName>(
    file: Name,
    column: string,
    known: ReadonlySet<string>,
    read: (row: RowOf<Name>) => readonly string[],
  ) => {
    for (const { row, value } of rows[file])
      if (read(value).some((key) => !known.has(key)))
        mistakes.push(mistake(names[file], row, column, 'unknown-reference', 'No row of the feed is what it names'))
  }

  const products = keys('products', 'name', keyOf)
  const partNumbers = keys('part_numbers', 'partNumber', ({ partNumber }) => partNumber)
  keys('relations', 'from', ({ from, relation, to }) => [keyOf(from), relation, keyOf(to)].join('\u0000'))
  const accounts = keys('accounts', 'accountId', ({ accountId }) => accountId)
  // Sign-in names are found whatever their case, so they must differ in more than case.
  keys('members', 'userName', ({ userName }) => userName.toLowerCase())
  const lines = keys('entitlement_lines', 'activationId', ({ activationId }) => activationId)
  keys('maintenance_lines', 'activationId', ({ activationId }) => activationId)
  const packages = keys('download_packages', 'packageId', ({ packageId }) => packageId)
  keys('download_files', 'fileId', ({ packageId, fileId }) => `${packageId}\u0000${fileId}`)

  references('part_numbers', 'product', products, ({ product }) => some(product))
  references('relations', 'from', products, ({ from }) => [keyOf(from)])
  references('relations', 'to', products, ({ to }) => [keyOf(to)])
  references('accounts', 'parentAccountIds', accounts, ({ parentAccountIds }) => parentAccountIds)
  references('members', 'accounts', accounts, (member) => member.accounts.map(({ accountId }) => accountId))
  for (const file of ['entitlement_lines', 'maintenance_lines'] as const) {
    references(file, 'product', products, ({ product }) => some(product))
    references(file, 'partNumber', partNumbers, ({ partNumber }) => (partNumber === null ? [] : [partNumber]))
  }
  references('entitlement_lines', 'accountId', accounts, ({ accountId }) => [accountId])
  references('maintenance_lines', 'coveredActivationIds', lines, ({ coveredActivationIds }) => coveredActivationIds)
  references('download_packages', 'products', products, (row) => row.products.map(keyOf))
  references('download_packages', 'onlyAccountIds', accounts, ({ onlyAccountIds }) => onlyAccountIds)
  references('download_files', 'packageId', packages, ({ packageId }) => [packageId])
  return mistakes
}

function some(product: ProductKey | null): readonly string[] {
  return product === null ? [] : [keyOf(product)]
}

function mistake(file: string, row: number, column: string, code: FeedMistake['code'], reason: string): FeedMistake {
  return { file, row, column, code, reason }
}
