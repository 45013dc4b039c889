import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { startEmbedded } from '../../src/platform/db/embedded.ts'
import { migrate } from '../../src/platform/db/migrate.ts'
import { madeOnce } from './made-once.ts'

/**
 * Puts a migrated, empty embedded database into a data directory. For a test of a store that has its own database, where
 * how a first start makes it is not the subject: making it takes ten seconds of processor time, a copy a tenth of one.
 */
export async function giveEmbeddedDatabase(dataDir: string): Promise<void> {
  const made = await madeOnce('embedded', async (directory) => {
    const embedded = await startEmbedded(directory, () => {})
    try {
      await migrate({ socketFolder: embedded.socketFolder, pool: 1 })
    } finally {
      await embedded.close()
    }
  })
  cpSync(join(made, 'postgres'), join(dataDir, 'postgres'), { recursive: true })
}
