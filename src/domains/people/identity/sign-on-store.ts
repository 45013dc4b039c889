import { lt } from 'drizzle-orm'
import type { Tx } from '../../../platform/db/db.ts'
import { signInFailures, signOnTickets, usedHandoffs } from './tables.ts'

/** False when it was used before; part of the transaction that lets somebody in. */
export async function useOnce(tx: Tx, jti: string, expiresAt: Date, at: Date): Promise<boolean> {
  const rows = await tx
    .insert(usedHandoffs)
    .values({ jti, expiresAt, usedAt: at })
    .onConflictDoNothing()
    .returning({ jti: usedHandoffs.jti })
  return rows.length > 0
}

/** What could not be accepted any more need not be remembered, nor what was under way. */
export async function forgetOldSignOns(tx: Tx, before: Date): Promise<void> {
  await tx.delete(usedHandoffs).where(lt(usedHandoffs.expiresAt, before))
  await tx.delete(signOnTickets).where(lt(signOnTickets.expiresAt, before))
  await tx.delete(signInFailures).where(lt(signInFailures.since, before))
}
