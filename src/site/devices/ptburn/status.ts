import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hasCode } from '../../durable-file.ts'
import type { DeviceEnd } from '../device.ts'
import { decodeText } from './encoding.ts'
import { describeError, isRefusal } from './errors.ts'
import { type Ini, numbered, numberOf, parseIni } from './ini.ts'

/** What the status files said at one moment. */
export interface Status {
  /** Null when the file is missing or was read half-written. */
  readonly tick: number | null
  /** Empty when no robot needs anybody. */
  readonly attention: string
  /** By job stem in lower case. */
  readonly jobs: ReadonlyMap<string, JobSection>
  /** Stems in lower case of the jobs that a robot names in its lists. */
  readonly listed: ReadonlySet<string>
}

export type JobSection = ReadonlyMap<string, string>

/** Null when there is no status folder: the share is away, or the service never ran. */
export async function readStatus(hotFolder: string): Promise<Status | null> {
  const folder = join(hotFolder, 'Status')
  let names: string[]
  try {
    names = await readdir(folder)
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return null
    throw error
  }
  const files: { name: string; ini: Ini }[] = []
  for (const name of names.filter((file) => file.toLowerCase().endsWith('.txt'))) {
    const ini = await readIni(join(folder, name))
    if (ini !== null) files.push({ name: name.toLowerCase(), ini })
  }
  return statusOf(files)
}

export function statusOf(files: readonly { readonly name: string; readonly ini: Ini }[]): Status {
  const jobs = new Map<string, JobSection>()
  const listed = new Set<string>()
  let tick: number | null = null
  const attention: string[] = []
  for (const { name, ini } of files) {
    const system = ini.get('system')
    if (name === 'systemstatus.txt') tick = numberOf(system, 'ServerTickCount')
    if ((numberOf(system, 'SysErrorNumber') ?? 0) !== 0)
      attention.push(system?.get('syserrorstring') || `system error ${system?.get('syserrornumber')}`)
    if (name === 'systemstatus.txt') continue
    for (const list of ['joblist', 'completedjobs'])
      for (const stem of numbered(ini.get(list), 'Job')) listed.add(stem.toLowerCase())
    for (const [stem, section] of ini) {
      const known = jobs.get(stem)
      // A job that moved to another robot leaves a section behind on the first.
      if (known === undefined || numberOf(known, 'JobState') === 4) jobs.set(stem, section)
    }
  }
  return { tick, attention: [...new Set(attention)].join('; '), jobs, listed }
}

const running = 1
const completed = 2
const failed = 3

/** How the job ended, or null while the section does not say so completely. */
export function endOf(section: JobSection | undefined, copies: number): DeviceEnd | null {
  const state = numberOf(section, 'JobState')
  const good = numberOf(section, 'GoodDiscs')
  const bad = numberOf(section, 'BadDiscs')
  const error = numberOf(section, 'JobErrorNumber')
  if (section === undefined || good === null || bad === null || error === null) return null
  if (state !== completed && state !== failed) return null
  if (state === completed && good >= copies) return { good, bad, result: 'made', reason: '' }
  const reasons = state === failed || error !== 0 ? [describeError(error, section.get('joberrorstring') ?? '')] : []
  reasons.push(...discErrors(section))
  if (reasons.length === 0) reasons.push(`the device made ${good} of ${copies} discs and named no error`)
  return { good, bad, result: isRefusal(error) ? 'refused' : 'failed', reason: reasons.join('; ').slice(0, 400) }
}

/** Discs made so far while the job runs, null when it does not. */
export function progressOf(section: JobSection | undefined): number | null {
  return numberOf(section, 'JobState') === running ? (numberOf(section, 'GoodDiscs') ?? 0) : null
}

function discErrors(section: JobSection): string[] {
  const errors: string[] = []
  for (let index = 0; index < 10; index++) {
    const number = numberOf(section, `DiscErrorNumber${index}`)
    if (number === null || number === 0) continue
    const disc = numberOf(section, `DiscErrorIndex${index}`)
    const text = describeError(number, section.get(`discerrorstring${index}`) ?? '')
    errors.push(disc === null ? text : `disc ${disc}: ${text}`)
  }
  return errors
}

async function readIni(file: string): Promise<Ini | null> {
  try {
    return parseIni(decodeText(await readFile(file)))
  } catch (error) {
    // Being replaced or written at this moment; the next look will see it.
    if (hasCode(error, 'ENOENT', 'EBUSY', 'EACCES', 'EPERM')) return null
    throw error
  }
}
