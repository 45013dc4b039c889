import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { projectRoot } from '../../src/platform/project-root.ts'

export interface StoreProcess {
  readonly pid: number
  /** Of the store, as the process printed it. */
  readonly url: string
  /** What it has written so far, both streams. */
  output(): string
  /** SIGKILL: no handler runs, no buffer is flushed. Resolves when the process is gone. */
  kill(): Promise<void>
  /** Ctrl-C. @returns exit code and how long it took */
  interrupt(): Promise<Ended>
  readonly ended: Promise<Ended>
}

export interface Ended {
  readonly code: number | null
  readonly afterMs: number
  readonly output: string
}

type Environment = Readonly<Record<string, string>>

/** Starts the store as an operator does, in a process of its own, and waits until it serves; a minute unless told. */
export async function startStoreProcess(env: Environment, { withinMs = 60_000 } = {}): Promise<StoreProcess> {
  const running = launch(env)
  const { child, ended } = running
  let gone: Ended | null = null
  void ended.then((end) => {
    gone = end
  })
  const deadline = performance.now() + withinMs
  for (;;) {
    const url = /^ {2}store +(\S+)$/m.exec(running.output())?.[1]
    if (url !== undefined)
      return {
        pid: child.pid ?? 0,
        url,
        output: running.output,
        kill: async () => {
          child.kill('SIGKILL')
          await ended
        },
        interrupt: () => interrupt(running),
        ended,
      }
    if (gone !== null) throw new Error(`the store did not start:\n${running.output()}`)
    if (performance.now() > deadline) {
      child.kill('SIGKILL')
      throw new Error(`the store did not serve in time:\n${running.output()}`)
    }
    await pause(20)
  }
}

/** For a start that is expected to fail: waits until the process has ended by itself; at most a minute. */
export async function runStoreProcess(env: Environment): Promise<Ended> {
  const { child, ended } = launch(env)
  const timer = setTimeout(() => child.kill('SIGKILL'), 60_000)
  return ended.finally(() => clearTimeout(timer))
}

export interface CommandProcess {
  output(): string
  /** Ctrl-C. @returns exit code and how long it took */
  interrupt(): Promise<Ended>
  readonly ended: Promise<Ended>
}

/** Starts a command as an operator types it after `npx store`. */
export function startCommand(args: readonly string[], env: Environment): CommandProcess {
  const command = launch({ NO_COLOR: '1', ...env }, [...program('src/cli/store'), ...args])
  return { output: command.output, ended: command.ended, interrupt: () => interrupt(command) }
}

async function interrupt({ child, ended }: Launched): Promise<Ended> {
  const from = performance.now()
  child.kill('SIGINT')
  const end = await ended
  return { ...end, afterMs: performance.now() - from }
}

/** Every partner of the box on a port that is free. */
export const anyPorts: Environment = {
  PORT: '0',
  BOX_PORTAL_PORT: '0',
  BOX_CARD_PORT: '0',
  BOX_MAILBOX_PORT: '0',
  BOX_SMTP_PORT: '0',
}

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

interface Launched {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  readonly output: () => string
}

function launch(env: Environment, args: readonly string[] = [...flagsOfStart(), ...program('src/main')]): Launched {
  const from = performance.now()
  // Nothing of the caller's environment but what a process needs to run: a store must not find settings by accident.
  const { PATH = '', HOME = '', TMPDIR = '' } = process.env
  const base = { PATH, HOME, ...(TMPDIR === '' ? {} : { TMPDIR }), LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'warn' }
  const child = spawn(process.execPath, args, {
    cwd: projectRoot,
    env: { ...base, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let written = ''
  const keep = (chunk: Buffer) => {
    written += chunk.toString('utf8')
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, afterMs: performance.now() - from, output: written }))
  })
  return { child, ended, output: () => written }
}

let isBuilt: boolean | undefined

/** What was built, as it is deployed; the sources themselves while the build is missing or older than they are. */
function program(path: string): readonly string[] {
  // A build writes only what changed, so any file of it may be the newest.
  isBuilt ??= newestIn(join(projectRoot, 'dist')) > newestIn(join(projectRoot, 'src'))
  return isBuilt
    ? ['--enable-source-maps', join(projectRoot, `dist/${path}.js`)]
    : ['--import', 'tsx', join(projectRoot, `${path}.ts`)]
}

/** What `npm start` gives to Node. */
function flagsOfStart(): readonly string[] {
  const { scripts } = packageSchema.parse(JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')))
  return scripts.start.split(' ').filter((word) => word.startsWith('--'))
}

const packageSchema = z.object({ scripts: z.object({ start: z.string() }) })

function newestIn(folder: string): number {
  if (!existsSync(folder)) return 0
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .reduce((newest, file) => Math.max(newest, modifiedAt(join(file.parentPath, file.name))), 0)
}

function modifiedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
