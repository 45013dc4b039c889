import { mkdirSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../platform/log/log.ts'
import { burnDisc, canPrint } from './burn.ts'
import { type JobRequest, readJobRequest } from './job-request.ts'
import {
  deviceTime,
  type JobStatus,
  rememberedJob,
  robotName,
  robotText,
  systemText,
  writeStatus,
} from './status-files.ts'

/** How the machine may misbehave; each is used up one time per disc, job, status or poll that it spoils. */
export type Fault =
  | 'missing-image'
  | 'reject-once'
  | 'reject-limit'
  | 'stopped-service'
  | 'vanished-job'
  | 'half-written-status'
  | 'slow'

export interface MachineOptions {
  readonly hotFolder: string
  readonly devicePrefix: string
  readonly outputDir: string | null
  readonly discSeconds: number
  readonly keepEndedSeconds: number
  readonly clock: Clock
  readonly log: Log
}

export interface Machine {
  /** One look at the folder and one step of work. */
  poll(): Promise<void>
  misbehave(fault: Fault, times: number): void
  readonly jobs: readonly JobStatus[]
  readonly discs: readonly string[]
}

interface MachineJob extends JobStatus {
  request: JobRequest | null
  discStartedAt: number
  endedAt: number
  extension: 'QRJ' | 'INP' | 'DON' | 'ERR'
}

const rejectLimit = 3

export function createMachine(options: MachineOptions): Machine {
  const { hotFolder, clock, log } = options
  const statusFolder = join(hotFolder, 'Status')
  const jobs: MachineJob[] = []
  const discs: string[] = []
  const faults = new Map<Fault, number>()
  const startedAt = clock.now().getTime()

  function suffers(fault: Fault): boolean {
    const left = faults.get(fault) ?? 0
    if (left > 0) faults.set(fault, left - 1)
    return left > 0
  }

  async function poll(): Promise<void> {
    if (suffers('stopped-service')) return
    const names = await namesInHotFolder()
    for (const name of names) await takeJob(name)
    for (const name of names) await obey(name)
    await work()
    writeStatusFiles()
    for (const job of jobs) await forget(job)
  }

  async function namesInHotFolder(): Promise<string[]> {
    try {
      return await readdir(hotFolder)
    } catch {
      await mkdir(hotFolder, { recursive: true })
      return []
    }
  }

  /** A new request, or one that an earlier life of this machine had taken. */
  async function takeJob(name: string): Promise<void> {
    const [, stem, extension] = /^(.+)\.(jrq|qrj|inp)$/i.exec(name) ?? []
    if (stem === undefined || extension === undefined || jobs.some((job) => job.stem === stem && job.jobState < 2))
      return
    const bytes = await readFile(join(hotFolder, name))
    const request = await readJobRequest(decode(bytes), options)
    const remembered = extension.toLowerCase() === 'jrq' ? null : rememberedJob(statusFolder, stem)
    const now = deviceTime(clock.now())
    const job: MachineJob = {
      stem,
      good: 0,
      bad: 0,
      copies: 0,
      jobState: 0,
      errorNumber: 0,
      errorText: 'No Errors',
      discErrors: [],
      createdAt: now,
      startedAt: '',
      completedAt: '',
      request: null,
      discStartedAt: 0,
      endedAt: 0,
      extension: 'QRJ',
      ...(remembered === null ? {} : { good: remembered.good, bad: remembered.bad }),
    }
    jobs.push(job)
    if (extension.toLowerCase() !== 'qrj') await rename(join(hotFolder, name), join(hotFolder, `${stem}.QRJ`))
    log.debug({ stem }, 'robot took a job')
    if ('errorNumber' in request) return end(job, 3, request.errorNumber, request.text)
    job.request = request
    job.copies = request.copies
    if (remembered?.jobState === 2) return end(job, 2, 0, 'No Errors')
    if (remembered?.jobState === 3) return end(job, 3, remembered.errorNumber, 'Failed before the restart')
    if (request.label !== null && !(await canPrint(request.label))) await end(job, 3, 7, 'Invalid print file')
    else if (suffers('missing-image')) await end(job, 3, 4, 'The files to be recorded are invalid')
  }

  async function obey(name: string): Promise<void> {
    const stem = /^(.+)\.ptm$/i.exec(name)?.[1]
    if (stem === undefined) return
    const text = decode(await readFile(join(hotFolder, name)))
    await rm(join(hotFolder, name), { force: true })
    const client = /^\s*ClientID\s*=\s*(.*?)\s*$/im.exec(text)?.[1]
    const job = jobs.find((candidate) => candidate.stem.toLowerCase() === stem.toLowerCase() && candidate.jobState < 2)
    if (!/^\s*Message\s*=\s*ABORT\s*$/im.test(text) || job === undefined) return
    if (client === job.request?.clientId || client === 'Administrator') await end(job, 3, 16, 'Aborted by user')
    else log.warn({ stem }, 'robot refused a message of another client')
  }

  async function work(): Promise<void> {
    const job = jobs.find(({ jobState }) => jobState < 2)
    if (job === undefined || job.request === null) return
    const now = clock.now()
    if (job.jobState === 0) {
      job.jobState = 1
      job.startedAt = deviceTime(now)
      job.discStartedAt = now.getTime()
      await move(job, 'INP')
      if (suffers('vanished-job')) {
        jobs.splice(jobs.indexOf(job), 1)
        await rm(join(hotFolder, `${job.stem}.INP`), { force: true })
      }
      return
    }
    if (now.getTime() - job.discStartedAt < options.discSeconds * 1000) return
    job.discStartedAt = now.getTime()
    if (suffers('slow')) return
    await finishDisc(job, job.request)
  }

  async function finishDisc(job: MachineJob, request: JobRequest): Promise<void> {
    const limit = (faults.get('reject-limit') ?? 0) > 0
    if (limit || suffers('reject-once')) {
      job.bad++
      job.discErrors.push({ disc: job.good + job.bad, number: 19, text: 'Verify error' })
      if (!limit || job.bad < rejectLimit) return
      suffers('reject-limit')
      return end(job, 3, 20, 'Reject limit exceeded')
    }
    try {
      discs.push(await burnDisc(request, job.stem, job.good + 1, options.outputDir))
    } catch (error) {
      log.warn({ stem: job.stem, err: error }, 'robot could not read what it should record')
      return end(job, 3, 4, 'The files to be recorded are invalid')
    }
    job.good++
    if (job.good >= job.copies) await end(job, 2, 0, 'No Errors')
  }

  async function end(job: MachineJob, state: 2 | 3, errorNumber: number, errorText: string): Promise<void> {
    Object.assign(job, { jobState: state, errorNumber, errorText })
    job.completedAt = deviceTime(clock.now())
    job.endedAt = clock.now().getTime()
    // First the counts, then the name: a kill in between leaves an `.INP` whose discs are known.
    writeStatusFiles()
    await move(job, state === 2 ? 'DON' : 'ERR')
  }

  async function move(job: MachineJob, extension: MachineJob['extension']): Promise<void> {
    await rename(join(hotFolder, `${job.stem}.${job.extension}`), join(hotFolder, `${job.stem}.${extension}`))
    job.extension = extension
  }

  async function forget(job: MachineJob): Promise<void> {
    if (job.jobState < 2 || clock.now().getTime() - job.endedAt < options.keepEndedSeconds * 1000) return
    await rm(join(hotFolder, `${job.stem}.${job.extension}`), { force: true })
  }

  // Each write makes the file system flush a file, and the robot polls up to fifty times a second.
  const written = new Map<string, string>()
  function writeWhenChanged(name: string, text: string, half: boolean): void {
    if (!half && written.get(name) === text) return
    mkdirSync(statusFolder, { recursive: true })
    writeStatus(statusFolder, name, text, half)
    if (half) written.delete(name)
    else written.set(name, text)
  }

  function writeStatusFiles(): void {
    const half = suffers('half-written-status')
    const tickCount = Math.floor((clock.now().getTime() - startedAt) / 1000) + 1
    const open = jobs.filter(({ jobState }) => jobState < 2).length
    writeWhenChanged(`${robotName}.txt`, robotText(jobs), half)
    writeWhenChanged('SystemStatus.txt', systemText(tickCount, clock.now(), open), half)
  }

  return {
    poll,
    misbehave: (fault, times) => faults.set(fault, times),
    jobs,
    discs,
  }
}

function decode(bytes: Buffer): string {
  return bytes[0] === 0xff && bytes[1] === 0xfe ? bytes.subarray(2).toString('utf16le') : bytes.toString('latin1')
}
