import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate as migrateWith } from 'drizzle-orm/postgres-js/migrator'
import { projectRoot } from '../project-root.ts'
import { type ConnectionTarget, openClient } from './db.ts'

const migrationsLock = 7_246_317

/** Brings the database to this build's schema; may run at every start of every replica, which wait for each other. */
export async function migrate(target: ConnectionTarget): Promise<void> {
  // One connection, so that the lock of the session and the migrations share it.
  const client = openClient(target, 1)
  try {
    await client`select pg_advisory_lock(${migrationsLock})`
    await migrateWith(drizzle(client), { migrationsFolder: join(projectRoot, 'drizzle') })
    await client`select pg_advisory_unlock(${migrationsLock})`
  } finally {
    await client.end({ timeout: 5 })
  }
}
