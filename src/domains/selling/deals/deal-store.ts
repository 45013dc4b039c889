import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, lt, lte, ne, or, sql } from 'drizzle-orm'
import type { LocalDate } from '../../../kernel/local-date.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { dealHolds, dealRegistrations } from './deal-tables.ts'

export type Deal = typeof dealRegistrations.$inferSelect

/** `DR-2026-000123`. */
export async function nextDealNumber(tx: Tx, year: number): Promise<string> {
  const [row] = await tx.execute<{ value: string }>(sql`select nextval('deal_numbers')::text as value`)
  return `DR-${year}-${(row?.value ?? '').padStart(6, '0')}`
}

export async function findDeal(tx: Db | Tx, id: string): Promise<Deal | null> {
  const [deal] = await tx.select().from(dealRegistrations).where(eq(dealRegistrations.id, id))
  return deal ?? null
}

export async function lockDeal(tx: Tx, id: string): Promise<Deal | null> {
  const [deal] = await tx.select().from(dealRegistrations).where(eq(dealRegistrations.id, id)).for('update')
  return deal ?? null
}

/** False when the request was worked before. */
export async function insertDeal(tx: Tx, deal: typeof dealRegistrations.$inferInsert): Promise<boolean> {
  const rows = await tx
    .insert(dealRegistrations)
    .values(deal)
    .onConflictDoNothing({ target: dealRegistrations.id })
    .returning({ id: dealRegistrations.id })
  return rows.length > 0
}

export async function changeDeal(
  tx: Tx,
  id: string,
  set: Partial<typeof dealRegistrations.$inferInsert>,
): Promise<void> {
  await tx.update(dealRegistrations).set(set).where(eq(dealRegistrations.id, id))
}

/** Registrations of one customer follow each other; the constraint behind would refuse the second without a reason. */
export async function queueBehindCustomer(tx: Tx, customers: readonly string[]): Promise<void> {
  for (const customer of [...customers].sort())
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`deals of ${customer}`}, 0))`)
}

/** Which of these part numbers another registration holds at the customer on the day or later. */
export async function heldByOthers(
  tx: Tx,
  hold: {
    readonly dealId: string
    readonly customers: readonly string[]
    readonly partNumbers: readonly string[]
    readonly from: LocalDate
    readonly through: LocalDate | null
  },
): Promise<string[]> {
  const { dealId, customers, partNumbers, from, through } = hold
  const rows = await tx
    .selectDistinct({ partNumber: dealHolds.partNumber })
    .from(dealHolds)
    .where(
      and(
        ne(dealHolds.dealId, dealId),
        inArray(dealHolds.customer, [...customers]),
        inArray(dealHolds.partNumber, [...partNumbers]),
        or(isNull(dealHolds.heldThrough), gte(dealHolds.heldThrough, from)),
        through === null ? undefined : lte(dealHolds.heldFrom, through),
      ),
    )
    .orderBy(asc(dealHolds.partNumber))
  return rows.map(({ partNumber }) => partNumber)
}

/** Holds the part numbers for the deal, in place of what it held before; nothing when there are none. */
export async function holdFor(
  tx: Tx,
  hold: {
    readonly dealId: string
    readonly customers: readonly string[]
    readonly partNumbers: readonly string[]
    readonly from: LocalDate
    readonly through: LocalDate | null
  },
): Promise<void> {
  const { dealId, customers, partNumbers, from, through } = hold
  await letGo(tx, dealId)
  await tx
    .insert(dealHolds)
    .values(
      customers.flatMap((customer) =>
        partNumbers.map((partNumber) => ({ dealId, customer, partNumber, heldFrom: from, heldThrough: through })),
      ),
    )
}

export async function letGo(tx: Tx, dealId: string): Promise<void> {
  await tx.delete(dealHolds).where(eq(dealHolds.dealId, dealId))
}

/** Registrations, newest first. */
export async function listDeals(
  tx: Db | Tx,
  filter: {
    readonly partnerAccountId?: string
    readonly state?: Deal['state'] | undefined
    readonly before?: readonly [createdAt: string, id: string] | null
    readonly limit: number
  },
): Promise<Deal[]> {
  const { partnerAccountId, state, before } = filter
  return tx
    .select()
    .from(dealRegistrations)
    .where(
      and(
        partnerAccountId === undefined ? undefined : eq(dealRegistrations.partnerAccountId, partnerAccountId),
        state === undefined ? undefined : eq(dealRegistrations.state, state),
        before
          ? or(
              lt(dealRegistrations.createdAt, new Date(before[0])),
              and(eq(dealRegistrations.createdAt, new Date(before[0])), lt(dealRegistrations.id, before[1])),
            )
          : undefined,
      ),
    )
    .orderBy(desc(dealRegistrations.createdAt), desc(dealRegistrations.id))
    .limit(filter.limit)
}

/** A partner and the customer of its deal. */
export interface DealPair {
  readonly partnerAccountId: string
  readonly customerAccountId: string
}

/** Whether a deal of the pair is approved and not over on the day. */
export async function hasDealInForce(tx: Db | Tx, pair: DealPair, on: LocalDate): Promise<boolean> {
  const rows = await tx
    .select({ id: dealRegistrations.id })
    .from(dealRegistrations)
    .where(
      and(
        eq(dealRegistrations.endCustomerAccountId, pair.customerAccountId),
        eq(dealRegistrations.partnerAccountId, pair.partnerAccountId),
        ...inForce(on),
      ),
    )
    .limit(1)
  return rows.length > 0
}

/** Pairs with a deal that is approved and not over, of one side. */
export async function dealsInForce(
  tx: Db | Tx,
  side: { readonly partnerAccountId: string } | { readonly customerAccountId: string },
  on: LocalDate,
): Promise<DealPair[]> {
  const rows = await tx
    .selectDistinct({
      partnerAccountId: dealRegistrations.partnerAccountId,
      customerAccountId: dealRegistrations.endCustomerAccountId,
    })
    .from(dealRegistrations)
    .where(
      and(
        isNotNull(dealRegistrations.endCustomerAccountId),
        'partnerAccountId' in side
          ? eq(dealRegistrations.partnerAccountId, side.partnerAccountId)
          : eq(dealRegistrations.endCustomerAccountId, side.customerAccountId),
        ...inForce(on),
      ),
    )
  return rows.flatMap(({ partnerAccountId, customerAccountId }) =>
    customerAccountId === null ? [] : [{ partnerAccountId, customerAccountId }],
  )
}

function inForce(on: LocalDate) {
  return [inArray(dealRegistrations.state, ['approved']), gte(dealRegistrations.validThrough, on)]
}
