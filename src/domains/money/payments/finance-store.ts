import { and, desc, eq, gte, inArray, isNull, lt, ne, sql } from 'drizzle-orm'
import { addDays, type LocalDate } from '../../../kernel/local-date.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { decodeCursor, encodeCursor, isCursorInstant } from '../../../platform/http/request/paging.ts'
import { notGivenBack, type Payment, type Payout, type PayoutItem } from './store.ts'
import { balanceTransactions, cardReturns, payments, payouts } from './tables.ts'

export async function paymentsById(tx: Db | Tx, ids: readonly string[]): Promise<Map<string, Payment>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .select()
    .from(payments)
    .where(inArray(payments.id, [...ids]))
  return new Map(rows.map((payment) => [payment.id, payment]))
}

/** By payment intent, the payout that brought the payment's money. */
export async function payoutsOfIntents(tx: Db | Tx, intents: readonly string[]): Promise<Map<string, string>> {
  if (intents.length === 0) return new Map()
  const rows = await tx
    .select({ intent: balanceTransactions.paymentIntentId, payoutId: balanceTransactions.payoutId })
    .from(balanceTransactions)
    .where(
      and(
        inArray(balanceTransactions.paymentIntentId, [...intents]),
        eq(balanceTransactions.reportingCategory, 'charge'),
      ),
    )
  return new Map(rows.flatMap(({ intent, payoutId }) => (intent === null ? [] : [[intent, payoutId] as const])))
}

/** Card money that was settled before an instant and still has no order, oldest first. */
export async function settledUnordered(tx: Db | Tx, settledBefore: Date): Promise<Payment[]> {
  return tx
    .select()
    .from(payments)
    .where(
      and(eq(payments.state, 'settled'), isNull(payments.orderId), lt(payments.settledAt, settledBefore), notGivenBack),
    )
    .orderBy(payments.settledAt, payments.id)
}

/** Items of the payouts that arrive on these days, both included, whose payment intent is none of ours or missing. */
export async function itemsWithoutPayment(
  tx: Db | Tx,
  days: { readonly from: LocalDate; readonly through: LocalDate },
): Promise<PayoutItem[]> {
  const rows = await tx
    .select({ item: balanceTransactions })
    .from(balanceTransactions)
    .innerJoin(payouts, eq(payouts.payoutId, balanceTransactions.payoutId))
    .leftJoin(payments, eq(payments.stripePaymentIntentId, balanceTransactions.paymentIntentId))
    .leftJoin(cardReturns, eq(cardReturns.stripePaymentIntentId, balanceTransactions.paymentIntentId))
    .where(and(arrivesWithin(days), isNull(payments.id), isNull(cardReturns.id)))
    .orderBy(balanceTransactions.createdAt, balanceTransactions.balanceTransactionId)
  return rows.map(({ item }) => item)
}

/** What the items of a payout leave unexplained, for the payouts of these days where that is not zero. */
export async function unexplainedPayouts(
  tx: Db | Tx,
  days: { readonly from: LocalDate; readonly through: LocalDate },
): Promise<{ payoutId: string; unexplainedMinor: number; currency: string }[]> {
  const itemised = sql`coalesce(sum(${balanceTransactions.netMinor}), 0)`
  const rows = await tx
    .select({
      payoutId: payouts.payoutId,
      currency: payouts.currency,
      unexplained: sql<string>`(${payouts.amountMinor} - ${itemised})::text`,
    })
    .from(payouts)
    .leftJoin(
      balanceTransactions,
      and(eq(balanceTransactions.payoutId, payouts.payoutId), ne(balanceTransactions.reportingCategory, 'payout')),
    )
    .where(and(arrivesWithin(days), eq(payouts.state, 'paid'), ne(payouts.itemised, 'pending')))
    .groupBy(payouts.payoutId)
    .having(sql`${payouts.amountMinor} <> ${itemised}`)
  return rows.map(({ unexplained, ...row }) => ({ ...row, unexplainedMinor: Number(unexplained) }))
}

/** Payouts, newest first, from a cursor on. */
export async function payoutPage(
  tx: Db | Tx,
  page: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ readonly items: readonly Payout[]; readonly nextCursor: string | null }> {
  const [createdAt, payoutId = ''] = decodeCursor(page.cursor) ?? []
  const after = isCursorInstant(createdAt) ? createdAt : null
  const rows = await tx
    .select()
    .from(payouts)
    .where(
      after === null
        ? undefined
        : sql`(${payouts.createdAt}, ${payouts.payoutId}) < (${after}::timestamptz, ${payoutId}::text)`,
    )
    .orderBy(desc(payouts.createdAt), desc(payouts.payoutId))
    .limit(page.limit + 1)
  const items = rows.slice(0, page.limit)
  const last = items.at(-1)
  const isMore = rows.length > page.limit && last !== undefined
  return { items, nextCursor: isMore ? encodeCursor([last.createdAt.toISOString(), last.payoutId]) : null }
}

function arrivesWithin(days: { readonly from: LocalDate; readonly through: LocalDate }) {
  return and(
    gte(payouts.arrivesAt, new Date(`${days.from}T00:00:00Z`)),
    lt(payouts.arrivesAt, new Date(`${addDays(days.through, 1)}T00:00:00Z`)),
  )
}
