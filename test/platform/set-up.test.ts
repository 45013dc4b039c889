import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import postgres from 'postgres'
import { afterEach, expect, inject, it } from 'vitest'
import { projectRoot } from '../../src/platform/project-root.ts'
import { anyPorts, startStoreProcess } from '../support/store-process.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function emptyDatabase(): Promise<string> {
  const name = `store_test_${randomBytes(6).toString('hex')}`
  const admin = postgres(inject('postgresUrl'), { max: 1, onnotice: () => {} })
  await admin.unsafe(`create database ${name}`)
  closers.push(async () => {
    await admin.unsafe(`drop database if exists ${name} with (force)`)
    await admin.end({ timeout: 1 })
  })
  const url = new URL(inject('postgresUrl'))
  url.pathname = `/${name}`
  return url.href
}

it('eight processes that start at once on an empty database all come up, with one set of first entries', async () => {
  const DATABASE_URL = await emptyDatabase()
  const started = await Promise.allSettled(
    Array.from({ length: 8 }, () => {
      // A box has its partners' books in its directory, so each has a directory of its own, and they share the database.
      const DATA_DIR = mkdtempSync(join(tmpdir(), 'store-eight-'))
      closers.push(() => rmSync(DATA_DIR, { recursive: true, force: true }))
      return startStoreProcess({ ...anyPorts, DATABASE_URL, DATA_DIR, DATABASE_POOL: '2' }, { withinMs: 240_000 })
    }),
  )
  closers.push(() => Promise.all(started.map((store) => store.status === 'fulfilled' && store.value.kill())))
  expect(started.flatMap((store) => (store.status === 'rejected' ? [String(store.reason)] : []))).toEqual([])
  const client = postgres(DATABASE_URL, { max: 1 })
  closers.push(() => client.end({ timeout: 1 }))
  expect(await client`select name from pgboss.queue order by name`).toEqual([{ name: 'long' }, { name: 'short' }])
  expect(await client`select count(*)::int as sites from production_sites where id = 'dublin'`).toEqual([{ sites: 1 }])
  expect(await client`select count(*) = count(distinct hash) as once from drizzle.__drizzle_migrations`).toEqual([
    { once: true },
  ])
}, 300_000)

it('processes that make the secrets of one directory at once have the same ones', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'store-secrets-'))
  closers.push(() => rmSync(directory, { recursive: true, force: true }))
  const module = join(projectRoot, 'src/box-secrets.ts')
  const program = `import { boxSecrets } from ${JSON.stringify(module)}
    for (let n = 0; n < 200; n += 1) console.log(boxSecrets(process.argv[1] + '/' + n).session)`
  const run = promisify(execFile)
  const told = await Promise.all(
    [1, 2, 3].map(() =>
      run(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program, directory], { cwd: projectRoot }),
    ),
  )
  expect(new Set(told.map(({ stdout }) => stdout)).size).toBe(1)
}, 60_000)
