import { join } from 'node:path'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import type { Sql, TransactionSql } from 'postgres'
import { DomainError } from '../../kernel/domain-error.ts'
import { projectRoot } from '../project-root.ts'
import { setUpQueue } from '../queue/set-up-queue.ts'
import { DatabaseFailure } from './database-failure.ts'
import { serverAddress } from './database-url.ts'
import { type ConnectionTarget, openClient } from './db.ts'

// Each lock of the whole database has a number of its own; 7246318 and 7246319 are of answers and of price groups.
const setUpLock = 7_246_317
const seedLock = 7_246_320

/**
 * Brings the database to this build's schema, the queue's own included; may run at every start of every replica, which
 * wait for each other. All of it is one transaction, which holds the lock: a start that dies half-way leaves nothing
 * behind, and a pooler that gives each transaction another session cannot part lock and work.
 */
export async function migrate(target: ConnectionTarget): Promise<void> {
  await alone(target, setUpLock, async (tx) => {
    await runMigrations(tx)
    await setUpQueue(tx)
  })
}

/**
 * Runs `work` while no other replica runs one, for first entries that take several transactions. Of the embedded database
 * there is one session and one store, so nothing has to wait, and a lock held beside the work would wait for itself.
 */
export async function oneReplicaAtATime(target: ConnectionTarget, work: () => Promise<void>): Promise<void> {
  if (target.socketFolder === undefined) await alone(target, seedLock, work)
  else await work()
}

async function alone(
  target: ConnectionTarget,
  lock: number,
  work: (tx: TransactionSql) => Promise<void>,
): Promise<void> {
  const client = openClient(target, 1)
  try {
    if (target.url !== undefined) await reach(client, serverAddress(target.url).connectTimeoutSeconds ?? 10)
    await client.begin(async (tx) => {
      // Hosted databases end what waits for long; here the last of many replicas waits for all before it.
      await tx`set local lock_timeout = 0`
      await tx`set local statement_timeout = 0`
      await tx`set local idle_in_transaction_session_timeout = 0`
      await tx`select pg_advisory_xact_lock(${lock})`
      await work(tx)
    })
  } finally {
    await client.end({ timeout: 5 })
  }
}

/** postgres.js connects again without end where a server, or what stands before one, takes a connection and hangs up. */
async function reach(client: Sql, connectSeconds: number): Promise<void> {
  let isLate = false
  const timer = setTimeout(
    () => {
      isLate = true
      void client.end({ timeout: 0 })
    },
    (connectSeconds + 2) * 1000,
  )
  try {
    await client`select 1`
  } catch (error) {
    if (!isLate) throw error
    throw new DatabaseFailure(
      'database-hangs-up',
      'The database does not answer: it takes connections and hangs up. Look at it, and at DATABASE_URL.',
      {},
      error,
    )
  } finally {
    clearTimeout(timer)
  }
}

/** Nothing was released before the first migration of today, so nothing is carried over from an earlier one. */
async function refuseUnreleased(tx: TransactionSql, first: number): Promise<void> {
  const earlier = await tx`select from drizzle.__drizzle_migrations where created_at < ${first} limit 1`
  if (earlier.length === 0) return
  throw new DomainError(
    'database-unreleased',
    'This database was made by a version from before 0.1.0, which is not carried over. Remove the data directory (DATA_DIR) or name an empty database in DATABASE_URL, and start again.',
  )
}

/** As Drizzle's own migrator, whose notes these are, within the transaction that is open: that one opens its own. */
async function runMigrations(tx: TransactionSql): Promise<void> {
  await tx`create schema if not exists drizzle`
  await tx`create table if not exists drizzle.__drizzle_migrations (
    id serial primary key, hash text not null, created_at bigint)`
  const migrations = readMigrationFiles({ migrationsFolder: join(projectRoot, 'drizzle') })
  const [last] = await tx<{ at: string | null }[]>`select max(created_at) as at from drizzle.__drizzle_migrations`
  await refuseUnreleased(tx, migrations[0]?.folderMillis ?? 0)
  for (const { folderMillis, sql, hash } of migrations) {
    if (Number(last?.at ?? -1) >= folderMillis) continue
    for (const statement of sql) await tx.unsafe(statement)
    await tx`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${folderMillis})`
  }
}
