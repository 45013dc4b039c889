import type { ExtractTablesWithRelations } from 'drizzle-orm'
import type { PgTransaction } from 'drizzle-orm/pg-core'
import { drizzle, type PostgresJsDatabase, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js'
import postgres, { type Sql } from 'postgres'
import { serverAddress } from './database-url.ts'
import { limitedClient } from './limited-client.ts'
import { renewing } from './renewing.ts'
import { textsOfArray } from './text-array.ts'

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
  /** Whether statements that come again get a name in their session; false where a pooler gives each another session. */
  readonly prepare?: boolean
  /** How long a statement may be under way before the store looks whether the database is there; ten seconds unless told. */
  readonly doubtAfterMs?: number
  /** How long a statement may wait for its turn; a minute unless told. */
  readonly turnWithinMs?: number
}

/** Whoever closes has waited for the work that he wanted to wait for. */
const cutOffAfterSeconds = 1

/** Opens the pool; the first statement connects. */
export function connect(target: ConnectionTarget): Connection {
  // The embedded database has one session behind it, and no network between.
  const doubtAfterMs = target.socketFolder === undefined ? (target.doubtAfterMs ?? 10_000) : null
  const clientOf = (max: number) => renewing({ open: (onLost) => openClient(target, 1, onLost), max, doubtAfterMs })
  const client = clientOf(target.pool)
  const queueClient = clientOf(1)
  return {
    db: drizzle(limitedClient(client, target.pool, target.turnWithinMs ?? 60_000)),
    queueClient,
    close: async () => {
      await Promise.all([client.end({ timeout: cutOffAfterSeconds }), queueClient.end({ timeout: cutOffAfterSeconds })])
    },
  }
}

/** A bare client; Drizzle changes how the client that it is given reads JSON and dates, so nobody shares one with it. */
export function openClient(target: ConnectionTarget, max: number, onLost: () => void = () => {}): Sql {
  const session = { application_name: 'entitlement-store' }
  const options = {
    max,
    connect_timeout: 5,
    idle_timeout: 0,
    // Asking for the types at each connection ends the process when the server goes in the middle of it.
    fetch_types: false,
    types: { texts: { to: 1009, from: [1009], serialize: (texts: unknown) => texts, parse: textsOfArray } },
    // A server that comes back is used at once.
    backoff: () => 0.1,
    onnotice: () => {},
    onclose: onLost,
  }
  if (target.socketFolder !== undefined)
    return postgres({
      ...options,
      host: target.socketFolder,
      port: 5432,
      user: 'postgres',
      database: 'postgres',
      ssl: false,
      connection: session,
    })
  const address = serverAddress(target.url ?? '')
  // It takes lists too, which its types do not know; a text it would cut at the colons of an IPv6 address.
  const places = { host: address.host, port: address.port } as unknown as { host: string; port: number }
  return postgres({
    ...options,
    ...places,
    ssl: address.ssl,
    prepare: target.prepare ?? address.prepare,
    connection: { ...session, ...address.session },
    ...(address.path === undefined ? {} : { path: address.path }),
    ...(address.user === undefined ? {} : { user: address.user }),
    ...(address.password === undefined ? {} : { password: address.password }),
    ...(address.database === undefined ? {} : { database: address.database }),
    ...(address.sslnegotiation === undefined ? {} : { sslnegotiation: address.sslnegotiation }),
    ...(address.connectTimeoutSeconds === undefined ? {} : { connect_timeout: address.connectTimeoutSeconds }),
    ...(address.targetSessionAttrs === undefined ? {} : { target_session_attrs: address.targetSessionAttrs }),
  })
}

/** The server of the configuration, with the pool that its address allows beside the queue's own connection: at least two. */
export function serverTarget(
  url: string,
  { pool, prepare }: { readonly pool: number; readonly prepare: boolean | undefined },
): ConnectionTarget {
  const { connectionLimit } = serverAddress(url)
  return {
    url,
    pool: connectionLimit === null ? pool : Math.max(2, Math.min(pool, connectionLimit - 1)),
    ...(prepare === undefined ? {} : { prepare }),
  }
}
