import { z } from 'zod'
import type { PlatformEntitlementLine, PlatformMaintenanceLine } from '../../../../domains/entitlements/rights/port.ts'
import {
  day,
  flag,
  identifier,
  identifierAndOwnId,
  instant,
  keyIn,
  list,
  listIn,
  platformState,
  productKey,
  requiredIdentifier,
  rows,
  textOrNull,
  wholeNumber,
} from './answers.ts'
import { endCustomerTier } from './tiers.ts'

const lineSchema = z.object({
  activationId: identifierAndOwnId,
  entitlementId: requiredIdentifier,
  entitlementState: platformState,
  state: platformState,
  soldTo: identifier,
  channelPartners: listIn(
    'channelPartner',
    z.object({ tierName: z.string(), accountUnit: identifier, organizationUnit: identifier }),
  ),
  product: productKey,
  entitledProducts: listIn('entitledProduct', z.object({ product: productKey })),
  partNumber: identifier,
  numberOfCopies: wholeNumber,
  numberOfRemainingCopies: wholeNumber.optional(),
  startDate: day,
  expirationDate: day,
  isPermanent: flag,
  orderId: textOrNull,
  orderLineNumber: textOrNull,
  parentLineItem: identifier,
  lineItemSupportAction: textOrNull,
  transferredFromLineItem: identifier,
  splitFromLineItem: identifier,
  lastModifiedDateTime: instant,
})

export const linesSchema = z.object({ entitlementLineItem: rows(lineSchema, keyIn('activationId')) })

/** Null for a line that no account owns: the platform has entitlements that nobody was named for. */
export function lineOf(found: z.infer<typeof lineSchema>): PlatformEntitlementLine | null {
  const endCustomer = found.channelPartners.find(({ tierName }) => tierName === endCustomerTier)
  const accountId = found.soldTo ?? endCustomer?.accountUnit ?? endCustomer?.organizationUnit
  if (!accountId) return null
  return {
    activationId: found.activationId.id,
    platformId: found.activationId.ownId,
    entitlementId: found.entitlementId,
    entitlementState: found.entitlementState,
    state: found.state,
    accountId,
    // `product` is the older form; newer lines have a list, of which ours hold one.
    product: found.product ?? found.entitledProducts[0]?.product ?? null,
    partNumber: found.partNumber,
    quantity: found.numberOfCopies,
    remainingQuantity: found.numberOfRemainingCopies ?? found.numberOfCopies,
    startDate: found.startDate,
    expirationDate: found.isPermanent ? null : found.expirationDate,
    permanent: found.isPermanent,
    orderId: found.orderId,
    orderLineNumber: found.orderLineNumber,
    parentActivationId: found.parentLineItem,
    originActivationId: found.splitFromLineItem ?? found.transferredFromLineItem,
    partnerAccountIds: partnersOf(found.channelPartners, accountId),
    supportAction: found.lineItemSupportAction,
    lastModifiedAt: found.lastModifiedDateTime,
  }
}

// Every tier but the end customer's: tenants have tiers of their own. Most lines have none, and share one empty list.
function partnersOf(named: z.infer<typeof lineSchema>['channelPartners'], ownerAccountId: string): readonly string[] {
  const found = new Set<string>()
  for (const { tierName, accountUnit, organizationUnit } of named) {
    const accountId = accountUnit ?? organizationUnit
    if (accountId !== null && tierName !== endCustomerTier && accountId !== ownerAccountId) found.add(accountId)
  }
  return found.size === 0 ? noPartners : [...found].sort()
}

const noPartners: readonly string[] = []

const maintenanceLineSchema = z
  .object({
    activationId: requiredIdentifier,
    entitlementId: requiredIdentifier,
    state: platformState,
    maintenanceProduct: productKey,
    partNumber: identifier,
    maintenancePartNumber: identifier,
    startDate: day,
    expirationDate: day,
    isPermanent: flag,
    orderId: textOrNull,
    orderLineNumber: textOrNull,
    linkedLineItemActivationId: list(identifier),
    lastModifiedDateTime: instant,
  })
  .transform(
    (found): PlatformMaintenanceLine => ({
      activationId: found.activationId,
      entitlementId: found.entitlementId,
      state: found.state,
      product: found.maintenanceProduct,
      partNumber: found.partNumber ?? found.maintenancePartNumber,
      startDate: found.startDate,
      expirationDate: found.isPermanent ? null : found.expirationDate,
      permanent: found.isPermanent,
      orderId: found.orderId,
      orderLineNumber: found.orderLineNumber,
      coveredActivationIds: found.linkedLineItemActivationId.filter((id) => id !== null),
      lastModifiedAt: found.lastModifiedDateTime,
    }),
  )

export const maintenanceLinesSchema = z.object({
  entitlementMaintenanceLineItem: rows(maintenanceLineSchema, keyIn('activationId')),
})
