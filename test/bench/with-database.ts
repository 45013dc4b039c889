import postgres, { type Sql } from 'postgres'
import { migrate } from '../../src/platform/db/migrate.ts'
import { startPostgres } from '../support/postgres.ts'

/**
 * A migrated, empty database on a real PostgreSQL for the time of the work: on TEST_DATABASE_URL, or on a server of its
 * own. Gone afterwards.
 */
export async function withDatabase(work: (url: string) => Promise<void>): Promise<void> {
  const given = process.env['TEST_DATABASE_URL']
  const server =
    given === undefined
      ? await startPostgres(['shared_preload_libraries=pg_stat_statements', 'pg_stat_statements.track_utility=on'])
      : { url: given, stop: async () => {} }
  const admin = postgres(server.url, { max: 1, onnotice: () => {} })
  const name = `store_bench_${process.pid}`
  await admin.unsafe(`create database ${name}`)
  const url = new URL(server.url)
  url.pathname = `/${name}`
  try {
    await migrate({ url: url.href, pool: 1 })
    await work(url.href)
  } finally {
    await admin.unsafe(`drop database if exists ${name} with (force)`)
    await admin.end({ timeout: 1 })
    await server.stop()
  }
}

/** Cleared up and written out, as a day later: what is measured next does not share its time with that work. */
export async function settle(sql: Sql): Promise<void> {
  await sql`vacuum analyze`
  await sql`checkpoint`
}
