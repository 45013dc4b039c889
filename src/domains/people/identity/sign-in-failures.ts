import { and, eq, gt, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { TooManySignIns } from './errors.ts'
import { digestOf } from './sign-on-tickets.ts'
import { signInFailures } from './tables.ts'

// A person mistypes a few times; a company behind one address has many persons. Whoever guesses from many addresses has,
// for one name, ten tries an address and a hundred in all: under ten thousand a day, which is too few for any password
// that a platform accepts, and enough addresses of strangers to be noticed.
const limits = { pair: 10, address: 100, strangers: 100 } as const
const windowMs = 15 * 60_000
// How long an address is known for a name that signed on from it.
const knownMs = 30 * 24 * 3_600_000

export interface SignInAttempt {
  readonly userName: string
  /** Network address of whoever tries. */
  readonly address: string
}

/**
 * Counts an attempt before it is made, so that many at once cannot pass the limit together. A name is never locked as such:
 * strangers use up their own tries and those of all strangers, and an address from which the name signed on keeps its own.
 * @throws {TooManySignIns}
 */
export async function countSignIn(db: Db, attempt: SignInAttempt, now: Date): Promise<void> {
  const keys = keysOf(attempt)
  const isOver = await db.transaction(async (tx) => {
    // One order for everybody, or two attempts could wait for each other. What is refused counts no further.
    if ((await count(tx, keys.pair, now)) > limits.pair) return true
    if ((await count(tx, keys.address, now)) > limits.address) return true
    if (await isKnown(tx, keys.known, now)) return false
    return (await count(tx, keys.strangers, now)) > limits.strangers
  })
  if (isOver) throw new TooManySignIns()
}

/** The password was right: the count for the name starts again at this address, which is known for it from now on. */
export async function forgiveSignIn(db: Db, attempt: SignInAttempt, now: Date): Promise<void> {
  const keys = keysOf(attempt)
  await db.transaction(async (tx) => {
    await tx.delete(signInFailures).where(eq(signInFailures.digest, keys.pair))
    await oneLess(tx, keys.address)
    if (!(await isKnown(tx, keys.known, now))) await oneLess(tx, keys.strangers)
    // A row of this kind counts nothing; its instant is when it is forgotten.
    const known = { digest: keys.known, failures: 0, since: new Date(now.getTime() + knownMs) }
    await tx
      .insert(signInFailures)
      .values(known)
      .onConflictDoUpdate({ target: signInFailures.digest, set: { since: known.since } })
  })
}

async function isKnown(tx: Tx, digest: string, now: Date): Promise<boolean> {
  const rows = await tx
    .select({ digest: signInFailures.digest })
    .from(signInFailures)
    .where(and(eq(signInFailures.digest, digest), gt(signInFailures.since, now)))
  return rows.length > 0
}

async function oneLess(tx: Tx, digest: string): Promise<void> {
  await tx
    .update(signInFailures)
    .set({ failures: sql`greatest(${signInFailures.failures} - 1, 0)` })
    .where(eq(signInFailures.digest, digest))
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

function keysOf({ userName, address }: SignInAttempt) {
  const name = userName.trim().toLowerCase()
  const from = networkOf(address)
  return {
    pair: digestOf('pair', name, from),
    address: digestOf('address', from),
    strangers: digestOf('strangers', name),
    known: digestOf('known', name, from),
  }
}

/** The address, and of IP version 6 the network: whoever has one address of a /64 has all of them. */
function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined || !address.includes(':')) return mapped ?? address
  const [head = '', tail] = address.split('::')
  const before = head.split(':').filter(Boolean)
  const after = (tail ?? '').split(':').filter(Boolean)
  const zeros = tail === undefined ? 0 : Math.max(8 - before.length - after.length, 0)
  const groups = [...before, ...Array.from({ length: zeros }, () => '0'), ...after]
  return groups
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':')
}
