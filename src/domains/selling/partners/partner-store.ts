import { and, asc, desc, eq, isNotNull, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { accountGuesses, partnerConsents } from './partner-tables.ts'

export type Consent = typeof partnerConsents.$inferSelect

/** A partner and an account that it names as its customer. */
export interface Pair {
  readonly partnerAccountId: string
  readonly customerAccountId: string
}

export async function findConsent(tx: Db | Tx, pair: Pair): Promise<Consent | null> {
  const [row] = await tx.select().from(partnerConsents).where(isPair(pair))
  return row ?? null
}

/** Whoever speaks of the pair next waits for this transaction, also where there is no row yet. */
export async function lockConsent(tx: Tx, pair: Pair): Promise<Consent | null> {
  const key = `consent of ${pair.customerAccountId} to ${pair.partnerAccountId}`
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`)
  return findConsent(tx, pair)
}

export async function saveConsent(tx: Tx, consent: Pair & Pick<Consent, 'state'> & Partial<Consent>): Promise<void> {
  const { partnerAccountId: _partner, customerAccountId: _customer, ...set } = consent
  await tx
    .insert(partnerConsents)
    .values(consent)
    .onConflictDoUpdate({ target: [partnerConsents.partnerAccountId, partnerConsents.customerAccountId], set })
}

/** What was said between a customer and every partner. */
export async function consentsOfCustomer(tx: Db | Tx, customerAccountId: string): Promise<Consent[]> {
  return tx
    .select()
    .from(partnerConsents)
    .where(eq(partnerConsents.customerAccountId, customerAccountId))
    .orderBy(asc(partnerConsents.partnerAccountId))
}

export async function consentsOfPartner(tx: Db | Tx, partnerAccountId: string): Promise<Consent[]> {
  return tx
    .select()
    .from(partnerConsents)
    .where(eq(partnerConsents.partnerAccountId, partnerAccountId))
    .orderBy(asc(partnerConsents.customerAccountId))
}

/** What a partner has asked for, newest first. */
export async function askedBy(tx: Db | Tx, partnerAccountId: string, limit: number): Promise<Consent[]> {
  return tx
    .select()
    .from(partnerConsents)
    .where(and(eq(partnerConsents.partnerAccountId, partnerAccountId), isNotNull(partnerConsents.askedAt)))
    .orderBy(desc(partnerConsents.askedAt), asc(partnerConsents.customerAccountId))
    .limit(limit)
}

/** Pairs of which staff or customers have spoken, for staff, newest answer first. */
export async function decidedConsents(tx: Db | Tx, limit: number): Promise<Consent[]> {
  return tx
    .select()
    .from(partnerConsents)
    .where(isNotNull(partnerConsents.decidedAt))
    .orderBy(desc(partnerConsents.decidedAt), asc(partnerConsents.customerAccountId))
    .limit(limit)
}

/** Counts one more guess of an account. @returns how many there are in the present window */
export async function countGuess(tx: Tx, accountId: string, at: Date, windowMs: number): Promise<number> {
  const isOver = sql`${accountGuesses.since} <= ${new Date(at.getTime() - windowMs).toISOString()}`
  const [row] = await tx
    .insert(accountGuesses)
    .values({ accountId, guesses: 1, since: at })
    .onConflictDoUpdate({
      target: accountGuesses.accountId,
      set: {
        guesses: sql`case when ${isOver} then 1 else ${accountGuesses.guesses} + 1 end`,
        since: sql`case when ${isOver} then excluded.since else ${accountGuesses.since} end`,
      },
    })
    .returning({ guesses: accountGuesses.guesses })
  return row?.guesses ?? 0
}

function isPair({ partnerAccountId, customerAccountId }: Pair) {
  return and(
    eq(partnerConsents.partnerAccountId, partnerAccountId),
    eq(partnerConsents.customerAccountId, customerAccountId),
  )
}
