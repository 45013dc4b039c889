import { eq, sql } from 'drizzle-orm'
import type { Clock } from '../../../kernel/clock.ts'
import { DomainError } from '../../../kernel/domain-error.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { audit } from '../../../platform/http/operations/audit.ts'
import { rightGrants, rightsListings, rightsWithoutOrder } from './rights-tables.ts'

interface GrantDeps {
  readonly db: Db
  readonly clock: Clock
}

/**
 * Says that a right without an order was given away on purpose: from now on it stands in a list of its own. Said again, the
 * newer reason counts.
 * @throws {NotFound} when no such right is listed
 */
export async function markAsGrant(
  { db, clock }: GrantDeps,
  grant: { readonly activationId: string; readonly reason: string; readonly by: string },
): Promise<void> {
  const { activationId, reason, by } = grant
  const at = clock.now()
  await db.transaction(async (tx) => {
    await setGranted(tx, activationId, true)
    const mark = { reason, grantedBy: by, grantedAt: at }
    await tx
      .insert(rightGrants)
      .values({ activationId, ...mark })
      .onConflictDoUpdate({ target: rightGrants.activationId, set: mark })
    await audit(tx, { at, actor: by, action: 'right.grant', subject: activationId, detail: { reason } })
  })
}

/**
 * Takes the mark back: the right is one without an order again.
 * @throws {NotFound} when no such right is listed
 * @throws {NotGranted} when it is not marked
 */
export async function takeBackGrant(
  { db, clock }: GrantDeps,
  { activationId, by }: { readonly activationId: string; readonly by: string },
): Promise<void> {
  const at = clock.now()
  await db.transaction(async (tx) => {
    await setGranted(tx, activationId, false)
    const rows = await tx
      .delete(rightGrants)
      .where(eq(rightGrants.activationId, activationId))
      .returning({ reason: rightGrants.reason })
    if (rows.length === 0) throw new NotGranted(activationId)
    await audit(tx, { at, actor: by, action: 'right.grant.take-back', subject: activationId })
  })
}

async function setGranted(tx: Tx, activationId: string, granted: boolean): Promise<void> {
  // A process that makes a new list at this moment has read the grants already, so we wait for the new list.
  await tx.execute(sql`select from ${rightsListings} for update`)
  const rows = await tx
    .update(rightsWithoutOrder)
    .set({ granted })
    .where(eq(rightsWithoutOrder.activationId, activationId))
    .returning({ activationId: rightsWithoutOrder.activationId })
  if (rows.length === 0) throw new NotFound('right without an order')
}

export class NotGranted extends DomainError {
  constructor(activationId: string) {
    super('state-conflict', 'This right is not marked as a grant.', { activationId })
  }
}
