import PgBoss from 'pg-boss'
import type { Sql } from 'postgres'
import { arrayLiteral } from '../db/text-array.ts'
import type { Log } from '../log/log.ts'
import { lanes } from './jobs.ts'

/**
 * Starts pg-boss on a client of its own and makes the lanes; may run at every start of every replica.
 * The client must have `max: 1`, because pg-boss sends whole transactions as one script.
 */
export async function startBoss(client: Sql, log: Log): Promise<PgBoss> {
  const boss = new PgBoss({
    db: {
      executeSql: async (text, values) => ({
        rows: await client.unsafe(text, (values ?? []).map(parameterOf)),
      }),
    },
    schedule: false,
    archiveFailedAfterSeconds: 30 * 24 * 3600,
    archiveCompletedAfterSeconds: 24 * 3600,
  })
  boss.on('error', (error) => log.error({ err: error }, 'queue maintenance failed'))
  await boss.start()
  for (const lane of lanes) await boss.createQueue(lane)
  return boss
}

// The statement casts each; the driver knows no types of lists, because it does not ask the server for them.
function parameterOf(value: unknown): string {
  if (Array.isArray(value)) return arrayLiteral(value.map(String))
  return (value ?? null) as string
}
