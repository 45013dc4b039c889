import PgBoss from 'pg-boss'
import type { Sql } from 'postgres'
import type { Log } from '../log/log.ts'
import { valuesOf } from './set-up-queue.ts'

/**
 * Starts pg-boss on a client of its own, in a database that was set up; may run at every start of every replica.
 * The client must have `max: 1`, because pg-boss sends whole transactions as one script.
 */
export async function startBoss(client: Sql, log: Log): Promise<PgBoss> {
  const boss = new PgBoss({
    db: {
      executeSql: async (text, values) => ({
        rows: await client.unsafe(text, valuesOf(values)),
      }),
    },
    schedule: false,
    migrate: false,
    archiveFailedAfterSeconds: 30 * 24 * 3600,
    archiveCompletedAfterSeconds: 24 * 3600,
  })
  boss.on('error', (error) => log.error({ err: error }, 'queue maintenance failed'))
  await boss.start()
  return boss
}
