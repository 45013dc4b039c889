import PgBoss from 'pg-boss'
import type { TransactionSql } from 'postgres'
import { arrayLiteral } from '../db/text-array.ts'
import { lanes } from './jobs.ts'

/**
 * Makes pg-boss's schema and the lanes, or brings them up to date, within the transaction. Left to itself pg-boss makes
 * its schema under a lock and each queue without one, and replicas that start together deadlock in `create_queue`.
 */
export async function setUpQueue(tx: TransactionSql): Promise<void> {
  const boss = new PgBoss({
    db: { executeSql: async (text, values) => ({ rows: await tx.unsafe(withoutFrame(text), valuesOf(values)) }) },
    schedule: false,
    supervise: false,
  })
  await boss.start()
  for (const lane of lanes) await boss.createQueue(lane)
  await boss.stop({ graceful: false })
}

/** Its scripts begin and commit a transaction of their own. */
function withoutFrame(script: string): string {
  return script.replace(/^\s*BEGIN;/, '').replace(/COMMIT;\s*$/, '')
}

/**
 * The values of one of pg-boss's statements, as the driver takes them. The statement casts each list; the driver knows no
 * types of lists, because it does not ask the server for them.
 */
export function valuesOf(values: readonly unknown[] | undefined): (string | null)[] {
  return (values ?? []).map((value) => {
    if (Array.isArray(value)) return arrayLiteral(value.map(String))
    return (value ?? null) as string | null
  })
}
