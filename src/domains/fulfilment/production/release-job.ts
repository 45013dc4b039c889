import type { Tx } from '../../../platform/db/db.ts'
import type { Log } from '../../../platform/log/log.ts'
import { enqueue } from '../../../platform/queue/jobs.ts'
import { chooseSite, type JobToRoute } from './choose-site.ts'
import { prepareJob } from './jobs.ts'
import { moveJob } from './move-job.ts'
import type { Manifest } from './site-contract.ts'
import { candidateSites, jobsWithoutSite, lockJob, type MediaJobRow, updateJob } from './store.ts'

/** A site that was not heard of for so long gets no new job; sites check in every minute. */
const checkInGoodForMs = 5 * 60_000

/**
 * Routes a queued job and releases it with its manifest. Without a suitable site it stays queued with the reason, and
 * `tryWaitingJobs` brings it back. Nothing happens when the job is no longer queued.
 */
export async function releaseJob(
  tx: Tx,
  { jobId, manifest, now, log }: { jobId: string; manifest: Manifest; now: Date; log: Log },
): Promise<void> {
  const job = await lockJob(tx, jobId)
  if (job?.state !== 'queued') return
  const choice = chooseSite(await candidateSites(tx), routeOf(job, manifest), seenSince(now))
  if (choice.siteId === null) {
    await updateJob(tx, job, { routing: { ...choice, tries: triesOf(job) + 1 }, updatedAt: now })
    log.warn({ jobId, reference: job.reference, losers: choice.losers }, 'no site can make a media job at present')
    return
  }
  await moveJob(tx, job, 'release', { manifest, siteId: choice.siteId, routing: { ...choice }, updatedAt: now })
}

/** Tries again the queued jobs that found no site until `triedBefore`; each failed try is followed by one other at most. */
export async function tryWaitingJobs(tx: Tx, triedBefore: Date): Promise<number> {
  const waiting = await jobsWithoutSite(tx, triedBefore)
  for (const job of waiting)
    await enqueue(tx, prepareJob, { jobId: job.id }, { key: `${job.id}:after-try-${triesOf(job)}` })
  return waiting.length
}

export function routeOf(job: Pick<MediaJobRow, 'country' | 'copies'>, manifest: Manifest): JobToRoute {
  const files = manifest.discs.flatMap((disc) => disc.files)
  return {
    country: job.country,
    media: [...new Set(manifest.discs.map(({ medium }) => medium))],
    // The files and the images made from them lie side by side.
    sizeBytes: 2 * files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  }
}

export function seenSince(now: Date): Date {
  return new Date(now.getTime() - checkInGoodForMs)
}

function triesOf({ routing }: Pick<MediaJobRow, 'routing'>): number {
  const tries = routing?.['tries']
  return typeof tries === 'number' ? tries : 0
}
