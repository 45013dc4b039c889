import type { ExtractTablesWithRelations } from 'drizzle-orm'
import type { PgTransaction } from 'drizzle-orm/pg-core'
import { drizzle, type PostgresJsDatabase, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js'
import postgres, { type Sql } from 'postgres'
import { admitting } from './admission.ts'

type NoSchema = Record<string, never>

export type Db = PostgresJsDatabase<NoSchema>
/** An open transaction. Store functions take it first and never default it. */
export type Tx = PgTransaction<PostgresJsQueryResultHKT, NoSchema, ExtractTablesWithRelations<NoSchema>>

export interface Connection {
  readonly db: Db
  /** A client of its own for the queue, which sends whole transactions as one script and so needs `max: 1`. */
  readonly queueClient: Sql
  close(): Promise<void>
}

export interface ConnectionTarget {
  readonly url?: string
  /** Folder of a local socket, instead of an address. */
  readonly socketFolder?: string
  readonly pool: number
}

/** Whoever closes has waited for the work that he wanted to wait for. */
const cutOffAfterSeconds = 1

/** Opens the pool; the first statement connects. */
export function connect(target: ConnectionTarget): Connection {
  const client = openClient(target, target.pool)
  const queueClient = openClient(target, 1)
  return {
    db: drizzle(admitting(client, target.pool)),
    queueClient,
    close: async () => {
      await Promise.all([client.end({ timeout: cutOffAfterSeconds }), queueClient.end({ timeout: cutOffAfterSeconds })])
    },
  }
}

/** A bare client; Drizzle changes how the client that it is given reads JSON and dates, so nobody shares one with it. */
export function openClient(target: ConnectionTarget, max: number): Sql {
  const options = {
    max,
    connect_timeout: 10,
    idle_timeout: 0,
    onnotice: () => {},
    connection: { application_name: 'entitlement-store' },
  }
  return target.socketFolder === undefined
    ? postgres(target.url ?? '', options)
    : postgres({
        ...options,
        host: target.socketFolder,
        port: 5432,
        user: 'postgres',
        database: 'postgres',
        ssl: false,
      })
}
