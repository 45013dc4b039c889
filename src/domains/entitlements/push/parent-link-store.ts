import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { entitlementLines } from '../rights/index.ts'
import { type ParentLinkState, parentLinks } from './parent-link-tables.ts'
import { pushes, pushLines } from './tables.ts'

export type ParentLink = typeof parentLinks.$inferSelect

export async function addLinks(
  tx: Tx,
  links: readonly { readonly activationId: string; readonly orderId: string; readonly at: Date }[],
): Promise<void> {
  if (links.length === 0) return
  const rows = links.map(({ activationId, orderId, at }) => ({ activationId, orderId, updatedAt: at }))
  await tx
    .insert(parentLinks)
    .values(rows.map((row) => ({ ...row, state: 'waiting' as const, attempts: 0 })))
    .onConflictDoNothing()
}

/** The link with what it takes to set it; null when there is none. */
export async function findLink(tx: Db | Tx, activationId: string) {
  const [found] = await tx
    .select({ link: parentLinks, line: pushLines, push: pushes })
    .from(parentLinks)
    .innerJoin(pushLines, eq(pushLines.activationId, parentLinks.activationId))
    .innerJoin(pushes, eq(pushes.orderId, parentLinks.orderId))
    .where(eq(parentLinks.activationId, activationId))
  return found ?? null
}

/** False when it was moved by somebody else first. */
export async function moveLink(
  tx: Tx,
  move: {
    readonly activationId: string
    readonly from: readonly ParentLinkState[]
    readonly to: ParentLinkState
    readonly at: Date
    /** Why it was refused, or could not be tried. */
    readonly error?: string | null
    readonly doneBy?: string
    readonly attempt?: boolean
  },
): Promise<boolean> {
  const rows = await tx
    .update(parentLinks)
    .set({
      state: move.to,
      updatedAt: move.at,
      ...(move.error === undefined ? {} : { lastError: move.error }),
      ...(move.doneBy === undefined ? {} : { doneBy: move.doneBy }),
      ...(move.attempt === true ? { attempts: sql`${parentLinks.attempts} + 1` } : {}),
    })
    .where(and(eq(parentLinks.activationId, move.activationId), inArray(parentLinks.state, [...move.from])))
    .returning({ id: parentLinks.activationId })
  return rows.length > 0
}

/** Links that are not set, those that wait for a person and those that are still tried, the longest waiting first. */
export async function openLinks(tx: Db | Tx, limit: number) {
  return tx
    .select({
      activationId: parentLinks.activationId,
      parentActivationId: pushLines.baseActivationId,
      orderId: parentLinks.orderId,
      orderNumber: pushes.orderNumber,
      accountId: pushes.accountId,
      state: parentLinks.state,
      attempts: parentLinks.attempts,
      lastError: parentLinks.lastError,
      updatedAt: parentLinks.updatedAt,
    })
    .from(parentLinks)
    .innerJoin(pushLines, eq(pushLines.activationId, parentLinks.activationId))
    .innerJoin(pushes, eq(pushes.orderId, parentLinks.orderId))
    .where(inArray(parentLinks.state, ['waiting', 'refused']))
    .orderBy(asc(parentLinks.updatedAt), asc(parentLinks.activationId))
    .limit(limit)
}

/** What the platform was told is in the mirror at once; the next sync compares and rewrites the row. */
export async function mirrorLink(tx: Tx, activationId: string, parentActivationId: string): Promise<void> {
  await tx
    .update(entitlementLines)
    .set({ parentActivationId, rowHash: null })
    .where(eq(entitlementLines.activationId, activationId))
}
