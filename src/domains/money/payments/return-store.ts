import { and, asc, eq, gte, inArray, lt } from 'drizzle-orm'
import { addDays, type LocalDate } from '../../../kernel/local-date.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { cardReturns, type ReturnState } from './tables.ts'

export type CardReturn = typeof cardReturns.$inferSelect

/** The return of a payment intent, made when there is none. */
export async function insertReturn(
  tx: Tx,
  row: typeof cardReturns.$inferInsert,
): Promise<{ readonly cardReturn: CardReturn; readonly isNew: boolean }> {
  const [made] = await tx.insert(cardReturns).values(row).onConflictDoNothing().returning()
  const cardReturn = made ?? (await findReturn(tx, row.id))
  if (!cardReturn) throw new Error(`return ${row.id} vanished`)
  return { cardReturn, isNew: made !== undefined }
}

export async function findReturn(tx: Db | Tx, id: string): Promise<CardReturn | null> {
  const [row] = await tx.select().from(cardReturns).where(eq(cardReturns.id, id))
  return row ?? null
}

export async function returnOfRefund(tx: Db | Tx, refundId: string): Promise<CardReturn | null> {
  const [row] = await tx.select().from(cardReturns).where(eq(cardReturns.refundId, refundId))
  return row ?? null
}

/** False when the return is no longer in one of these states. */
export async function updateReturn(
  tx: Tx,
  id: string,
  from: readonly ReturnState[],
  set: Partial<CardReturn>,
): Promise<boolean> {
  const rows = await tx
    .update(cardReturns)
    .set(set)
    .where(and(eq(cardReturns.id, id), inArray(cardReturns.state, [...from])))
    .returning({ id: cardReturns.id })
  return rows.length > 0
}

/** What came in beside an order that stands, oldest first. */
export async function returnsOfOrder(tx: Db | Tx, orderId: string): Promise<CardReturn[]> {
  return tx.select().from(cardReturns).where(eq(cardReturns.orderId, orderId)).orderBy(asc(cardReturns.receivedAt))
}

export async function returnsOfPayment(tx: Db | Tx, paymentId: string): Promise<CardReturn[]> {
  return tx.select().from(cardReturns).where(eq(cardReturns.paymentId, paymentId)).orderBy(asc(cardReturns.receivedAt))
}

/** By payment intent. */
export async function returnsOfIntents(
  tx: Db | Tx,
  intents: readonly string[],
): Promise<ReadonlyMap<string, CardReturn>> {
  if (intents.length === 0) return new Map()
  const rows = await tx
    .select()
    .from(cardReturns)
    .where(inArray(cardReturns.stripePaymentIntentId, [...intents]))
  return new Map(rows.map((row) => [row.stripePaymentIntentId, row]))
}

/** What came on these days, both included, oldest first. */
export async function returnsReceived(
  tx: Db | Tx,
  days: { readonly from: LocalDate; readonly through: LocalDate },
): Promise<CardReturn[]> {
  return tx
    .select()
    .from(cardReturns)
    .where(
      and(
        gte(cardReturns.receivedAt, new Date(`${days.from}T00:00:00Z`)),
        lt(cardReturns.receivedAt, new Date(`${addDays(days.through, 1)}T00:00:00Z`)),
      ),
    )
    .orderBy(asc(cardReturns.receivedAt), asc(cardReturns.id))
}

/** The orders of card money that goes back, by the return; money that fits no order is missing. */
export async function ordersOfReturns(tx: Db | Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .select({ id: cardReturns.id, orderId: cardReturns.orderId })
    .from(cardReturns)
    .where(inArray(cardReturns.id, [...ids]))
  return new Map(rows.flatMap(({ id, orderId }) => (orderId === null ? [] : [[id, orderId] as const])))
}
