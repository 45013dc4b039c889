import { type SQLWrapper, sql } from 'drizzle-orm'
import type { Tx } from './db.ts'

/**
 * Sends writes as one statement, and so in one round trip. Each of them sees the database as it was before: none may read or
 * change what another one writes. Foreign keys between their rows hold, because they are checked at the end.
 */
export async function writeTogether(tx: Tx, writes: readonly SQLWrapper[]): Promise<void> {
  const named = writes.map((write, n) => sql`${sql.raw(`write_${n}`)} as (${write.getSQL()})`)
  await tx.execute(sql`with ${sql.join(named, sql`, `)} select`)
}
