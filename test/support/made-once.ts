import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import postgres from 'postgres'
import { inject } from 'vitest'

// Of the test's own server, and of no database of a store.
const lock = 1

/**
 * The path of a thing that the whole run needs one of: the first worker that asks makes it, the others wait for it. `make`
 * is given the path to make it at; one that failed is made again by the next who asks.
 */
export async function madeOnce(name: string, make: (path: string) => Promise<void>): Promise<string> {
  const path = join(inject('runFolder'), name)
  if (existsSync(path)) return path
  const admin = postgres(inject('postgresUrl'), { max: 1, onnotice: () => {} })
  try {
    await admin`select pg_advisory_lock(${lock})`
    if (existsSync(path)) return path
    const begun = `${path}.begun-${process.pid}`
    await make(begun)
    renameSync(begun, path)
    return path
  } finally {
    await admin.end({ timeout: 1 })
  }
}
