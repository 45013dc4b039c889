import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const robotName = 'Disc Publisher 4200'

export interface JobStatus {
  readonly stem: string
  good: number
  bad: number
  copies: number
  /** 0 not started, 1 running, 2 completed, 3 failed. */
  jobState: 0 | 1 | 2 | 3
  errorNumber: number
  errorText: string
  /** Error numbers of single discs, at most ten are shown. */
  discErrors: { disc: number; number: number; text: string }[]
  createdAt: string
  startedAt: string
  completedAt: string
}

// A third party saw about four finished jobs kept.
const completedKept = 4

export function robotText(jobs: readonly JobStatus[]): string {
  const open = jobs.filter(({ jobState }) => jobState < 2)
  const ended = jobs.filter(({ jobState }) => jobState >= 2).slice(-completedKept)
  return [
    '[JobList]',
    ...open.map(({ stem }, index) => `Job${index}=${stem}`),
    ...open.flatMap((job, index) => section(job, index)),
    '[CompletedJobs]',
    ...ended.map(({ stem }, index) => `Job${index}=${stem}`),
    ...ended.flatMap((job) => section(job, 0)),
    '[System]',
    `SystemDesc=${robotName}`,
    'SystemStatus=System OK',
    'SysErrorNumber=0',
    'SysErrorString=No Errors',
    '',
  ].join('\r\n')
}

export function systemText(tickCount: number, now: Date, jobCount: number): string {
  return [
    '[RobotList]',
    `Robot0=${robotName}`,
    '[System]',
    'SysErrorNumber=0',
    'SysErrorString=No Errors',
    `ServerTickCount=${tickCount}`,
    `ServerTime=${deviceTime(now)}`,
    'DriveSpace=200000',
    'PtburnSWVer=3.4.2',
    `[${robotName}]`,
    'SystemDrives=DE',
    'RobotType=12',
    `NumJobs=${jobCount}`,
    'Status=System OK',
    `StatusFile=${robotName}.txt`,
    'DiscsInRightBin=-1',
    'DiscsInLeftBin=-1',
    'CartridgeType0=1',
    'CartridgeFill0=80',
    '',
  ].join('\r\n')
}

/** `MM/DD/YYYY hh:mm:ss` in 24 hours. */
export function deviceTime(at: Date): string {
  const iso = at.toISOString()
  return `${iso.slice(5, 7)}/${iso.slice(8, 10)}/${iso.slice(0, 4)} ${iso.slice(11, 19)}`
}

/** Whole and at once, or, when `half`, in place and cut in the middle as a reader may catch it. */
export function writeStatus(folder: string, name: string, text: string, half: boolean): void {
  const file = join(folder, name)
  if (half) {
    writeFileSync(file, text.slice(0, Math.floor(text.length / 2)), 'latin1')
    return
  }
  writeFileSync(`${file}.new`, text, 'latin1')
  renameSync(`${file}.new`, file)
}

/** What an earlier life of the robot wrote about a job: all it remembers of discs already made. */
export function rememberedJob(
  folder: string,
  stem: string,
): Pick<JobStatus, 'good' | 'bad' | 'jobState' | 'errorNumber'> | null {
  let text: string
  try {
    text = readFileSync(join(folder, `${robotName}.txt`), 'latin1')
  } catch {
    return null
  }
  const body = text.split(`[${stem}]\r\n`)[1]?.split('\r\n[')[0]
  if (body === undefined) return null
  const number = (key: string) => Number(new RegExp(`^${key}=(\\d+)`, 'm').exec(body)?.[1] ?? 0)
  const state = number('JobState')
  return {
    good: number('GoodDiscs'),
    bad: number('BadDiscs'),
    jobState: state === 2 || state === 3 ? state : 0,
    errorNumber: number('JobErrorNumber'),
  }
}

function section(job: JobStatus, jobsAhead: number): string[] {
  const text = { 0: 'Waiting', 1: `Recording disc ${job.good + 1} of ${job.copies}...`, 2: 'The job is complete...' }
  const failed = job.errorNumber === 16 ? ['The job was aborted', 13] : ['The job failed', 15]
  const [status, state] = job.jobState === 3 ? failed : [text[job.jobState], { 0: 14, 1: 0, 2: 10 }[job.jobState]]
  return [
    `[${job.stem}]`,
    `JobsAhead=${jobsAhead}`,
    `DiscsRemaining=${Math.max(0, job.copies - job.good)}`,
    `GoodDiscs=${job.good}`,
    `BadDiscs=${job.bad}`,
    `CurrentStatus=${status}`,
    `CurrentStatusState=${state}`,
    `TimeCreated=${job.createdAt}`,
    `TimeStarted=${job.startedAt}`,
    `TimeCompleted=${job.completedAt}`,
    `JobState=${job.jobState}`,
    `JobErrorNumber=${job.errorNumber}`,
    `JobErrorString=${job.errorText}`,
    ...job.discErrors
      .slice(0, 10)
      .flatMap(({ disc, number, text: message }, index) => [
        `DiscErrorIndex${index}=${disc}`,
        `DiscErrorNumber${index}=${number}`,
        `DiscErrorString${index}=${message}`,
      ]),
  ]
}
