import type { ProductKey } from '../../../domains/entitlements/rights/port.ts'
import type { FileName, RowOf } from './rows.ts'

export function keyOf({ name, version }: ProductKey): string {
  return `${name}\u0000${version}`
}

/** What of a row has to be known without looking at it again. */
export interface FileFacts<Row> {
  readonly keyColumn: string
  readonly key: (row: Row) => string
  /** Keys of rows of another file, or of the same, that have to be there. */
  readonly references: readonly {
    readonly column: string
    readonly file: FileName
    readonly keys: (row: Row) => readonly string[]
  }[]
  /** Texts by which rows are looked for, beside the key. */
  readonly lookups: readonly (readonly [LookupName, (row: Row) => readonly string[]])[]
  /** True where the file may be as long as everything else together. */
  readonly manyRows?: boolean
  /** What divides the rows, where only some of them are asked for. */
  readonly group?: (row: Row) => string
}

export type LookupName = 'product' | 'order' | 'entitlement' | 'account' | 'covered' | 'package'

const some = (product: ProductKey | null) => (product === null ? [] : [keyOf(product)])
const known = (text: string | null) => (text === null ? [] : [text])

type AnyLine = Pick<RowOf<'entitlement_lines'>, 'product' | 'partNumber' | 'orderId' | 'entitlementId'>
const lineReferences = [
  { column: 'product', file: 'products' as const, keys: (row: AnyLine) => some(row.product) },
  { column: 'partNumber', file: 'part_numbers' as const, keys: (row: AnyLine) => known(row.partNumber) },
]
const lineLookups = [
  ['order', (row: AnyLine) => known(row.orderId)],
  ['entitlement', (row: AnyLine) => [row.entitlementId]],
] as const

/** In the order in which the files are read: a reference leads to a file before its own, or to its own. */
export const fileFacts: { readonly [Name in FileName]: FileFacts<RowOf<Name>> } = {
  products: { keyColumn: 'name', key: keyOf, references: [], lookups: [], group: ({ kind }) => kind },
  part_numbers: {
    keyColumn: 'partNumber',
    key: ({ partNumber }) => partNumber,
    references: [{ column: 'product', file: 'products', keys: ({ product }) => some(product) }],
    lookups: [['product', ({ product }) => some(product)]],
  },
  relations: {
    keyColumn: 'from',
    key: ({ from, relation, to }) => [keyOf(from), relation, keyOf(to)].join('\u0000'),
    references: [
      { column: 'from', file: 'products', keys: ({ from }) => [keyOf(from)] },
      { column: 'to', file: 'products', keys: ({ to }) => [keyOf(to)] },
    ],
    lookups: [['product', ({ from, to }) => [keyOf(from), keyOf(to)]]],
  },
  accounts: {
    keyColumn: 'accountId',
    key: ({ accountId }) => accountId,
    references: [{ column: 'parentAccountIds', file: 'accounts', keys: ({ parentAccountIds }) => parentAccountIds }],
    lookups: [],
    group: ({ parentAccountIds }) => (parentAccountIds.length === 0 ? 'root' : 'child'),
  },
  members: {
    keyColumn: 'userName',
    // Sign-in names are found whatever their case, so they must differ in more than case.
    key: ({ userName }) => userName.toLowerCase(),
    references: [
      { column: 'accounts', file: 'accounts', keys: ({ accounts }) => accounts.map(({ accountId }) => accountId) },
    ],
    lookups: [],
  },
  entitlement_lines: {
    keyColumn: 'activationId',
    key: ({ activationId }) => activationId,
    references: [
      ...lineReferences,
      { column: 'accountId', file: 'accounts', keys: ({ accountId }) => [accountId] },
      { column: 'partnerAccountIds', file: 'accounts', keys: ({ partnerAccountIds }) => partnerAccountIds },
    ],
    manyRows: true,
    lookups: [...lineLookups, ['account', ({ accountId }) => [accountId]]],
  },
  maintenance_lines: {
    keyColumn: 'activationId',
    key: ({ activationId }) => activationId,
    references: [
      ...lineReferences,
      {
        column: 'coveredActivationIds',
        file: 'entitlement_lines',
        keys: ({ coveredActivationIds }) => coveredActivationIds,
      },
    ],
    manyRows: true,
    lookups: [...lineLookups, ['covered', ({ coveredActivationIds }) => coveredActivationIds]],
  },
  download_packages: {
    keyColumn: 'packageId',
    key: ({ packageId }) => packageId,
    references: [
      { column: 'products', file: 'products', keys: ({ products }) => products.map(keyOf) },
      { column: 'onlyAccountIds', file: 'accounts', keys: ({ onlyAccountIds }) => onlyAccountIds },
    ],
    lookups: [['product', ({ products }) => products.map(keyOf)]],
  },
  download_files: {
    keyColumn: 'fileId',
    key: ({ packageId, fileId }) => `${packageId}\u0000${fileId}`,
    references: [{ column: 'packageId', file: 'download_packages', keys: ({ packageId }) => [packageId] }],
    lookups: [['package', ({ packageId }) => [packageId]]],
  },
}
