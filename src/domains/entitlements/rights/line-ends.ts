import { and, eq, inArray } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import type { HeldRight } from './held-rights.ts'
import { entitlementLines } from './tables.ts'

/** Where a line is on the platform, and its last good day; null when permanent. */
export type LineEnd = Pick<HeldRight, 'activationId' | 'entitlementId' | 'expirationDate'>

/** The account's lines of these ids as last read from the platform, live or not. */
export async function lineEnds(tx: Db | Tx, accountId: string, activationIds: readonly string[]): Promise<LineEnd[]> {
  if (activationIds.length === 0) return []
  const { activationId, entitlementId, expirationDate } = entitlementLines
  return tx
    .select({ activationId, entitlementId, expirationDate })
    .from(entitlementLines)
    .where(and(eq(entitlementLines.accountId, accountId), inArray(activationId, [...activationIds])))
}
