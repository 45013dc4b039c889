import type { HeldRight } from '../../src/domains/entitlements/rights/index.ts'
import type { Item, Viewer } from '../../src/domains/shop/catalog/index.ts'
import { localDate } from '../../src/kernel/local-date.ts'

/** A licence without an end that anybody may buy. */
export function anItem(some: Partial<Item> = {}): Item {
  return {
    partNumber: 'PAINT-2',
    origin: 'platform',
    title: 'Paint 2',
    description: '',
    category: 'base',
    obligation: 'licence',
    productName: 'Paint',
    productVersion: '2',
    productLine: null,
    soldTo: ['customer', 'reseller', 'distributor', 'internal'],
    requiresAnyOf: [],
    requirementFrom: null,
    requiresAllOf: [],
    requiresNoneOf: [],
    partnerTiers: [],
    onlyAccounts: [],
    notAccounts: [],
    visibleFrom: null,
    visibleThrough: null,
    maxPerAccount: null,
    perAccountDays: null,
    termMonths: null,
    addsToLine: false,
    maxQuantity: 999,
    partnerProductId: null,
    withdrawnAt: null,
    unsellableReason: null,
    ...some,
  }
}

/** A line of ACME for Paint 2 without an end and without maintenance. */
export function aRight(some: Partial<HeldRight> = {}): HeldRight {
  return {
    activationId: 'act-1',
    entitlementId: 'ent-1',
    ownerAccountId: 'ACME',
    productName: 'Paint',
    productVersion: '2',
    partNumber: 'PAINT-2',
    quantity: 1,
    startDate: null,
    expirationDate: null,
    orderId: null,
    orderLineNumber: null,
    maintenanceThrough: null,
    grantedBy: null,
    ...some,
  }
}

/** By what a chain grants a product to the holder of a line. */
export const aGrant: NonNullable<HeldRight['grantedBy']> = {
  chainId: 'chain-1',
  validator: 'maintenance',
  since: localDate('2026-01-01'),
  sentence: 'Granted while the maintenance lasts.',
}

/** ACME, a customer that buys for itself, on 15 June 2026. */
export function aViewer(some: Partial<Viewer> = {}): Viewer {
  return {
    accountId: 'ACME',
    accountType: 'customer',
    partnerTier: null,
    currency: 'EUR',
    held: [],
    undelivered: [],
    offered: [],
    rightsOf: 'ACME',
    on: localDate('2026-06-15'),
    ...some,
  }
}
