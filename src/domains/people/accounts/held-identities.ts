import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Clock } from '../../../kernel/clock.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import type { Log } from '../../../platform/log/log.ts'
import type { ProvenIdentity } from './port.ts'
import { heldIdentities, members, memberships } from './tables.ts'

export type HeldIdentity = typeof heldIdentities.$inferSelect

/** The member that staff linked this identity to; null when they did not. */
export async function linkOf(
  tx: Db | Tx,
  { way, issuer, subject }: Pick<ProvenIdentity, 'way' | 'issuer' | 'subject'>,
): Promise<HeldIdentity | null> {
  const [row] = await tx
    .select()
    .from(heldIdentities)
    .where(
      and(
        ...[eq(heldIdentities.way, way), eq(heldIdentities.issuer, issuer), eq(heldIdentities.subject, subject)],
        eq(heldIdentities.state, 'linked'),
      ),
    )
  return row ?? null
}

/**
 * Keeps an identity that the platform does not know by name for a person to judge, if its verified address is a member's.
 * Gives nothing away: whoever tries is refused just as without it. Once per identity, however often it is tried.
 */
export async function holdLikelyTwin(
  deps: { readonly db: Db; readonly clock: Clock; readonly log: Log },
  { way, issuer, subject, userName, email }: ProvenIdentity,
): Promise<void> {
  if (email === null) return
  await deps.db.transaction(async (tx) => {
    if (userName !== null && (await isKnownName(tx, userName))) return
    if (!(await candidatesByEmail(tx, [email])).has(email)) return
    const seen = { userName, email, lastSeenAt: deps.clock.now() }
    const [row] = await tx
      .insert(heldIdentities)
      .values({ id: newId('idn'), ...{ way, issuer, subject }, ...seen, firstSeenAt: seen.lastSeenAt, state: 'held' })
      .onConflictDoUpdate({
        target: [heldIdentities.way, heldIdentities.issuer, heldIdentities.subject],
        set: seen,
      })
      .returning({ id: heldIdentities.id, state: heldIdentities.state })
    deps.log.warn({ heldIdentityId: row?.id, state: row?.state, way }, 'likely twin of a member held for a person')
  })
}

export interface Candidate {
  readonly userName: string
  readonly firstName: string
  readonly lastName: string
  readonly accountIds: readonly string[]
}

/** Active members by their address in lower case, for as many addresses as there are, in one statement. */
export async function candidatesByEmail(
  tx: Db | Tx,
  emails: readonly string[],
): Promise<ReadonlyMap<string, readonly Candidate[]>> {
  if (emails.length === 0) return new Map()
  const address = sql<string>`lower(${members.email})`
  const rows = await tx
    .select({
      email: address,
      userName: members.userName,
      firstName: members.firstName,
      lastName: members.lastName,
      accountIds: sql<string[]>`coalesce(array_agg(${memberships.accountId} order by ${memberships.accountId})
        filter (where ${memberships.accountId} is not null), '{}')`,
    })
    .from(members)
    .leftJoin(memberships, eq(memberships.userName, members.userName))
    .where(and(inArray(address, [...emails]), members.active, isNull(members.removedAt)))
    .groupBy(members.userName)
    .orderBy(members.userName)
  const found = new Map<string, Candidate[]>()
  for (const { email, ...candidate } of rows) found.set(email, [...(found.get(email) ?? []), candidate])
  return found
}

async function isKnownName(tx: Tx, userName: string): Promise<boolean> {
  const rows = await tx
    .select({ userName: members.userName })
    .from(members)
    .where(and(eq(members.userName, userName.toLowerCase()), isNull(members.removedAt)))
  return rows.length > 0
}
