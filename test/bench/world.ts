import type { PlatformEntitlementLine } from '../../src/domains/entitlements/rights/port.ts'
import { localDate } from '../../src/kernel/local-date.ts'

/** What the platform has, and how it differs from what it had before. */
export interface Edition {
  readonly lines: number
  /** Goes into every line that was changed. */
  readonly revision: number
  /** One line in so many was changed since the watermark; 1: all of them. */
  readonly changedOneIn: number
}

const start = localDate('2026-01-01')
const end = localDate('2027-12-31')

/** A tenth as many products, part numbers and accounts as lines, a hundredth as many members and maintenance lines. */
export function countsOf({ lines, changedOneIn }: Edition, since: boolean) {
  const many = since ? 0 : Math.max(1, Math.floor(lines / 10))
  const few = since ? 0 : Math.max(1, Math.floor(lines / 100))
  return {
    products: many,
    partNumbers: many,
    accounts: many,
    members: few,
    maintenance: few,
    relations: 1,
    lines: since ? Math.floor(lines / changedOneIn) : lines,
  }
}

/** Rows that a full run reads of such a platform: members come with a membership, one product in ten has a relation. */
export function rowsIn(edition: Edition): number {
  const { products, partNumbers, accounts, members, maintenance, lines } = countsOf(edition, false)
  return lines + products + partNumbers + 2 * accounts + 2 * members + maintenance + Math.ceil(products / 10)
}

export function lineOf(n: number, edition: Edition, accounts: number): PlatformEntitlementLine {
  const changed = edition.revision > 0 && n % edition.changedOneIn === 0
  return {
    activationId: activationIdOf(n),
    entitlementId: `ENT-${Math.floor(n / 3)}`,
    entitlementState: 'DEPLOYED',
    state: 'DEPLOYED',
    accountId: `ACCOUNT-${(n * 7_919) % accounts}`,
    product: { name: `Product ${n % accounts}`, version: '1.0' },
    partNumber: `PART-${n % accounts}`,
    quantity: 1 + (n % 50) + (changed ? edition.revision : 0),
    remainingQuantity: 1 + (n % 50),
    startDate: start,
    expirationDate: n % 4 === 0 ? null : end,
    permanent: n % 4 === 0,
    orderId: n % 2 === 0 ? `SO-${n}` : null,
    orderLineNumber: n % 2 === 0 ? '1' : null,
    platformId: `LINE-${activationIdOf(n)}`,
    parentActivationId: null,
    originActivationId: null,
    partnerAccountIds: [],
    supportAction: null,
    lastModifiedAt: null,
  }
}

function activationIdOf(n: number): string {
  return `ACT-${String(n).padStart(9, '0')}-${(n * 2_654_435_761) % 4_294_967_296}`
}

type Kind = keyof ReturnType<typeof countsOf>

/** What stands at the marks of `templateRows` in the n-th row of a kind. */
export function rowOf(edition: Edition, kind: Kind, at: number, since: boolean): Record<string, string> {
  const accounts = countsOf(edition, false).accounts
  if (kind === 'lines') {
    const line = lineOf(since ? at * edition.changedOneIn : at, edition, accounts)
    return {
      unique: line.platformId ?? '',
      activation: line.activationId,
      entitlement: line.entitlementId,
      account: line.accountId,
      product: line.product?.name ?? '',
      version: '1.0',
      part: line.partNumber ?? '',
      quantity: String(line.quantity),
      order: line.orderId ?? '',
    }
  }
  return {
    unique: `${kind}-${at}`,
    product: `Product ${at}`,
    other: `Product ${at + 1}`,
    version: '1.0',
    part: `PART-${at}`,
    line: `Line ${at % 40}`,
    account: `ACCOUNT-${at}`,
    user: `member${at}@example.com`,
    activation: `MNT-${at}`,
    covered: activationIdOf(at),
    entitlement: `ENT-${at}`,
    order: '',
  }
}

const stamps = { uniqueId: '@@unique@@' }
const product = { name: '@@product@@', version: '@@version@@' }

/** Stands for a quantity, which has to be a number. */
export const quantityMark = 987_654_321

/** Rows to plant at the portal of the box, with a mark in the place of each text that differs from row to row. */
export const templateRows = [
  {
    kind: 'product',
    row: {
      ...stamps,
      ...product,
      description: 'What @@product@@ is good for, in a sentence or two.',
      productLine: '@@line@@',
      attributes: { storeCategory: 'base' },
      parts: [{ partId: '@@part@@', description: '@@product@@, one seat', licenseModel: 'Named' }],
      relations: [{ relation: 'UPGRADE_TO', to: { name: '@@other@@', version: '@@version@@' } }],
    },
  },
  {
    kind: 'account',
    row: {
      ...stamps,
      id: '@@account@@',
      name: 'Account @@account@@',
      type: 'CUSTOMER',
      address: { line1: '1 Main Street', line2: '', city: 'Dublin', region: '', postalCode: 'D02', country: 'IE' },
    },
  },
  {
    kind: 'member',
    row: {
      ...stamps,
      userName: '@@user@@',
      firstName: 'Mem',
      lastName: 'Ber @@user@@',
      accounts: [{ accountId: '@@account@@', roles: ['Buyer'] }],
    },
  },
  { kind: 'entitlement', row: { ...stamps, id: '@@entitlement@@', soldTo: '@@account@@' } },
  {
    kind: 'entitlementLine',
    row: {
      ...stamps,
      activationId: '@@activation@@',
      entitlementId: '@@entitlement@@',
      product,
      partNumber: '@@part@@',
      orderId: '@@order@@',
      orderLineNumber: '1',
      startDate: start,
      expirationDate: end,
      quantity: quantityMark,
      fulfilled: 0,
    },
  },
  {
    kind: 'maintenanceLine',
    row: {
      ...stamps,
      activationId: '@@activation@@',
      entitlementId: '@@entitlement@@',
      product,
      partNumber: '@@part@@',
      orderId: '@@order@@',
      startDate: start,
      expirationDate: end,
      covers: ['@@covered@@'],
    },
  },
] as const
