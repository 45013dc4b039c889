import type { Tx } from '../db/db.ts'
import { inboundEvents } from './tables.ts'

/** Keeps what a provider told us; false when this event was kept before, so that it has one effect. */
export async function keepInboundEvent(
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
