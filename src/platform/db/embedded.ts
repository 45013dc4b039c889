import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { type DataLock, lockDataDirectory } from './data-lock.ts'
import { DatabaseFailure } from './database-failure.ts'
import { type EmbeddedDatabaseBroken, openSession } from './embedded-session.ts'
import { serveEmbedded } from './embedded-socket.ts'
import { shortWay } from './short-way.ts'

export interface EmbeddedDatabase {
  readonly socketFolder: string
  close(): Promise<void>
}

/**
 * PostgreSQL inside this process, for the box: data in `<directory>/postgres`, reached like any other server through a
 * local socket that only this user can open. `onBroken` is told once when the database has ended by itself: then nothing
 * works until another process starts.
 * @throws {DataDirectoryInUse}
 * @throws {DatabaseFailure} when it does not start
 */
export async function startEmbedded(
  directory: string,
  onBroken: (error: EmbeddedDatabaseBroken) => void,
): Promise<EmbeddedDatabase> {
  const lock = await lockDataDirectory(directory)
  try {
    return await open(directory, lock, onBroken)
  } catch (error) {
    await lock.release()
    throw error
  }
}

async function open(
  directory: string,
  lock: DataLock,
  onBroken: (error: EmbeddedDatabaseBroken) => void,
): Promise<EmbeddedDatabase> {
  const database = await create(join(directory, 'postgres'))
  const session = openSession(database, onBroken)
  const way = shortWay(lock.folder)
  const socket = join(way.path, '.s.PGSQL.5432')
  // Of a process that was killed; the lock says that nobody listens there.
  rmSync(socket, { force: true })
  const server = await serveEmbedded(session, socket)
  return {
    socketFolder: way.path,
    close: async () => {
      await server.close()
      way.leave()
      // A broken one cannot write a checkpoint; its log is read at the next start.
      if (session.broken === null) await database.close()
      await lock.release()
    },
  }
}

async function create(dataDir: string): Promise<PGlite> {
  try {
    return await PGlite.create({ dataDir, extensions: { btree_gist, pg_trgm } })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new DatabaseFailure(
      'embedded-database-does-not-start',
      `The embedded database in ${dataDir} does not start (${reason}). Look at the free space and the rights there.`,
      { dataDir },
      error,
    )
  }
}
