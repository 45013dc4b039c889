import { createHash } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { type DataLock, lockDataDirectory } from './data-lock.ts'
import { serveEmbedded } from './embedded-socket.ts'

export interface EmbeddedDatabase {
  readonly socketFolder: string
  close(): Promise<void>
}

/**
 * PostgreSQL inside this process, for the box: data in `<directory>/postgres`, reached like any other server through a
 * local socket that only this user can open.
 * @throws {DataDirectoryInUse}
 */
export async function startEmbedded(directory: string): Promise<EmbeddedDatabase> {
  // Not inside the data directory: the name of a socket may have at most 107 bytes.
  const socketFolder = join(tmpdir(), `store-${createHash('sha256').update(directory).digest('hex').slice(0, 16)}`)
  const lock = lockDataDirectory(directory, socketFolder)
  try {
    return await open(directory, socketFolder, lock)
  } catch (error) {
    lock.release()
    throw error
  }
}

async function open(directory: string, socketFolder: string, lock: DataLock): Promise<EmbeddedDatabase> {
  rmSync(socketFolder, { recursive: true, force: true })
  mkdirSync(socketFolder, { recursive: true, mode: 0o700 })
  const database = await PGlite.create({ dataDir: join(directory, 'postgres'), extensions: { btree_gist, pg_trgm } })
  const server = await serveEmbedded(database, join(socketFolder, '.s.PGSQL.5432'))
  return {
    socketFolder,
    close: async () => {
      await server.close()
      await database.close()
      rmSync(socketFolder, { recursive: true, force: true })
      lock.release()
    },
  }
}
