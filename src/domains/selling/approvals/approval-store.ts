import { and, desc, eq, gt, inArray, lte, or, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { purchaseOrderKey } from '../../fulfilment/orders/index.ts'
import type { ApprovalRule } from './approval-rules.ts'
import type { ApprovalState } from './approval-state.ts'
import { approvalRequests, approvalRules, approvalSettings, spendingLimits } from './approval-tables.ts'
import type { SpendingLimit } from './spending.ts'

export type ApprovalRequest = typeof approvalRequests.$inferSelect

export async function ownApprovalAllowed(tx: Db | Tx, accountId: string): Promise<boolean> {
  const [row] = await tx.select().from(approvalSettings).where(eq(approvalSettings.accountId, accountId))
  return row?.ownApprovalAllowed ?? false
}

export async function saveSettings(tx: Tx, settings: typeof approvalSettings.$inferInsert): Promise<void> {
  const { accountId: _key, ...set } = settings
  await tx.insert(approvalSettings).values(settings).onConflictDoUpdate({ target: approvalSettings.accountId, set })
}

export async function rulesOf(tx: Db | Tx, accountId: string): Promise<ApprovalRule[]> {
  const { id, userName, overMinor, currency } = approvalRules
  return tx
    .select({ id, userName, overMinor, currency })
    .from(approvalRules)
    .where(eq(approvalRules.accountId, accountId))
    .orderBy(approvalRules.createdAt, approvalRules.id)
}

export async function insertRule(tx: Tx, rule: typeof approvalRules.$inferInsert): Promise<void> {
  await tx.insert(approvalRules).values(rule)
}

/** False when the account has no such rule. */
export async function deleteRule(tx: Tx, accountId: string, ruleId: string): Promise<boolean> {
  const rows = await tx
    .delete(approvalRules)
    .where(and(eq(approvalRules.accountId, accountId), eq(approvalRules.id, ruleId)))
    .returning({ id: approvalRules.id })
  return rows.length > 0
}

/** The limits of an account's members, or of one of them. */
export async function limitsOf(
  tx: Db | Tx,
  accountId: string,
  userName?: string,
): Promise<(SpendingLimit & { readonly userName: string })[]> {
  const { period, limitMinor, currency } = spendingLimits
  return tx
    .select({ userName: spendingLimits.userName, period, limitMinor, currency })
    .from(spendingLimits)
    .where(
      and(
        eq(spendingLimits.accountId, accountId),
        userName === undefined ? undefined : eq(spendingLimits.userName, userName),
      ),
    )
}

/** Null takes the limit away. */
export async function saveLimit(
  tx: Tx,
  limit: Omit<typeof spendingLimits.$inferInsert, 'limitMinor'> & { readonly limitMinor: number | null },
): Promise<void> {
  const { accountId, userName, period, limitMinor } = limit
  const target = [spendingLimits.accountId, spendingLimits.userName, spendingLimits.period]
  if (limitMinor === null)
    await tx
      .delete(spendingLimits)
      .where(
        and(
          eq(spendingLimits.accountId, accountId),
          eq(spendingLimits.userName, userName),
          eq(spendingLimits.period, period),
        ),
      )
  else
    await tx
      .insert(spendingLimits)
      .values({ ...limit, limitMinor })
      .onConflictDoUpdate({
        target,
        set: { limitMinor, currency: limit.currency, setBy: limit.setBy, setAt: limit.setAt },
      })
}

/** The request that a priced cart was asked with, or that it is about now. */
export async function requestOfPricedCart(tx: Db | Tx, pricedCartId: string): Promise<ApprovalRequest | null> {
  const [row] = await tx
    .select()
    .from(approvalRequests)
    .where(or(eq(approvalRequests.askedPricedCartId, pricedCartId), eq(approvalRequests.pricedCartId, pricedCartId)))
  return row ?? null
}

/** The request that waits because a version of the quote was accepted, with one of these priced carts; null when none does. */
export async function waitingRequestOf(
  tx: Db | Tx,
  pricedCarts: readonly string[],
  at: Date,
): Promise<ApprovalRequest | null> {
  if (pricedCarts.length === 0) return null
  const [request] = await tx
    .select()
    .from(approvalRequests)
    .where(
      and(
        inArray(approvalRequests.askedPricedCartId, [...pricedCarts]),
        eq(approvalRequests.state, 'waiting'),
        gt(approvalRequests.expiresAt, at),
      ),
    )
  return request ?? null
}

/** Withdraws what waits with one of these priced carts. @returns how many there were */
export async function closeRequestsOfPair(
  tx: Tx,
  closing: {
    readonly accountId: string
    readonly pricedCarts: readonly string[]
    readonly reason: string
    readonly at: Date
  },
): Promise<number> {
  const { accountId, pricedCarts, reason, at } = closing
  if (pricedCarts.length === 0) return 0
  const waiting = await tx
    .select({ id: approvalRequests.id })
    .from(approvalRequests)
    .where(
      and(
        eq(approvalRequests.accountId, accountId),
        inArray(approvalRequests.pricedCartId, [...pricedCarts]),
        eq(approvalRequests.state, 'waiting'),
      ),
    )
    .orderBy(approvalRequests.id)
    .for('update')
  // Whoever took the consent back is no business of the partner's; the audit knows.
  for (const { id } of waiting) await decideRequest(tx, { id, to: 'withdrawn', by: 'store', reason, at })
  return waiting.length
}

/** The request of the account that waits with the purchase order number in any spelling. */
export async function requestOnPurchaseOrder(
  tx: Tx,
  accountId: string,
  number: string,
): Promise<ApprovalRequest | null> {
  const [request] = await tx
    .select()
    .from(approvalRequests)
    .where(
      and(
        eq(approvalRequests.accountId, accountId),
        eq(approvalRequests.purchaseOrderKey, purchaseOrderKey(number)),
        eq(approvalRequests.state, 'waiting'),
      ),
    )
  return request ?? null
}

export async function insertRequest(tx: Tx, request: typeof approvalRequests.$inferInsert): Promise<ApprovalRequest> {
  const [row] = await tx.insert(approvalRequests).values(request).returning()
  if (!row) throw new Error('an inserted request for approval was not returned')
  return row
}

export async function findRequest(tx: Db | Tx, id: string): Promise<ApprovalRequest | null> {
  const [row] = await tx.select().from(approvalRequests).where(eq(approvalRequests.id, id))
  return row ?? null
}

export async function lockRequest(tx: Tx, id: string): Promise<ApprovalRequest | null> {
  const [row] = await tx.select().from(approvalRequests).where(eq(approvalRequests.id, id)).for('update')
  return row ?? null
}

export async function decideRequest(
  tx: Tx,
  decided: { id: string; to: ApprovalState; by: string; reason: string | null; at: Date },
): Promise<void> {
  await tx
    .update(approvalRequests)
    .set({ state: decided.to, decidedBy: decided.by, decidedAt: decided.at, decisionReason: decided.reason })
    .where(and(eq(approvalRequests.id, decided.id), eq(approvalRequests.state, 'waiting')))
}

/** What the request is about after another look: prices may have moved, and other reasons may hold. */
export async function refreshRequest(
  tx: Tx,
  id: string,
  now: Pick<ApprovalRequest, 'pricedCartId' | 'reasons'>,
): Promise<void> {
  await tx.update(approvalRequests).set(now).where(eq(approvalRequests.id, id))
}

/** Ends what nobody decided in time, so that its purchase order number is free again. */
export async function expireOverdue(tx: Tx, accountId: string, at: Date): Promise<void> {
  await tx
    .update(approvalRequests)
    .set({ state: 'expired' })
    .where(
      and(
        eq(approvalRequests.accountId, accountId),
        eq(approvalRequests.state, 'waiting'),
        lte(approvalRequests.expiresAt, at),
      ),
    )
}

/** How many requests wait for a decision that this member may take: see `mayDecide`. */
export async function countRequestsToDecide(
  tx: Db | Tx,
  member: { readonly accountId: string; readonly userName: string },
  at: Date,
): Promise<number> {
  const { accountId, userName, state, expiresAt } = approvalRequests
  const ownAllowed = sql`exists (select 1 from ${approvalSettings} where ${approvalSettings.accountId} = ${member.accountId} and ${approvalSettings.ownApprovalAllowed})`
  const [row] = await tx
    .select({ requests: sql<number>`count(*)::int` })
    .from(approvalRequests)
    .where(
      and(
        eq(accountId, member.accountId),
        eq(state, 'waiting'),
        gt(expiresAt, at),
        sql`(${userName} <> ${member.userName} or ${ownAllowed})`,
      ),
    )
  return row?.requests ?? 0
}

/** The newest requests of an account, or of one member in it; those that wait come first. */
export async function listRequests(
  tx: Db | Tx,
  filter: { readonly accountId: string; readonly userName?: string; readonly limit: number },
): Promise<ApprovalRequest[]> {
  const { accountId, userName, limit } = filter
  return tx
    .select()
    .from(approvalRequests)
    .where(
      and(
        eq(approvalRequests.accountId, accountId),
        userName === undefined ? undefined : eq(approvalRequests.userName, userName),
      ),
    )
    .orderBy(desc(sql`${approvalRequests.state} = 'waiting'`), desc(approvalRequests.createdAt), approvalRequests.id)
    .limit(limit)
}
