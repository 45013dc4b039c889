import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { inject } from 'vitest'
import { type Connection, connect } from '../../src/platform/db/db.ts'

export interface TestDatabase extends Connection {
  readonly url: string
  /** Closes the connections and drops the database. */
  drop(): Promise<void>
}

/** A migrated database for one test file, empty unless a template is named. A run that is killed leaves it for a look. */
export async function testDatabase(pool = 8, template = inject('templateDatabase')): Promise<TestDatabase> {
  const name = `store_test_${randomBytes(6).toString('hex')}`
  const admin = postgres(inject('postgresUrl'), { max: 1, onnotice: () => {} })
  // Copied file by file, because a copy through the write-ahead log takes twice the time.
  await admin.unsafe(`create database ${name} template ${template} strategy file_copy`)
  const url = new URL(inject('postgresUrl'))
  url.pathname = `/${name}`
  const connection = connect({ url: url.href, pool })
  return {
    ...connection,
    url: url.href,
    drop: async () => {
      await connection.close()
      await admin.unsafe(`drop database if exists ${name} with (force)`)
      await admin.end({ timeout: 1 })
    },
  }
}
