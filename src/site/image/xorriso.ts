import { spawn } from 'node:child_process'
import { access, constants } from 'node:fs/promises'

const usualPlaces = ['/usr/bin/xorriso', '/usr/local/bin/xorriso', '/opt/homebrew/bin/xorriso', '/bin/xorriso']

export interface Outcome {
  readonly exitCode: number
  /** Standard error and output together, the last 64 KB. */
  readonly output: string
}

/** The first of the usual places that holds an executable, or null. */
export async function findXorriso(): Promise<string | null> {
  for (const place of usualPlaces) {
    const found = await access(place, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (found) return place
  }
  return null
}

// The names of files are UTF-8 on every site; in the C locale xorriso would put a line for each of their bytes into Joliet.
// Said by an option, so that it does not depend on a locale that a machine may lack.
const inUtf8 = ['-local_charset', 'UTF-8'] as const

/** Runs the program without a shell, in UTC and in one locale, so that the same arguments give the same bytes. */
export function runXorriso(
  program: string,
  args: readonly string[],
  epoch: number,
  signal: AbortSignal,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...inUtf8, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: '/usr/bin:/bin',
        LC_ALL: 'C.UTF-8',
        TZ: 'UTC',
        HOME: '/nonexistent',
        SOURCE_DATE_EPOCH: String(epoch),
      },
      signal,
    })
    let output = ''
    const collect = (text: string) => {
      output = (output + text).slice(-65_536)
    }
    // A piece may end within a letter of a file's name.
    child.stdout.setEncoding('utf8').on('data', collect)
    child.stderr.setEncoding('utf8').on('data', collect)
    child.on('error', reject)
    child.on('close', (code) => resolve({ exitCode: code ?? 255, output }))
  })
}
