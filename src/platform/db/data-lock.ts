import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { DomainError } from '../../kernel/domain-error.ts'
import { shortWay } from './short-way.ts'

const holderSchema = z.object({ pid: z.number().int().positive(), host: z.string() })
type Holder = z.infer<typeof holderSchema>

export interface DataLock {
  /** A folder that only this user can enter and only the holder writes to. */
  readonly folder: string
  release(): Promise<void>
}

/**
 * Takes the data directory for this process. The embedded database does not lock its files, and two processes on them
 * destroy them. The lock is a listening socket in the directory: the kernel closes it with its process, however that ends,
 * and each process that shares the directory can ask it, from another container too. Not over a network file system: there
 * a socket of another machine looks like a dead one.
 *
 * Each process listens under a name of its own, so that clearing away a dead one's name never hits a living one's. It
 * asks first, and holds when no other does; of two that ask at the same time the smaller name goes on.
 * @throws {DataDirectoryInUse} when a living process holds it
 */
export async function lockDataDirectory(directory: string): Promise<DataLock> {
  const folder = lockFolder(directory)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const own = randomBytes(8).toString('hex')
  const notes = join(folder, `${own}.json`)
  writeFileSync(notes, JSON.stringify({ pid: process.pid, host: hostname() } satisfies Holder))
  const asking = `${own}.asking`
  // Between its first and its second step a listening socket looks like a dead one: it gets its name after both.
  const server = await listen(folder, `${own}.new`)
  renameSync(join(folder, `${own}.new`), join(folder, asking))
  const release = async () => {
    await new Promise<void>((resolve) => server.close(() => resolve()))
    for (const name of [asking, `${own}.held`, `${own}.json`]) rmSync(join(folder, name), { force: true })
  }
  try {
    await waitForOthers(directory, own)
    renameSync(join(folder, asking), join(folder, `${own}.held`))
    return { folder, release }
  } catch (error) {
    await release()
    throw error
  }
}

/** The folder of the living process that holds the directory, so that an operator command can join its database. */
export async function holderOf(directory: string): Promise<string | null> {
  const holder = (await living(lockFolder(directory))).find(({ state }) => state === 'held')
  return holder === undefined ? null : lockFolder(directory)
}

const askAgainMs = 20
const patienceMs = 10_000

/** Whoever asks with a greater name gives way as soon as it sees this one, or holds because it came first. */
async function waitForOthers(directory: string, own: string): Promise<void> {
  const folder = lockFolder(directory)
  for (let waitedMs = 0; ; waitedMs += askAgainMs) {
    const others = (await living(folder)).filter(({ name }) => name !== own)
    if (others.length === 0) return
    const first = others.find(({ name, state }) => state === 'held' || name < own)
    if (first || waitedMs >= patienceMs) throw new DataDirectoryInUse(directory, notesOf(folder, first?.name))
    await pause(askAgainMs)
  }
}

interface Living {
  readonly name: string
  readonly state: 'asking' | 'held'
}

/** Everyone who listens in the folder; clears away what the dead have left. */
async function living(folder: string): Promise<Living[]> {
  const way = shortWay(folder)
  try {
    for (;;) {
      const found: Living[] = []
      let moved = false
      for (const file of namesIn(folder)) {
        const [name = '', state] = file.split('.')
        if (state !== 'asking' && state !== 'held') continue
        const look = await lookAt(join(way.path, file))
        if (look === 'living') found.push({ name, state })
        else if (look === 'dead')
          for (const end of [state, 'json']) rmSync(join(folder, `${name}.${end}`), { force: true })
        // It was renamed since, from asking to holding, or has left.
        else moved = true
      }
      if (!moved) return found
    }
  } finally {
    way.leave()
  }
}

/** The kernel answers for a process that is too busy to. Anything unclear counts as living: to wait is the safe mistake. */
function lookAt(path: string): Promise<'living' | 'dead' | 'moved'> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve('living')
    })
    socket.once('error', (error) => {
      const code = 'code' in error ? error.code : ''
      resolve(code === 'ECONNREFUSED' ? 'dead' : code === 'ENOENT' ? 'moved' : 'living')
    })
  })
}

async function listen(folder: string, name: string): Promise<Server> {
  const way = shortWay(folder)
  const server = createServer((socket) => socket.destroy())
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(join(way.path, name), resolve)
    })
  } catch (error) {
    throw new DirectoryWithoutSockets(folder, error)
  } finally {
    way.leave()
  }
  // A process that has nothing else to do may end.
  return server.unref()
}

function lockFolder(directory: string): string {
  return join(directory, 'lock')
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

function notesOf(folder: string, name: string | undefined): Holder | null {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')))
  } catch {
    return null
  }
}

class DirectoryWithoutSockets extends DomainError {
  constructor(directory: string, cause: unknown) {
    const reason = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
    super(
      'data-directory-without-sockets',
      `${directory} takes no socket${reason}, and a socket is the lock of the data directory. Put DATA_DIR on a local disk.`,
      { directory },
      cause,
    )
  }
}

export class DataDirectoryInUse extends DomainError {
  constructor(directory: string, holder: Holder | null) {
    const where = holder === null || holder.host === hostname() ? '' : ` on ${holder.host}`
    const by = holder === null ? 'another process' : `process ${holder.pid}${where}`
    super(
      'data-directory-in-use',
      `${directory} is in use by ${by}. Stop that process, or start this one with another DATA_DIR.`,
      { directory, ...holder },
    )
  }
}
