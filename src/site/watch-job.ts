import type { z } from 'zod'
import type { discResultSchema } from '../domains/fulfilment/production/site-contract.ts'
import { counted } from '../kernel/words.ts'
import type { FailureCause } from './job-failure.ts'
import type { DiscEnd } from './job-folder.ts'
import { type ActiveJob, type DiscInHand, reached, type SiteContext } from './prepare-job.ts'

type DiscResult = z.infer<typeof discResultSchema>

interface Progress {
  readonly made: number
  readonly running: boolean
  readonly end: DiscEnd | null
}

/** Looks at a submitted job once and reports what is new: progress, or how every disc ended. */
export async function watchJob(context: SiteContext, activeJob: ActiveJob): Promise<void> {
  const { job, discs, reporter } = activeJob
  const progress: Progress[] = []
  for (const disc of discs) progress.push(await lookAt(context, activeJob, disc))
  const ends = progress.map(({ end }) => end).filter((end) => end !== null)
  if (ends.length === discs.length) return reportEnd(activeJob, ends)
  const made = progress.reduce((sum, disc) => sum + disc.made, 0)
  const percent = Math.floor((100 * made) / (discs.length * job.copies))
  if (!progress.some(({ running }) => running) && made === 0) return
  if (reached(job, 'running') && context.reportedPercent.get(job.jobId) === percent) return
  await reporter.report({ step: 'running', message: `${made} discs made`, percent })
  context.reportedPercent.set(job.jobId, percent)
}

async function lookAt(context: SiteContext, { job }: ActiveJob, { folder, stem }: DiscInHand): Promise<Progress> {
  const known = await folder.end.read()
  if (known !== null) return { made: known.good, running: false, end: known }
  const view = await context.device.look(stem, job.copies)
  if (view.state === 'ended') {
    await folder.end.write(view.end)
    return { made: view.end.good, running: false, end: view.end }
  }
  if (view.state === 'absent' || view.state === 'unlisted') {
    const end = await silentEnd(context, folder, view.state)
    return { made: 0, running: false, end }
  }
  await folder.silence.forget()
  if (job.cancelRequested) await context.device.abort(stem)
  return view.state === 'running'
    ? { made: view.made, running: true, end: null }
    : { made: 0, running: false, end: null }
}

/** A job that vanished without an end state is not done, and it is not submitted again: it fails after a bounded time. */
async function silentEnd(
  { clock, silentAfterMs }: SiteContext,
  folder: DiscInHand['folder'],
  state: 'absent' | 'unlisted',
): Promise<DiscEnd | null> {
  const now = clock.now()
  const silence = (await folder.silence.read()) ?? { since: now.toISOString() }
  await folder.silence.write(silence)
  if (now.getTime() - Date.parse(silence.since) < silentAfterMs) return null
  const what = state === 'absent' ? 'no longer shows the job' : 'took the job and does not list it'
  const end: DiscEnd = {
    good: 0,
    bad: 0,
    result: 'silent',
    reason: `the device ${what} since ${silence.since}; look for finished discs before making it again`,
  }
  await folder.end.write(end)
  return end
}

async function reportEnd({ job, discs, reporter }: ActiveJob, ends: readonly DiscEnd[]): Promise<void> {
  const results = discs.flatMap(({ disc, stem }, index) => {
    const end = ends[index]
    return end === undefined ? [] : discResults(disc.number, job.copies, stem, end)
  })
  const broken = ends.find(({ result }) => result !== 'made')
  if (broken === undefined) {
    // A short job ends between two looks; the store still hears that it ran.
    if (!reached(job, 'running')) await reporter.report({ step: 'running', message: 'all discs made', percent: 100 })
    return reporter.reportOnce('finished', () => ({
      step: 'finished',
      message: `${counted(results.length, 'disc')} made`,
      discs: results,
    }))
  }
  await reporter.reportOnce('failed', () => ({
    step: 'failed',
    cause: causes[broken.result],
    message: broken.reason,
    discs: results,
  }))
}

const causes: Readonly<Record<DiscEnd['result'], FailureCause>> = {
  made: 'device-failed',
  refused: 'device-refused',
  failed: 'device-failed',
  silent: 'device-silent',
}

/** One result per copy: the device counts good discs, and copies of one disc are alike. */
function discResults(discNumber: number, copies: number, serial: string, end: DiscEnd): DiscResult[] {
  return Array.from({ length: copies }, (_, index) => {
    const made = index < end.good
    return {
      discNumber,
      copy: index + 1,
      outcome: made ? 'made' : 'failed',
      reason: made && end.result !== 'made' ? '' : end.reason,
      serial,
    }
  })
}
