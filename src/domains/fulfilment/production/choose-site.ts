import type { Manifest } from './site-contract.ts'

export type Medium = Manifest['discs'][number]['medium']

export interface CandidateSite {
  readonly siteId: string
  /** Destination countries; empty: all. */
  readonly countries: readonly string[]
  readonly media: readonly string[]
  /** Smaller goes first. */
  readonly priority: number
  readonly active: boolean
  readonly checkedInAt: Date | null
  /** As the site said at its last check-in; null when it did not. */
  readonly freeBytes: number | null
  /** Jobs that it has and has not finished. */
  readonly queueLength: number
}

export interface JobToRoute {
  readonly country: string
  readonly media: readonly Medium[]
  readonly sizeBytes: number
}

export type Unsuitable = 'inactive' | 'country' | 'medium' | 'not-checked-in' | 'no-space'

interface Loser {
  readonly siteId: string
  readonly why: Unsuitable | 'longer-queue' | 'lower-priority' | 'later-id'
}

type SiteChoice =
  | {
      readonly siteId: string
      /** What decided between the winner and the next best. */
      readonly rule: 'only-site' | 'shortest-queue' | 'priority' | 'first-id'
      readonly reason: string
      readonly losers: readonly Loser[]
    }
  | { readonly siteId: null; readonly reason: string; readonly losers: readonly Loser[] }

/** Why a site cannot make a job; null when it can. The first obstacle in this order is named. */
export function obstacleOf(site: CandidateSite, job: JobToRoute, seenSince: Date): Unsuitable | null {
  if (!site.active) return 'inactive'
  if (site.countries.length > 0 && !site.countries.includes(job.country)) return 'country'
  if (!job.media.every((medium) => site.media.includes(medium))) return 'medium'
  if (site.checkedInAt === null || site.checkedInAt < seenSince) return 'not-checked-in'
  if (site.freeBytes !== null && site.freeBytes < job.sizeBytes) return 'no-space'
  return null
}

/**
 * The site for a job: of those that serve the country, make the medium, are active, checked in since `seenSince` and have
 * the space, the one with the shortest queue; then by priority, then by id. The same input gives the same site.
 */
export function chooseSite(sites: readonly CandidateSite[], job: JobToRoute, seenSince: Date): SiteChoice {
  const judged = sites.map((site) => ({ site, obstacle: obstacleOf(site, job, seenSince) }))
  const unsuitable = judged.flatMap(({ site, obstacle }): Loser[] =>
    obstacle === null ? [] : [{ siteId: site.siteId, why: obstacle }],
  )
  const [winner, ...others] = judged
    .filter(({ obstacle }) => obstacle === null)
    .map(({ site }) => site)
    .sort(inOrder)
  if (winner === undefined)
    return {
      siteId: null,
      reason: `No site makes ${job.media.join(' and ')} for ${job.country} at present`,
      losers: unsuitable,
    }
  const losers = others.map((site): Loser => ({ siteId: site.siteId, why: lostBy(winner, site) }))
  const rule = ruleOf(losers[0])
  return {
    siteId: winner.siteId,
    rule,
    reason: `${reasons[rule]} for ${job.country} and ${job.media.join(' and ')}; ${winner.queueLength} jobs waiting there`,
    losers: [...losers, ...unsuitable],
  }
}

const reasons = {
  'only-site': 'The only suitable site',
  'shortest-queue': 'The shortest queue',
  priority: 'The highest priority among equal queues',
  'first-id': 'The first by id among equal sites',
} as const

function inOrder(a: CandidateSite, b: CandidateSite): number {
  return a.queueLength - b.queueLength || a.priority - b.priority || (a.siteId < b.siteId ? -1 : 1)
}

function lostBy(winner: CandidateSite, loser: CandidateSite): Loser['why'] {
  if (loser.queueLength !== winner.queueLength) return 'longer-queue'
  return loser.priority !== winner.priority ? 'lower-priority' : 'later-id'
}

function ruleOf(next: Loser | undefined): keyof typeof reasons {
  if (next === undefined) return 'only-site'
  if (next.why === 'longer-queue') return 'shortest-queue'
  return next.why === 'lower-priority' ? 'priority' : 'first-id'
}
