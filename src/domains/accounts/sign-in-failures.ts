import { eq, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../platform/db/db.ts'
import { TooManySignIns } from './errors.ts'
import { digestOf } from './sign-on-tickets.ts'
import { signInFailures } from './tables.ts'

// A person mistypes a few times; a company behind one address has many persons.
const limits = { name: 10, address: 100 } as const
const windowMs = 15 * 60_000

export interface SignInAttempt {
  readonly userName: string
  /** Network address of whoever tries. */
  readonly address: string
}

/**
 * Counts an attempt before it is made, so that many at once cannot pass the limit together.
 * @throws {TooManySignIns}
 */
export async function countSignIn(db: Db, attempt: SignInAttempt, now: Date): Promise<void> {
  const counts = await db.transaction(async (tx) => {
    const found: number[] = []
    // One order for everybody, or two attempts could wait for each other.
    for (const digest of keysOf(attempt)) found.push(await count(tx, digest, now))
    return found
  })
  const [ofName = 0, ofAddress = 0] = counts
  if (ofName > limits.name || ofAddress > limits.address) throw new TooManySignIns()
}

/** The password was right: the name begins anew, and the address has one attempt less. */
export async function forgiveSignIn(db: Db, attempt: SignInAttempt): Promise<void> {
  const [ofName, ofAddress] = keysOf(attempt)
  await db.transaction(async (tx) => {
    await tx.delete(signInFailures).where(eq(signInFailures.digest, ofName))
    await tx
      .update(signInFailures)
      .set({ failures: sql`greatest(${signInFailures.failures} - 1, 0)` })
      .where(eq(signInFailures.digest, ofAddress))
  })
}

async function count(tx: Tx, digest: string, now: Date): Promise<number> {
  const isOver = sql`${signInFailures.since} <= ${new Date(now.getTime() - windowMs).toISOString()}`
  const [row] = await tx
    .insert(signInFailures)
    .values({ digest, failures: 1, since: now })
    .onConflictDoUpdate({
      target: signInFailures.digest,
      set: {
        failures: sql`case when ${isOver} then 1 else ${signInFailures.failures} + 1 end`,
        since: sql`case when ${isOver} then excluded.since else ${signInFailures.since} end`,
      },
    })
    .returning({ failures: signInFailures.failures })
  return row?.failures ?? 0
}

function keysOf({ userName, address }: SignInAttempt): readonly [ofName: string, ofAddress: string] {
  return [digestOf('name', userName.trim().toLowerCase()), digestOf('address', address)]
}
