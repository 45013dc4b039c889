import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../../platform/db/db.ts'
import { type AlarmDeps, raiseAlarm } from '../../people/notifications/index.ts'
import { allDiscs } from './disc-outcomes.ts'
import { endDeadJobs } from './end-dead-jobs.ts'
import { nextState } from './job-state.ts'
import { moveJob } from './move-job.ts'
import { tryWaitingJobs } from './release-job.ts'
import { discsOf, lockJobsSilentSince, putDiscs, updateJob } from './store.ts'

interface SilenceLimits {
  /** Silent for so long: an alarm, once until the site speaks again. */
  readonly alarmAfterMinutes: number
  /** Silent for so long after it was sent to the device: expired. */
  readonly expireAfterMinutes: number
}

const waitingTriedEveryMs = 5 * 60_000

const defaultSilence: SilenceLimits = { alarmAfterMinutes: 60, expireAfterMinutes: 24 * 60 }

/**
 * Raises the alarm for jobs that their site says nothing new about, and ends those of which nothing was heard for very
 * long. A job that was not sent to the device yet does not expire: it can still be re-routed. Also tries again the jobs
 * that found no site, and ends those whose work died. Meant to run every minute; may run twice.
 */
export async function watchSilentJobs(
  deps: AlarmDeps & { readonly db: Db; readonly clock: Clock },
  limits: SilenceLimits = defaultSilence,
): Promise<{ alarmed: number; expired: number; triedAgain: number; givenUp: number }> {
  const { db, clock, log } = deps
  const now = clock.now()
  const before = (minutes: number) => new Date(now.getTime() - minutes * 60_000)
  return db.transaction(async (tx) => {
    const done = { alarmed: 0, expired: 0, triedAgain: 0, givenUp: await endDeadJobs(tx, now) }
    for (const job of await lockJobsSilentSince(tx, before(limits.alarmAfterMinutes))) {
      const facts = { jobId: job.id, reference: job.reference, siteId: job.siteId, silentSince: job.updatedAt }
      if (job.updatedAt < before(limits.expireAfterMinutes) && nextState(job.state, 'expire') !== null) {
        const known = new Set((await discsOf(tx, [job.id])).map(({ discNumber, copy }) => `${discNumber}/${copy}`))
        const lost = job.manifest === null ? [] : allDiscs(job.manifest, job.copies)
        const expired = lost.filter(({ discNumber, copy }) => !known.has(`${discNumber}/${copy}`))
        const end = { outcome: 'expired', reason: 'site-silent', serial: '' } as const
        await putDiscs(
          tx,
          job.id,
          expired.map((disc) => ({ ...disc, ...end })),
        )
        await moveJob(tx, job, 'expire', { failure: 'site-silent', updatedAt: now, alarmedAt: job.alarmedAt ?? now })
        log.error(facts, 'a media job expired without a word from its site')
        done.expired += 1
      } else if (job.alarmedAt === null) {
        // Not `updatedAt`: the silence goes on.
        await updateJob(tx, job, { alarmedAt: now })
        await raiseAlarm(tx, deps, {
          alarm: 'silent-job',
          about: job.reference,
          detail: `Its site ${job.siteId ?? ''} has said nothing new since ${job.updatedAt.toISOString()}.`,
          adminPath: `/admin/production/${job.id}`,
          // A job may fall silent again after a word from its site.
          dedupeKey: `silent-job:${job.id}:${job.updatedAt.toISOString()}`,
          at: now,
        })
        done.alarmed += 1
      }
    }
    done.triedAgain = await tryWaitingJobs(tx, new Date(now.getTime() - waitingTriedEveryMs))
    return done
  })
}
