import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { audit } from '../../../platform/http/operations/audit.ts'
import { obstacleOf } from './choose-site.ts'
import { MediaJobStateConflict, SiteNotSuitable } from './errors.ts'
import { nextState } from './job-state.ts'
import { moveJob } from './move-job.ts'
import { routeOf, seenSince } from './release-job.ts'
import { candidateSites, lockJob } from './store.ts'

/**
 * Gives a released job that was not sent to the device to another site, with the same manifest. The first site asks for
 * its jobs before it sends one to the device, and no longer finds this one.
 * @throws {NotFound | MediaJobStateConflict | SiteNotSuitable}
 */
export async function rerouteMediaJob(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  move: { readonly jobId: string; readonly siteId: string; readonly reason: string; readonly actor: string },
): Promise<void> {
  const { jobId, siteId, reason, actor } = move
  await db.transaction(async (tx) => {
    const at = clock.now()
    const job = await lockJob(tx, jobId)
    if (job === null) throw new NotFound('media job')
    if (nextState(job.state, 'reroute') === null || job.manifest === null || job.cancelRequested)
      throw new MediaJobStateConflict(job.reference, job.state, 're-routed')
    const site = (await candidateSites(tx)).find((each) => each.siteId === siteId)
    if (!site) throw new NotFound('site')
    const obstacle = obstacleOf(site, routeOf(job, job.manifest), seenSince(at))
    if (obstacle !== null) throw new SiteNotSuitable(siteId, obstacle)
    if (siteId === job.siteId) return
    const routing = { siteId, rule: 'by-hand', reason, movedFrom: job.siteId, movedBy: actor, before: job.routing }
    await moveJob(tx, job, 'reroute', { siteId, routing, updatedAt: at, alarmedAt: null })
    const detail = { from: job.siteId, to: siteId, reason }
    await audit(tx, { at, actor, action: 'media-job.reroute', subject: jobId, detail })
  })
}
