import type {
  EntitlementPlatform,
  Page,
  PageQuery,
  PlatformAccount,
  PlatformEntitlementLine,
  PlatformMaintenanceLine,
  PlatformMember,
  PlatformPartNumber,
  PlatformProduct,
} from '../../src/domains/entitlements/port.ts'
import { localDate } from '../../src/kernel/local-date.ts'

/** How the platform differs from what it was before. */
export interface Edition {
  readonly lines: number
  /** Goes into every line that was changed. */
  readonly revision: number
  /** One line in so many was changed since the watermark; 1: all of them. */
  readonly changedOneIn: number
}

const pageSize = 1000
const start = localDate('2026-01-01')
const end = localDate('2027-12-31')

/**
 * A platform of any size that answers at once, from a formula: a tenth as many products and accounts as lines. What it
 * costs to make a page is some 0.5 microseconds a row, so the time of a sync is the store's own.
 */
export function formulaPlatform(edition: Edition): EntitlementPlatform {
  const many = Math.max(1, Math.floor(edition.lines / 10))
  const few = Math.max(1, Math.floor(edition.lines / 100))
  const all = <Item>(count: number, make: (n: number) => Item) => {
    return async ({ page, modifiedAfter }: PageQuery): Promise<Page<Item>> =>
      modifiedAfter ? { items: [], hasMore: false } : pageOf(count, page, make)
  }
  const changedLines = Math.floor(edition.lines / edition.changedOneIn)
  const refused = () => Promise.reject(new Error('the formula has no such question'))
  return {
    products: async (query) => (query.kind === 'product' ? all(many, productOf)(query) : { items: [], hasMore: false }),
    partNumbers: all(many, partNumberOf),
    relationsOf: async ({ name, version }) => {
      const n = Number(name.slice(8))
      if (n % 10 !== 0) return []
      return [{ from: { name, version }, to: { name: `Product ${n + 1}`, version }, relation: 'UPGRADE_TO' }]
    },
    accounts: all(many, accountOf),
    parentsOf: async () => [],
    members: all(few, memberOf),
    member: async () => null,
    entitlementLines: async ({ page, modifiedAfter }) =>
      modifiedAfter
        ? pageOf(changedLines, page, (n) => lineOf(n * edition.changedOneIn, edition, many))
        : pageOf(edition.lines, page, (n) => lineOf(n, edition, many)),
    maintenanceLines: all(few, (n) => maintenanceOf(n)),
    linesOfOrder: refused,
    createEntitlement: refused,
    addLines: refused,
    emailEntitlement: refused,
    downloadPackages: refused,
    downloadFiles: refused,
    validateToken: refused,
    ping: async () => {},
  }
}

/** Rows that a full run reads of such a platform. */
export function rowsIn({ lines }: Edition): number {
  const many = Math.max(1, Math.floor(lines / 10))
  const few = Math.max(1, Math.floor(lines / 100))
  return lines + 4 * many + 3 * few
}

function pageOf<Item>(count: number, page: number, make: (n: number) => Item): Page<Item> {
  const first = (page - 1) * pageSize
  const items: Item[] = []
  for (let n = first; n < Math.min(count, first + pageSize); n += 1) items.push(make(n))
  return { items, hasMore: first + pageSize < count }
}

export function lineOf(n: number, edition: Edition, accounts: number): PlatformEntitlementLine {
  const changed = edition.revision > 0 && n % edition.changedOneIn === 0
  return {
    activationId: `ACT-${String(n).padStart(9, '0')}-${(n * 2_654_435_761) % 4_294_967_296}`,
    entitlementId: `ENT-${Math.floor(n / 3)}`,
    entitlementState: 'DEPLOYED',
    state: 'DEPLOYED',
    accountId: `ACCOUNT-${(n * 7_919) % accounts}`,
    product: { name: `Product ${n % accounts}`, version: '1.0' },
    partNumber: `PART-${n % accounts}`,
    quantity: 1 + (n % 50) + (changed ? edition.revision : 0),
    remainingQuantity: n % 50,
    startDate: start,
    expirationDate: n % 4 === 0 ? null : end,
    permanent: n % 4 === 0,
    orderId: n % 2 === 0 ? `SO-${n}` : null,
    orderLineNumber: n % 2 === 0 ? '1' : null,
    platformId: null,
    parentActivationId: null,
    originActivationId: null,
    supportAction: null,
    lastModifiedAt: null,
  }
}

function maintenanceOf(n: number): PlatformMaintenanceLine {
  return {
    activationId: `MNT-${n}`,
    entitlementId: `ENT-${n}`,
    state: 'DEPLOYED',
    product: { name: 'Maintenance', version: '1' },
    partNumber: `PART-M-${n}`,
    startDate: start,
    expirationDate: end,
    permanent: false,
    orderId: null,
    orderLineNumber: null,
    coveredActivationIds: [`ACT-${String(n).padStart(9, '0')}-${(n * 2_654_435_761) % 4_294_967_296}`],
    lastModifiedAt: null,
  }
}

function productOf(n: number): PlatformProduct {
  return {
    kind: 'product',
    name: `Product ${n}`,
    version: '1.0',
    platformId: `PROD-${n}`,
    description: `What product ${n} is good for, in a sentence or two.`,
    state: 'DEPLOYED',
    productLine: `Line ${n % 40}`,
    partNumbers: [`PART-${n}`],
    attributes: { storeCategory: 'base' },
    lastModifiedAt: null,
  }
}

function partNumberOf(n: number): PlatformPartNumber {
  return {
    partNumber: `PART-${n}`,
    description: `Product ${n}, one seat`,
    product: { name: `Product ${n}`, version: '1.0' },
  }
}

function accountOf(n: number): PlatformAccount {
  return {
    accountId: `ACCOUNT-${n}`,
    platformId: null,
    name: `Account ${n}`,
    type: 'CUSTOMER',
    address: { line1: `${n} Main Street`, line2: '', city: 'Dublin', region: '', postalCode: 'D02', country: 'IE' },
    attributes: {},
    lastModifiedAt: null,
  }
}

function memberOf(n: number): PlatformMember {
  return {
    platformId: `USER-${n}`,
    userName: `member${n}@example.com`,
    ...{
      firstName: 'Mem',
      lastName: `Ber ${n}`,
      email: `member${n}@example.com`,
      phone: '',
      active: true,
      locale: 'en',
    },
    accounts: [{ accountId: `ACCOUNT-${n}`, roles: ['Buyer'] }],
    lastModifiedAt: null,
  }
}
