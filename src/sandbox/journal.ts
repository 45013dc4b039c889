import { closeSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** Named maps that survive the process: the memory of one sandbox partner. */
export interface Journal {
  collection<Row>(name: string): Collection<Row>
  close(): void
}

export interface Collection<Row> {
  get(key: string): Row | undefined
  set(key: string, row: Row): void
  delete(key: string): void
  /** In order of first insertion. */
  values(): Row[]
  readonly size: number
}

type Entry = readonly [collection: string, key: string, row?: unknown]

/**
 * Opens the journal `<directory>/<name>.ndjson`. Every change is one appended line, handed to the operating system before
 * `set` returns, so a killed process loses nothing; a half-written last line is dropped. Rows must be JSON values.
 * One process at a time: the box holds the lock of the whole data directory.
 */
export function openJournal(directory: string, name: string): Journal {
  mkdirSync(directory, { recursive: true })
  const file = join(directory, `${name}.ndjson`)
  const maps = new Map<string, Map<string, unknown>>()
  for (const [collection, key, ...row] of readEntries(file)) {
    const map = mapOf(maps, collection)
    if (row.length === 0) map.delete(key)
    else map.set(key, row[0])
  }
  compact(file, maps)
  const descriptor = openSync(file, 'a', 0o600)
  const append = (entry: Entry) => writeSync(descriptor, `${JSON.stringify(entry)}\n`)
  return {
    collection<Row>(collection: string): Collection<Row> {
      const map = mapOf(maps, collection) as Map<string, Row>
      return {
        get: (key) => map.get(key),
        set: (key, row) => {
          map.set(key, row)
          append([collection, key, row])
        },
        delete: (key) => {
          if (map.delete(key)) append([collection, key])
        },
        values: () => [...map.values()],
        get size() {
          return map.size
        },
      }
    },
    close: () => closeSync(descriptor),
  }
}

function mapOf(maps: Map<string, Map<string, unknown>>, collection: string): Map<string, unknown> {
  const found = maps.get(collection) ?? new Map<string, unknown>()
  maps.set(collection, found)
  return found
}

function readEntries(file: string): Entry[] {
  const entries: Entry[] = []
  for (const line of readOrEmpty(file).split('\n')) {
    const entry = parse(line)
    if (entry) entries.push(entry)
  }
  return entries
}

function parse(line: string): Entry | undefined {
  try {
    return JSON.parse(line) as Entry
  } catch {
    return undefined
  }
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}

function compact(file: string, maps: Map<string, Map<string, unknown>>): void {
  const lines: string[] = []
  for (const [collection, map] of maps)
    for (const [key, row] of map) lines.push(`${JSON.stringify([collection, key, row])}\n`)
  // Beside it, then rename: a kill in between leaves the old journal whole.
  writeFileSync(`${file}.new`, lines.join(''), { mode: 0o600 })
  renameSync(`${file}.new`, file)
}
