import type { FileName } from './rows.ts'

/** How the text of a cell becomes a value. A text that fits none stays one, and the layout of the row refuses it. */
type CellKind = 'text' | 'count' | 'flag' | 'list' | 'products' | 'memberships'

type Layout = Readonly<Record<string, CellKind>>

const texts = (...columns: readonly string[]): Layout => Object.fromEntries(columns.map((name) => [name, 'text']))
const product = texts('product.name', 'product.version')
const address = texts(
  'address.line1',
  'address.line2',
  'address.city',
  'address.region',
  'address.postalCode',
  'address.country',
)
const anyLine: Layout = {
  ...texts('activationId', 'entitlementId', 'state', 'partNumber', 'startDate', 'expirationDate'),
  ...product,
  ...texts('orderId', 'orderLineNumber', 'lastModifiedAt'),
}

/** The columns of a CSV file: what is nested stands under its path with dots. */
const layouts: Readonly<Record<FileName, Layout>> = {
  products: texts('name', 'version', 'kind', 'state', 'description', 'productLine', 'lastModifiedAt'),
  part_numbers: { ...texts('partNumber', 'description'), ...product },
  relations: texts('from.name', 'from.version', 'relation', 'to.name', 'to.version'),
  accounts: {
    ...texts('accountId', 'platformId', 'name', 'type', 'lastModifiedAt'),
    ...address,
    parentAccountIds: 'list',
  },
  members: {
    ...texts('userName', 'email', 'firstName', 'lastName', 'phone', 'locale', 'timeZone', 'lastModifiedAt'),
    active: 'flag',
    accounts: 'memberships',
  },
  entitlement_lines: {
    ...anyLine,
    quantity: 'count',
    remainingQuantity: 'count',
    ...texts('platformId', 'entitlementState', 'accountId', 'parentActivationId', 'originActivationId'),
    ...texts('supportAction'),
    partnerAccountIds: 'list',
  },
  maintenance_lines: { ...anyLine, coveredActivationIds: 'list' },
  download_packages: {
    ...texts('packageId', 'version', 'description', 'effectiveDate'),
    current: 'flag',
    products: 'products',
    onlyAccountIds: 'list',
  },
  download_files: {
    ...texts('fileId', 'packageId', 'name', 'description', 'md5', 'sha256', 'url'),
    sizeBytes: 'count',
  },
}

const withAttributes: ReadonlySet<FileName> = new Set(['products', 'accounts'])

/** A column named `attributes.<name>` is one attribute, whatever its name. */
function kindOf(file: FileName, column: string): CellKind | null {
  if (withAttributes.has(file) && /^attributes\../.test(column)) return 'text'
  return Object.hasOwn(layouts[file], column) ? (layouts[file][column] ?? null) : null
}

export function isColumn(file: FileName, column: string): boolean {
  return kindOf(file, column) !== null
}

/** The row that the cells say. An empty cell is a column that was left out, or an empty list. */
export function rowOfCells(file: FileName, header: readonly string[], cells: readonly string[]): object {
  const row = new Map<string, unknown>()
  const nested = new Map<string, Map<string, unknown>>()
  for (const [index, column] of header.entries()) {
    const value = cellValueOf(kindOf(file, column) ?? 'text', cells[index] ?? '')
    if (value === undefined) continue
    const dot = column.indexOf('.')
    if (dot === -1) row.set(column, value)
    else
      nested.set(
        column.slice(0, dot),
        (nested.get(column.slice(0, dot)) ?? new Map()).set(column.slice(dot + 1), value),
      )
  }
  // A version may be empty: a product without one has it all the same.
  for (const [name, parts] of nested)
    row.set(name, Object.fromEntries(parts.has('name') ? [['version', ''], ...parts] : parts))
  if (file === 'products' && !row.has('version') && header.includes('version')) row.set('version', '')
  return Object.fromEntries(row)
}

function cellValueOf(kind: CellKind, cell: string): unknown {
  switch (kind) {
    case 'text':
      return cell === '' ? undefined : cell
    case 'count':
      return cell === '' ? undefined : /^\d+$/.test(cell) ? Number(cell) : cell
    case 'flag':
      return cell === '' ? undefined : cell === 'true' || (cell === 'false' ? false : cell)
    case 'list':
      return partsOf(cell, ';')
    case 'products':
      return partsOf(cell, ';').map(productOf)
    case 'memberships':
      return partsOf(cell, ';').map(membershipOf)
  }
}

/** `Paint Pro@2.1`; what follows the last `@` is the version. */
function productOf(text: string): object {
  const at = text.lastIndexOf('@')
  return at === -1 ? { name: text, version: '' } : { name: text.slice(0, at), version: text.slice(at + 1) }
}

/** `ACME=Buyer,Approver`. */
function membershipOf(text: string): object {
  const [accountId = '', roles = ''] = text.split('=', 2)
  return { accountId: accountId.trim(), roles: partsOf(roles, ',') }
}

function partsOf(cell: string, separator: string): string[] {
  return cell
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
