import { type LocalDate, lastDay } from '../../../kernel/local-date.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import type { ChainedProduct, ChainTrace } from './chain-rights.ts'
import {
  type DeliveredRights,
  decideRights,
  effectiveRights,
  type FactLine,
  type ReadRights,
} from './effective-rights.ts'

/** One live right of an account on a given day: a line, own or inherited, or a product that a chain grants for one. */
export interface HeldRight {
  /** The line; for a granted product the one that brings it. */
  readonly activationId: string
  readonly entitlementId: string
  /** The account that owns the line; differs from the asking account when it is inherited. */
  readonly ownerAccountId: string
  readonly productName: string
  readonly productVersion: string
  /** Null as well for a granted product: nobody bought it. */
  readonly partNumber: string | null
  readonly quantity: number
  readonly startDate: LocalDate | null
  /** The last good day; null when permanent. */
  readonly expirationDate: LocalDate | null
  readonly orderId: string | null
  readonly orderLineNumber: string | null
  /** The last day of the latest maintenance that covers the line; null without maintenance, '9999-12-31' if permanent. */
  readonly maintenanceThrough: LocalDate | null
  /** Null for a line's own product. */
  readonly grantedBy: ChainTrace | null
}

/** A product that a chain offers to the holder of a line, at a price. */
export interface OfferedProduct extends ChainTrace {
  readonly activationId: string
  readonly productName: string
  readonly productVersion: string
}

export interface RightsAndOffers {
  /**
   * Lines first, then what chains grant, each by product and line. Of what chains grant, all that the platform was not
   * found to withhold: where it was not asked yet, or did not answer, that is not taken for a no.
   */
  readonly held: readonly HeldRight[]
  /** What chains grant and the platform was found not to deliver to the account: it is told, and opens nothing. */
  readonly undelivered: readonly HeldRight[]
  readonly offered: readonly OfferedProduct[]
}

/** What an account holds on a day; see `effectiveRights`. One statement. */
export async function heldRights(tx: Db | Tx, accountId: string, on: LocalDate): Promise<HeldRight[]> {
  return heldOf(await effectiveRights(tx, accountId, on))
}

/** What an account holds on a day, and what chains offer it. One statement. */
export async function rightsAndOffers(tx: Db | Tx, accountId: string, on: LocalDate): Promise<RightsAndOffers> {
  return toRightsAndOffers(await effectiveRights(tx, accountId, on))
}

/** Decides rights and offers from what an expression `rightsFacts` has read. */
export function rightsOfFacts(facts: ReadRights, on: LocalDate): RightsAndOffers {
  return toRightsAndOffers(decideRights(facts, on))
}

export function toRightsAndOffers(rights: DeliveredRights): RightsAndOffers {
  return {
    held: heldOf(rights),
    undelivered: rights.undelivered.map(rightOfGrant),
    offered: rights.offered.map(({ line, product, chainId, validator, since, sentence }) => ({
      activationId: line.activationId,
      productName: product.name,
      productVersion: product.version,
      chainId,
      validator,
      since,
      sentence,
    })),
  }
}

function heldOf({ held, granted }: DeliveredRights): HeldRight[] {
  return [...held.map(rightOfLine), ...granted.map(rightOfGrant)]
}

function rightOfGrant({ line, product, ...trace }: ChainedProduct<FactLine>): HeldRight {
  const { chainId, validator, since, sentence } = trace
  return {
    ...rightOfLine(line),
    productName: product.name,
    productVersion: product.version,
    partNumber: null,
    startDate: since,
    grantedBy: { chainId, validator, since, sentence },
  }
}

function rightOfLine(line: FactLine): HeldRight {
  // Name by name: what is left of a spread is an object that is slow to read, and a page reads each right many times.
  return {
    activationId: line.activationId,
    entitlementId: line.entitlementId,
    ownerAccountId: line.accountId,
    productName: line.productName,
    productVersion: line.productVersion,
    partNumber: line.partNumber,
    quantity: line.quantity,
    startDate: line.startDate,
    expirationDate: line.expirationDate,
    orderId: line.orderId,
    orderLineNumber: line.orderLineNumber,
    maintenanceThrough: maintenanceThrough(line.maintenance),
    grantedBy: null,
  }
}

function maintenanceThrough(spans: FactLine['maintenance']): LocalDate | null {
  if (spans.some(({ permanent }) => permanent)) return permanentMaintenance
  const ends = spans.flatMap(({ expirationDate }) => expirationDate ?? [])
  return ends.length === 0 ? null : ends.reduce((latest, end) => (end > latest ? end : latest))
}

const permanentMaintenance = lastDay
