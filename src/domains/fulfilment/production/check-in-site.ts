import type { z } from 'zod'
import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { isAtSite } from './job-state.ts'
import { seenSince, tryWaitingJobs } from './release-job.ts'
import type { SiteJob, siteCheckInSchema, siteProfileSchema } from './site-contract.ts'
import { jobsAtSite, saveCheckIn, siteById } from './store.ts'

const defaultPollSeconds = 5

/** Notes that a site is there and what it can do. One that comes back gets the jobs that found no site meanwhile. */
export async function checkInSite(
  { db, clock, pollSeconds }: { readonly db: Db; readonly clock: Clock; readonly pollSeconds?: number },
  siteId: string,
  checkIn: z.infer<typeof siteCheckInSchema>,
): Promise<z.infer<typeof siteProfileSchema>> {
  return db.transaction(async (tx) => {
    const now = clock.now()
    const before = await siteById(tx, siteId)
    const site = await saveCheckIn(tx, siteId, checkIn, now)
    if (site === null) throw new NotFound('site')
    const wasAway = !before?.checkedInAt || before.checkedInAt < seenSince(now)
    if (wasAway) await tryWaitingJobs(tx, now)
    return { siteId, name: site.name, pollSeconds: pollSeconds ?? defaultPollSeconds }
  })
}

/** Jobs of a site that are not finished, oldest first. */
export async function jobsForSite(db: Db, siteId: string): Promise<SiteJob[]> {
  const jobs = await db.transaction((tx) => jobsAtSite(tx, siteId))
  return jobs.flatMap(({ id, reference, state, copies, manifest, cancelRequested }) =>
    manifest !== null && isAtSite(state) ? [{ jobId: id, reference, state, copies, manifest, cancelRequested }] : [],
  )
}
