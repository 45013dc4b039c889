import { mkdir, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { SiteJob } from '../domains/fulfilment/production/site-contract.ts'
import type { Clock } from '../kernel/clock.ts'
import { openFonts } from '../platform/fonts/font-set.ts'
import type { Log } from '../platform/log/log.ts'
import { carryJob } from './carry-job.ts'
import { createPtburn, type PtburnConfig } from './devices/ptburn/ptburn.ts'
import { findXorriso } from './image/xorriso.ts'
import { Away } from './job-failure.ts'
import { reached, type SiteContext } from './prepare-job.ts'
import { openRepository } from './repository/repository.ts'
import { createStoreClient } from './store-client.ts'
import { heldReferences, sweepJob } from './sweep.ts'

export interface SiteAgentOptions {
  readonly storeUrl: string
  readonly token: string
  /** Belongs to this agent alone; keep it, it remembers what was submitted. */
  readonly workDir: string
  readonly device: PtburnConfig
  readonly clock: Clock
  readonly log: Log
  /** Where fonts lie for letters that the program's own do not have; none unless told. */
  readonly fontDir?: string | null
  /** Undefined: looked for in the usual places. Null: build no images, let the device burn the staged files. */
  readonly xorrisoPath?: string | null
  /** A submitted job without any sign at the device fails after this long; ten minutes unless told. */
  readonly silentAfterMs?: number
  /** How long to wait between two passes; what the store asks for unless told. */
  readonly pollMs?: number
  /** For one call of the store, and for a pause within a file; 30 seconds unless told. */
  readonly timeoutMs?: number
}

export interface SiteAgent {
  start(): void
  /** Lets go at the next safe point; nothing is lost whenever it comes. */
  stop(): Promise<void>
  /** One pass: check in, fetch the list of jobs, carry each as far as it goes. Never throws for a partner that is away. */
  runOnce(): Promise<void>
}

const version = '1'
const checkInEveryMs = 60_000

/**
 * The production site's program. All it knows is re-derived from the store's answer, its work directory and the device's
 * folder, so it may be killed at any instruction and started again.
 */
export function createSiteAgent(options: SiteAgentOptions): SiteAgent {
  const { clock, log, workDir } = options
  const stopping = new AbortController()
  const timeoutMs = options.timeoutMs ?? 30_000
  const store = createStoreClient({ ...options, timeoutMs, stopping: stopping.signal })
  const repository = openRepository(join(workDir, 'repository'), { store, idleMs: timeoutMs, log })
  const device = createPtburn(options.device, clock)
  const context = opened()
  const swept = new Set<string>()
  let pollMs = options.pollMs ?? 5_000
  let checkedInAt = 0
  let checkedInSaying = ''
  let inventoried = -1
  let lastJobs: readonly SiteJob[] = []
  let loop: Promise<void> | null = null
  let preparing: Promise<void> | null = null

  async function opened(): Promise<SiteContext> {
    await mkdir(workDir, { recursive: true })
    const xorriso = options.xorrisoPath === undefined ? await findXorriso() : options.xorrisoPath
    const silentAfterMs = options.silentAfterMs ?? 600_000
    const reportedPercent = new Map<string, number>()
    const parts = { store, repository, device, clock, log, workDir, xorriso, silentAfterMs, reportedPercent }
    return { ...parts, stopping: stopping.signal, fonts: openFonts(options.fontDir ?? null) }
  }

  async function checkIn(): Promise<void> {
    const health = await device.health()
    const said = `${health.message} ${health.seenAt === null}`
    if (said === checkedInSaying && clock.now().getTime() - checkedInAt < checkInEveryMs) return
    const disk = await statfs(workDir).catch(() => null)
    const profile = await store.checkIn({
      agentVersion: version,
      device: device.kind,
      buildsImages: (await context).xorriso !== null,
      freeBytes: disk === null ? null : disk.bavail * disk.bsize,
      deviceSeenAt: health.seenAt?.toISOString() ?? null,
      deviceMessage: health.message,
    })
    pollMs = options.pollMs ?? profile.pollSeconds * 1000
    checkedInAt = clock.now().getTime()
    checkedInSaying = said
  }

  async function reportInventory(): Promise<void> {
    const now = repository.version
    if (now === inventoried) return
    await store.putInventory({ files: (await repository.inventory()).slice(0, 100_000) })
    inventoried = now
  }

  async function carryAll(jobs: readonly SiteJob[]): Promise<void> {
    for (const job of jobs) {
      if (stopping.signal.aborted) return
      try {
        await carryJob(await context, job)
      } catch (error) {
        report(error, { jobId: job.jobId })
      }
    }
  }

  async function sweep(listed: readonly SiteJob[]): Promise<void> {
    const open = new Set(listed.map(({ reference }) => reference))
    for (const reference of await heldReferences(await context)) {
      if (open.has(reference)) swept.delete(reference)
      else if (!swept.has(reference)) {
        await sweepJob(await context, reference)
        swept.add(reference)
      }
    }
  }

  /** Watching stays quick while a long preparation goes on beside it: the device forgets how its jobs ended. */
  async function pass(): Promise<void> {
    try {
      await checkIn()
      lastJobs = await store.jobs()
      await sweep(lastJobs)
    } catch (error) {
      report(error, {})
      // The store is away and the device goes on: see how its jobs end before it forgets.
      await carryAll(lastJobs.filter((job) => reached(job, 'submitted')))
      return
    }
    const jobs = lastJobs
    preparing ??= carryAll(jobs.filter((job) => !reached(job, 'submitted')))
      .then(reportInventory)
      .catch((error: unknown) => report(error, {}))
      .finally(() => {
        preparing = null
      })
    await carryAll(jobs.filter((job) => reached(job, 'submitted')))
  }

  function report(error: unknown, where: { readonly jobId?: string }): void {
    if (stopping.signal.aborted) return
    if (error instanceof Away) log.warn({ ...where, reason: error.message }, 'waiting for a partner')
    else log.error({ ...where, err: error }, 'site pass failed')
  }

  async function runOnce(): Promise<void> {
    await pass()
    await preparing
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await pass()
      await pause(pollMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }

  return {
    start() {
      loop ??= run()
    },
    async stop() {
      stopping.abort()
      await loop
      await preparing
    },
    runOnce,
  }
}
