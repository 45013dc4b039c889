import { desc } from 'drizzle-orm'
import type { Db, Tx } from '../db/db.ts'
import { inboundEvents } from './tables.ts'

/** Notes what a provider told us; false when this event was kept before, so that it has one effect. */
export async function saveInboundEvent(
  tx: Tx,
  event: { provider: string; eventId: string; type: string; objectId: string; receivedAt: Date },
): Promise<boolean> {
  const rows = await tx
    .insert(inboundEvents)
    .values(event)
    .onConflictDoNothing()
    .returning({ eventId: inboundEvents.eventId })
  return rows.length > 0
}

/** When the last message that was understood came; null when none has. */
export async function lastInboundAt(tx: Db | Tx): Promise<Date | null> {
  const { receivedAt } = inboundEvents
  const [row] = await tx.select({ receivedAt }).from(inboundEvents).orderBy(desc(receivedAt)).limit(1)
  return row?.receivedAt ?? null
}
