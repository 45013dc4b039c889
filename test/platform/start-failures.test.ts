import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, inject, it, vi } from 'vitest'
import { migrate } from '../../src/platform/db/migrate.ts'
import { startFailureOf } from '../../src/start-failure.ts'
import { type Ended, freePort, runStoreProcess, startCommand } from '../support/store-process.ts'

// Each starts up to three processes.
vi.setConfig({ testTimeout: 180_000 })

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'store-failures-'))
  closers.push(() => rmSync(made, { recursive: true, force: true }))
  return made
}

const password = 'Hunter2secret'

function tellsOneSentence({ output }: Ended, sentence: RegExp): void {
  expect(output).toMatch(sentence)
  expect(output.trim().split('\n')).toHaveLength(1)
  expect(output).not.toMatch(/^ +at /m)
  expect(output).not.toContain(password)
}

// Every verb that opens the store's database.
const verbs = [
  ['sync'],
  ['sync', '--publish', 'run_1'],
  ['reconcile'],
  ['drift'],
  ['queue'],
  ['queue', 'replay', '00000000-0000-4000-8000-000000000000'],
  ['site', 'add', 'dublin'],
  ['seed'],
  ['import', 'chains', 'chains.json'],
  ['import', 'prices', 'package.json'],
  ['export', 'prices', 'prices.csv'],
]

describe('a database that refuses connections is told in one sentence, with exit code 3', () => {
  it.each(verbs.map((words) => [words.join(' '), words] as const))('by store %s', async (_, words) => {
    const port = await freePort()
    const DATABASE_URL = `postgres://u:${password}@127.0.0.1:${port}/x`
    const DATA_DIR = folder()
    const chains = join(DATA_DIR, 'chains.json')
    writeFileSync(chains, '[]')
    const given = words.map((word) => (word === 'chains.json' ? chains : word))
    const end = await startCommand(given, { DATA_DIR, DATABASE_URL }).ended
    tellsOneSentence(
      end,
      /^The database does not answer: connect ECONNREFUSED 127\.0\.0\.1:\d+\. Look at it, and at DATABASE_URL\./,
    )
    expect(end.code).toBe(3)
  })

  it('by store doctor, as one of its checks', async () => {
    const DATABASE_URL = `postgres://u:${password}@127.0.0.1:${await freePort()}/x`
    const end = await startCommand(['doctor'], { DATA_DIR: folder(), DATABASE_URL }).ended
    expect(end.output).toMatch(/^bad +database +The database does not answer: connect ECONNREFUSED/m)
    expect(end.output).not.toMatch(/^ +at /m)
    expect(end.code).toBe(4)
  })

  it('by npm start, with exit code 1', async () => {
    const DATABASE_URL = `postgres://u:${password}@127.0.0.1:${await freePort()}/x`
    const end = await runStoreProcess({ DATA_DIR: folder(), DATABASE_URL })
    tellsOneSentence(end, /^The database does not answer: connect ECONNREFUSED/)
    expect(end.code).toBe(1)
  })
})

it('a database that accepts and never answers is given up within its time, in one sentence', async () => {
  const silent = createServer(() => {})
  const port = await listening(silent)
  closers.push(() => silent.close())
  const DATABASE_URL = `postgres://u:${password}@127.0.0.1:${port}/x?connect_timeout=2`
  const [start, verb] = await Promise.all([
    runStoreProcess({ DATA_DIR: folder(), DATABASE_URL }),
    startCommand(['queue'], { DATA_DIR: folder(), DATABASE_URL }).ended,
  ])
  for (const end of [start, verb]) tellsOneSentence(end, /^The database does not answer: write CONNECT_TIMEOUT/)
  expect([start.code, verb.code]).toEqual([1, 3])
})

it('an option of DATABASE_URL that is not known is named, by a command and by the start', async () => {
  const DATABASE_URL = `postgres://u:${password}@127.0.0.1:1/x?colour=blue`
  const [start, verb] = await Promise.all([
    runStoreProcess({ DATA_DIR: folder(), DATABASE_URL }),
    startCommand(['queue'], { DATA_DIR: folder(), DATABASE_URL }).ended,
  ])
  for (const end of [start, verb]) {
    expect(end.output).toContain('DATABASE_URL: the option colour is not known')
    expect(end.output).not.toContain(password)
  }
  expect([start.code, verb.code]).toEqual([1, 2])
})

it('a database that is missing, and a server that is no database, are told too', async () => {
  const url = new URL(inject('postgresUrl'))
  url.pathname = '/nowhere'
  const missing = await migrate({ url: url.href, pool: 1 }).catch(startFailureOf)
  expect(missing).toEqual({
    sentence: 'The database refused: database "nowhere" does not exist (3D000). Look at it, and at DATABASE_URL.',
    kind: 'away',
  })
  const hangsUp = createServer((socket) => socket.destroy())
  const port = await listening(hangsUp)
  closers.push(() => hangsUp.close())
  const cut = await migrate({ url: `postgres://u:${password}@127.0.0.1:${port}/x?connect_timeout=1`, pool: 1 }).catch(
    startFailureOf,
  )
  expect(cut).toEqual({
    sentence: 'The database does not answer: it takes connections and hangs up. Look at it, and at DATABASE_URL.',
    kind: 'away',
  })
})

describe('a data directory that cannot be used is told in one sentence', () => {
  it('by npm start, by a command and by the sandbox', async () => {
    const file = join(folder(), 'file')
    writeFileSync(file, '')
    const DATA_DIR = join(file, 'data')
    const [start, inFile, sandbox] = await Promise.all([
      runStoreProcess({ DATA_DIR }),
      startCommand(['queue'], { DATA_DIR: file }).ended,
      startCommand(['sandbox'], { DATA_DIR }).ended,
    ])
    expect(start.output).toMatch(
      /cannot be used: a part of the path is no directory \(ENOTDIR\)\. Mend that, or give another path; that of the store's own directory is DATA_DIR\.\n$/,
    )
    for (const end of [inFile, sandbox]) tellsOneSentence(end, /cannot be used: a part of the path is no directory/)
    expect(start.output).not.toMatch(/^ +at /m)
    expect([start.code, inFile.code, sandbox.code]).toEqual([1, 2, 2])
  })

  it('when the system lets no one write there', async () => {
    const start = await runStoreProcess({ DATA_DIR: '/sys/kernel/store' })
    expect(start.output).toMatch(/^\/sys\/kernel\/store.* cannot be used: /m)
    expect(start.output).not.toMatch(/^ +at /m)
    expect(start.code).toBe(1)
  })
})

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}
