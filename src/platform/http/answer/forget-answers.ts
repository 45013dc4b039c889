import { lt } from 'drizzle-orm'
import type { Tx } from '../../db/db.ts'
import { idempotencyKeys } from '../tables.ts'

/** Answers kept for Idempotency-Keys from before; the same key is then a new request. */
export async function forgetOldAnswers(tx: Tx, before: Date): Promise<void> {
  await tx.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, before))
}
