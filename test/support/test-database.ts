import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { inject } from 'vitest'
import { type Connection, connect } from '../../src/platform/db/db.ts'

export interface TestDatabase extends Connection {
  readonly url: string
  /** Closes the connections and drops the database. */
  drop(): Promise<void>
}

/** A migrated, empty database for one test file. A run that is killed leaves it for a look. */
export async function testDatabase(pool = 8): Promise<TestDatabase> {
  const name = `store_test_${randomBytes(6).toString('hex')}`
  const admin = postgres(inject('postgresUrl'), { max: 1, onnotice: () => {} })
  await admin.unsafe(`create database ${name} template ${inject('templateDatabase')}`)
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
