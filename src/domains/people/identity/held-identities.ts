import { and, eq } from 'drizzle-orm'
import type { Clock } from '../../../kernel/clock.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import type { Log } from '../../../platform/log/log.ts'
import { findMember, membersByEmail } from '../accounts/index.ts'
import type { ProvenIdentity } from './port.ts'
import { heldIdentities } from './tables.ts'

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
        eq(heldIdentities.way, way),
        eq(heldIdentities.issuer, issuer),
        eq(heldIdentities.subject, subject),
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
    if (userName !== null && (await findMember(tx, userName)) !== null) return
    if (!(await membersByEmail(tx, [email])).has(email)) return
    const seen = { userName, email, lastSeenAt: deps.clock.now() }
    const [row] = await tx
      .insert(heldIdentities)
      .values({ id: newId('idn'), way, issuer, subject, ...seen, firstSeenAt: seen.lastSeenAt, state: 'held' })
      .onConflictDoUpdate({
        target: [heldIdentities.way, heldIdentities.issuer, heldIdentities.subject],
        set: seen,
      })
      .returning({ id: heldIdentities.id, state: heldIdentities.state })
    deps.log.warn({ heldIdentityId: row?.id, state: row?.state, way }, 'likely twin of a member held for a person')
  })
}
