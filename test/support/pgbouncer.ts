import { spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe } from 'vitest'
import { freePort } from './store-process.ts'

const program = '/usr/sbin/pgbouncer'
const isInstalled = existsSync(program)

// Where tests decide what lands, nothing may be left out.
if (!isInstalled && process.env['CI'] === 'true') throw new Error('PgBouncer is missing: apt-get install pgbouncer')

/** Tests that need a real pooler. Without one they are counted as skipped, and say how to have them run. */
export function describeBehindPgbouncer(title: string, tests: () => void): void {
  if (isInstalled) describe(title, tests)
  else describe.skip(`${title} (left out: install Debian's pgbouncer to run them)`, tests)
}

// It refuses to run as root; "nobody" exists everywhere and owns nothing.
const nobody = 65_534

/** PgBouncer in transaction mode before this server, with so few sessions that two transactions seldom share one. */
export async function startPgbouncer(serverUrl: string): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const server = new URL(serverUrl)
  const folder = mkdtempSync(join(tmpdir(), 'store-bouncer-'))
  const port = await freePort()
  writeFileSync(
    join(folder, 'pgbouncer.ini'),
    `[databases]
* = host=${server.hostname} port=${server.port} user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 4
max_client_conn = 200
`,
  )
  const asRoot = process.getuid?.() === 0
  if (asRoot) chownSync(folder, nobody, nobody)
  const child = spawn(program, [join(folder, 'pgbouncer.ini')], {
    ...(asRoot ? { uid: nobody, gid: nobody } : {}),
    cwd: folder,
    stdio: 'ignore',
  })
  const gone = new Promise((resolve) => child.once('close', resolve))
  while (!(await listens(port))) {
    if (child.exitCode !== null) throw new Error(`PgBouncer ended with ${child.exitCode}`)
    await pause(50)
  }
  const url = new URL(serverUrl)
  url.port = String(port)
  return {
    url: url.href,
    stop: async () => {
      child.kill('SIGTERM')
      await gone
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
