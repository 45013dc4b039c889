import { z } from 'zod'
import type { Clock } from '../../../kernel/clock.ts'
import { dateOf } from '../../../kernel/local-date.ts'
import type { Db } from '../../../platform/db/db.ts'
import { type HeldRight, heldRights } from '../../entitlements/rights/index.ts'

export const ownedLineSchema = z
  .object({
    activationId: z.string(),
    productName: z.string(),
    productVersion: z.string(),
    partNumber: z.string().nullable(),
    quantity: z.number().int(),
    startDate: z.string().nullable(),
    expirationDate: z.string().nullable(),
    maintenanceThrough: z.string().nullable(),
    inheritedFrom: z.string().nullable(),
    orderId: z.string().nullable(),
    /** Why the account has it although nobody bought it: a product chain grants it. */
    grantedBy: z
      .object({ chainId: z.string(), validator: z.string(), since: z.string(), sentence: z.string() })
      .nullable(),
  })
  .meta({ id: 'OwnedLine' })
export type OwnedLine = z.infer<typeof ownedLineSchema>

/** Every live right that the account holds today, own or inherited. */
export async function ownedLines(deps: { db: Db; clock: Clock }, accountId: string): Promise<OwnedLine[]> {
  const rights = await heldRights(deps.db, accountId, dateOf(deps.clock.now()))
  return rights.map((right) => ownedLine(right, accountId))
}

/** A right as the account that holds it sees it. */
export function ownedLine(right: HeldRight, accountId: string): OwnedLine {
  const { ownerAccountId, entitlementId: _, orderLineNumber: __, ...line } = right
  return { ...line, inheritedFrom: ownerAccountId === accountId ? null : ownerAccountId }
}
