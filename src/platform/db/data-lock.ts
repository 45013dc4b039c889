import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { DomainError } from '../../kernel/domain-error.ts'

const holderSchema = z.object({ pid: z.number().int().positive(), socketFolder: z.string() })
export type LockHolder = z.infer<typeof holderSchema>

/** Directories that this very process holds: a lock file with our process id and without an entry here is a dead one's. */
const held = new Set<string>()

export interface DataLock {
  release(): void
}

/**
 * Takes the data directory for this process. The embedded database does not lock its files, and two processes on them
 * destroy them. A lock whose process is gone is taken over.
 * @throws {DataDirectoryInUse} when a living process holds it
 */
export function lockDataDirectory(directory: string, socketFolder: string): DataLock {
  if (held.has(directory)) throw new DataDirectoryInUse(directory, process.pid)
  mkdirSync(directory, { recursive: true })
  const file = join(directory, 'lock.json')
  const mine = join(directory, `lock.${process.pid}.json`)
  writeFileSync(mine, JSON.stringify({ pid: process.pid, socketFolder }))
  try {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      if (linked(mine, file)) return hold(directory, file)
      const holder = readHolder(directory)
      if (holder && alive(holder.pid)) throw new DataDirectoryInUse(directory, holder.pid)
      discardStale(file, holder)
    }
    throw new DataDirectoryInUse(directory, readHolder(directory)?.pid ?? 0)
  } finally {
    rmSync(mine, { force: true })
  }
}

function hold(directory: string, file: string): DataLock {
  held.add(directory)
  return {
    release: () => {
      held.delete(directory)
      rmSync(file, { force: true })
    },
  }
}

/** The living process that holds the directory, so that an operator command can join its database; null when none. */
export function holderOf(directory: string): LockHolder | null {
  const holder = readHolder(directory)
  return holder && alive(holder.pid) ? holder : null
}

// A hard link to a finished file appears whole or not at all, and fails when the name is taken.
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  }
}

function discardStale(file: string, seen: LockHolder | null): void {
  const aside = `${file}.${process.pid}.stale`
  try {
    renameSync(file, aside)
    const taken = parse(readFileSync(aside, 'utf8'))
    // Somebody else took over between our look and our rename: give their lock back.
    if (taken && taken.pid !== seen?.pid && alive(taken.pid)) linked(aside, file)
    rmSync(aside, { force: true })
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error
  }
}

function readHolder(directory: string): LockHolder | null {
  try {
    return parse(readFileSync(join(directory, 'lock.json'), 'utf8'))
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null
    throw error
  }
}

function parse(text: string): LockHolder | null {
  try {
    return holderSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

function alive(pid: number): boolean {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return isCode(error, 'EPERM')
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

export class DataDirectoryInUse extends DomainError {
  constructor(directory: string, pid: number) {
    super(
      'data-directory-in-use',
      `${directory} is in use by process ${pid}. Stop that process, or start this one with another DATA_DIR.`,
      { directory, pid },
    )
  }
}
