import { and, desc, eq, gte, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import type { BalanceTransaction, CardPayout } from './port.ts'
import { balanceTransactions, cardReturns, type PaymentState, payments, payouts } from './tables.ts'

export type Payment = typeof payments.$inferSelect
export type Payout = typeof payouts.$inferSelect
export type PayoutItem = typeof balanceTransactions.$inferSelect

/** Of payments: their money is not on its way back. */
export const notGivenBack = sql`not exists (select from ${cardReturns} r
  where r.stripe_payment_intent_id = ${payments.stripePaymentIntentId})`

export async function insertPayment(tx: Tx, payment: typeof payments.$inferInsert): Promise<Payment> {
  await tx.insert(payments).values(payment).onConflictDoNothing({ target: payments.pricedCartId })
  const [row] = await tx.select().from(payments).where(eq(payments.pricedCartId, payment.pricedCartId))
  if (!row) throw new Error(`payment of priced cart ${payment.pricedCartId} vanished`)
  return row
}

/** Card payments of an account that may still become orders: begun since, or paid and not ordered yet. */
export async function pendingPayments(tx: Db | Tx, accountId: string, begunSince: Date): Promise<Payment[]> {
  return tx
    .select()
    .from(payments)
    .where(
      and(
        eq(payments.accountId, accountId),
        inArray(payments.state, ['created', 'open', 'closing', 'settled']),
        isNull(payments.orderId),
        notGivenBack,
        gte(payments.createdAt, begunSince),
      ),
    )
}

export async function findPayment(tx: Db | Tx, id: string): Promise<Payment | null> {
  const [row] = await tx.select().from(payments).where(eq(payments.id, id))
  return row ?? null
}

export async function lockPayment(tx: Tx, id: string): Promise<Payment | null> {
  const [row] = await tx.select().from(payments).where(eq(payments.id, id)).for('update')
  return row ?? null
}

export async function paymentOfSession(tx: Db | Tx, stripeSessionId: string): Promise<Payment | null> {
  const [row] = await tx.select().from(payments).where(eq(payments.stripeSessionId, stripeSessionId))
  return row ?? null
}

/** False when the payment is no longer in one of these states. */
export async function updatePayment(
  tx: Tx,
  id: string,
  from: readonly PaymentState[],
  set: Partial<Payment>,
): Promise<boolean> {
  const rows = await tx
    .update(payments)
    .set(set)
    .where(and(eq(payments.id, id), inArray(payments.state, [...from])))
    .returning({ id: payments.id })
  return rows.length > 0
}

/** Updates the attempt that the caller knows; false also when there is a newer one. */
export async function updateAttempt(
  tx: Tx,
  { id, attempt }: Pick<Payment, 'id' | 'attempt'>,
  from: readonly PaymentState[],
  set: Partial<Payment>,
): Promise<boolean> {
  const rows = await tx
    .update(payments)
    .set(set)
    .where(and(eq(payments.id, id), eq(payments.attempt, attempt), inArray(payments.state, [...from])))
    .returning({ id: payments.id })
  return rows.length > 0
}

/** Those of the priced carts that may still be paid by card, locked, so that none begins or ends meanwhile. */
export async function lockOpenPayments(tx: Tx, pricedCartIds: readonly string[]): Promise<Payment[]> {
  if (pricedCartIds.length === 0) return []
  return tx
    .select()
    .from(payments)
    .where(
      and(inArray(payments.pricedCartId, [...pricedCartIds]), inArray(payments.state, ['created', 'open', 'closing'])),
    )
    .orderBy(payments.id)
    .for('update')
}

/** An expression for whether one of these priced carts, given as a select of ids, can be paid by card or is being closed. */
export function openPaymentFacts(pricedCartIds: SQL): SQL {
  return sql`exists (select from payments where priced_cart_id in (${pricedCartIds}) and state in ('created', 'open', 'closing'))`
}

/** The card payment that was begun for a priced cart; null when none was. */
export async function paymentOfPricedCart(tx: Db | Tx, pricedCartId: string): Promise<Payment | null> {
  const [payment] = await tx.select().from(payments).where(eq(payments.pricedCartId, pricedCartId))
  return payment ?? null
}

/** Those of the priced carts that may still be paid by card. */
export async function openPaymentsOf(tx: Tx, pricedCartIds: readonly string[]): Promise<Payment[]> {
  if (pricedCartIds.length === 0) return []
  return tx
    .select()
    .from(payments)
    .where(and(inArray(payments.pricedCartId, [...pricedCartIds]), inArray(payments.state, ['created', 'open'])))
}

/** All that may still be paid, or is being closed, oldest first. */
export async function openPayments(tx: Db | Tx): Promise<Payment[]> {
  return tx
    .select()
    .from(payments)
    .where(inArray(payments.state, ['created', 'open', 'closing']))
    .orderBy(payments.createdAt)
}

export async function paymentsOfIntents(tx: Db | Tx, intents: readonly string[]): Promise<Payment[]> {
  if (intents.length === 0) return []
  return tx
    .select()
    .from(payments)
    .where(inArray(payments.stripePaymentIntentId, [...intents]))
}

/** Card money that was taken and has no order yet; must be empty but for moments (C3). */
export async function settledWithoutOrder(tx: Db | Tx): Promise<Payment[]> {
  return tx
    .select()
    .from(payments)
    .where(and(eq(payments.state, 'settled'), sql`${payments.orderId} is null`, notGivenBack))
    .limit(100)
}

export async function savePayout(
  tx: Tx,
  payout: CardPayout,
  items: readonly BalanceTransaction[],
): Promise<{ isNew: boolean }> {
  const values = {
    payoutId: payout.payoutId,
    amountMinor: payout.amount.minor,
    currency: payout.amount.currency,
    state: payout.state,
    automatic: payout.automatic,
    itemised: payout.itemised,
    bankTraceId: payout.bankTraceId,
    createdAt: payout.createdAt,
    arrivesAt: payout.arrivesAt,
    // The payout's own row closes the sheet; it is no item of it.
    itemCount: items.filter((item) => item.reportingCategory !== 'payout').length,
  }
  const rows = await tx
    .insert(payouts)
    .values(values)
    .onConflictDoUpdate({
      target: payouts.payoutId,
      set: {
        state: values.state,
        bankTraceId: values.bankTraceId,
        itemCount: values.itemCount,
        itemised: values.itemised,
      },
    })
    .returning({ isNew: sql<boolean>`(xmax = 0)` })
  if (items.length > 0)
    await tx
      .insert(balanceTransactions)
      .values(
        items.map((item) => ({
          balanceTransactionId: item.balanceTransactionId,
          payoutId: payout.payoutId,
          reportingCategory: item.reportingCategory,
          amountMinor: item.amount.minor,
          feeMinor: item.feeMinor,
          netMinor: item.netMinor,
          currency: item.amount.currency,
          sourceId: item.sourceId,
          paymentIntentId: item.paymentIntentId,
          createdAt: item.createdAt,
        })),
      )
      .onConflictDoNothing()
  return { isNew: rows[0]?.isNew ?? false }
}

export async function listPayouts(tx: Db | Tx, limit: number): Promise<Payout[]> {
  return tx.select().from(payouts).orderBy(desc(payouts.createdAt)).limit(limit)
}

export async function findPayout(tx: Db | Tx, payoutId: string): Promise<Payout | null> {
  const [row] = await tx.select().from(payouts).where(eq(payouts.payoutId, payoutId))
  return row ?? null
}

export async function itemsOfPayout(tx: Db | Tx, payoutId: string): Promise<PayoutItem[]> {
  return tx
    .select()
    .from(balanceTransactions)
    .where(eq(balanceTransactions.payoutId, payoutId))
    .orderBy(balanceTransactions.createdAt, balanceTransactions.balanceTransactionId)
}
