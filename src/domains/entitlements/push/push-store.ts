import { and, desc, eq, gt, inArray, isNull, like, sql } from 'drizzle-orm'
import { newId } from '../../../kernel/ids.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { entitlementLines, maintenanceLines } from '../rights/index.ts'
import { type PushAction, type PushState, pushAttempts, pushes, pushLines } from './tables.ts'

export type Push = typeof pushes.$inferSelect
export type PushLine = typeof pushLines.$inferSelect

/** False when the order's push exists already. */
export async function insertPush(
  tx: Tx,
  push: typeof pushes.$inferInsert,
  lines: readonly (typeof pushLines.$inferInsert)[],
): Promise<boolean> {
  const rows = await tx.insert(pushes).values(push).onConflictDoNothing().returning({ id: pushes.orderId })
  if (rows.length === 0) return false
  await tx.insert(pushLines).values([...lines])
  return true
}

export async function findPush(tx: Db | Tx, orderId: string): Promise<Push | null> {
  const [row] = await tx.select().from(pushes).where(eq(pushes.orderId, orderId))
  return row ?? null
}

export async function linesOf(tx: Db | Tx, orderId: string): Promise<PushLine[]> {
  return tx.select().from(pushLines).where(eq(pushLines.orderId, orderId)).orderBy(pushLines.orderLineNumber)
}

/** False when somebody else moved it first. */
export async function movePush(
  tx: Tx,
  move: { orderId: string; from: PushState; to: PushState; at: Date; error: string | null; attempt: boolean },
): Promise<boolean> {
  const rows = await tx
    .update(pushes)
    .set({
      state: move.to,
      updatedAt: move.at,
      lastError: move.error,
      ...(move.attempt ? { attempts: sql`${pushes.attempts} + 1` } : {}),
    })
    .where(and(eq(pushes.orderId, move.orderId), eq(pushes.state, move.from)))
    .returning({ id: pushes.orderId })
  return rows.length > 0
}

export async function markLive(tx: Tx, orderId: string, activationIds: readonly string[], at: Date): Promise<void> {
  if (activationIds.length === 0) return
  await tx
    .update(pushLines)
    .set({ liveAt: at })
    .where(
      and(
        eq(pushLines.orderId, orderId),
        inArray(pushLines.activationId, [...activationIds]),
        isNull(pushLines.liveAt),
      ),
    )
}

export async function recordAttempt(
  tx: Tx,
  attempt: { orderId: string; action: PushAction; outcome: string; at: Date },
): Promise<void> {
  await tx.insert(pushAttempts).values({ id: newId('pat'), ...attempt })
}

/** Gives lines of an order, and the entitlement that takes them, other ids than those that follow from its number. */
export async function renameLines(
  tx: Tx,
  given: {
    readonly orderId: string
    readonly entitlementId: string
    readonly lines: readonly { readonly from: string; readonly to: string }[]
  },
): Promise<void> {
  await tx.update(pushes).set({ entitlementId: given.entitlementId }).where(eq(pushes.orderId, given.orderId))
  for (const { from, to } of given.lines)
    await tx
      .update(pushLines)
      .set({ activationId: to })
      .where(and(eq(pushLines.orderId, given.orderId), eq(pushLines.activationId, from)))
}

export async function attemptsOf(tx: Db | Tx, orderId: string) {
  return tx.select().from(pushAttempts).where(eq(pushAttempts.orderId, orderId)).orderBy(pushAttempts.at)
}

export async function pushesIn(tx: Db | Tx, states: readonly PushState[], limit: number): Promise<Push[]> {
  return tx
    .select()
    .from(pushes)
    .where(inArray(pushes.state, [...states]))
    .orderBy(desc(pushes.updatedAt))
    .limit(limit)
}

/** When the platform last took rights that were sold; null when it never has. */
export async function lastWritten(tx: Db | Tx): Promise<Date | null> {
  const [newest] = await pushesIn(tx, ['live'], 1)
  return newest?.updatedAt ?? null
}

/** True for the one caller that may ask for the welcome mail. */
export async function claimWelcome(tx: Tx, orderId: string, at: Date): Promise<boolean> {
  const rows = await tx
    .update(pushes)
    .set({ welcomedAt: at })
    .where(and(eq(pushes.orderId, orderId), isNull(pushes.welcomedAt)))
    .returning({ id: pushes.orderId })
  return rows.length > 0
}

export async function releaseWelcome(tx: Tx, orderId: string): Promise<void> {
  await tx.update(pushes).set({ welcomedAt: null }).where(eq(pushes.orderId, orderId))
}

export interface MirroredRight {
  readonly activationId: string
  readonly accountId: string
  readonly quantity: number
  readonly state: string
  readonly orderId: string | null
  readonly orderLineNumber: string | null
}

/** The mirror's lines that carry these order numbers, for the match of finance. */
export async function rightsOfOrders(tx: Db | Tx, orderNumbers: readonly string[]): Promise<MirroredRight[]> {
  if (orderNumbers.length === 0) return []
  return tx
    .select({
      activationId: entitlementLines.activationId,
      accountId: entitlementLines.accountId,
      quantity: entitlementLines.quantity,
      state: entitlementLines.state,
      orderId: entitlementLines.orderId,
      orderLineNumber: entitlementLines.orderLineNumber,
    })
    .from(entitlementLines)
    .where(and(inArray(entitlementLines.orderId, [...orderNumbers]), isNull(entitlementLines.removedAt)))
}

/** The mirror's maintenance lines that carry these order numbers; their account and quantity are those of what they cover. */
export async function maintenanceOfOrders(tx: Db | Tx, orderNumbers: readonly string[]) {
  if (orderNumbers.length === 0) return []
  const rows = await tx
    .select()
    .from(maintenanceLines)
    .where(and(inArray(maintenanceLines.orderId, [...orderNumbers]), isNull(maintenanceLines.removedAt)))
  return rows.map(({ activationId, state, orderId, orderLineNumber }) => ({
    activationId,
    state,
    orderId,
    orderLineNumber,
    accountId: null,
    quantity: null,
  }))
}

/** The mirror's lines whose order number begins so, by activation ID, from after one on. */
export async function rightsNumberedLike(
  tx: Db | Tx,
  page: { readonly prefix: string; readonly after: string; readonly limit: number },
): Promise<MirroredRight[]> {
  return tx
    .select({
      activationId: entitlementLines.activationId,
      accountId: entitlementLines.accountId,
      quantity: entitlementLines.quantity,
      state: entitlementLines.state,
      orderId: entitlementLines.orderId,
      orderLineNumber: entitlementLines.orderLineNumber,
    })
    .from(entitlementLines)
    .where(
      and(
        like(entitlementLines.orderId, `${page.prefix}%`),
        gt(entitlementLines.activationId, page.after),
        isNull(entitlementLines.removedAt),
      ),
    )
    .orderBy(entitlementLines.activationId)
    .limit(page.limit)
}
