import { newId } from '../../../kernel/ids.ts'
import type { Tx } from '../../db/db.ts'
import { auditEntries } from '../tables.ts'

/** Records what a member of staff did, in the transaction that did it. Detail holds ids and values, no personal data. */
export async function audit(
  tx: Tx,
  entry: { at: Date; actor: string; action: string; subject: string; detail?: Record<string, unknown> },
): Promise<void> {
  await tx.insert(auditEntries).values({ id: newId('aud'), detail: {}, ...entry })
}
