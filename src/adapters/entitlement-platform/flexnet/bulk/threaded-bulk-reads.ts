import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { PlatformReader } from '../../../../domains/entitlements/rights/port.ts'
import { PartnerFailure } from '../../../../kernel/partner-failure.ts'
import type { FlexnetOptions } from '../options.ts'
import { partner } from '../protocol/failures.ts'
import type { BulkReads } from './bulk-reads.ts'
import { errorOf, type Question, type Reply, type ThreadOptions } from './bulk-thread-messages.ts'

/** How long a thread that is asked nothing is kept. */
const idleMs = 30_000

/** Pages are short-lived: with more room for what is young, the thread would only take longer to give them back. */
const resourceLimits = { maxYoungGenerationSizeMb: 28 }

interface Waiting {
  resolve(answer: unknown): void
  reject(error: Error): void
}

/**
 * Bulk reads in a thread of their own, which is started when a sync begins or with the first question: most of a
 * sync's time goes into reading XML, and neither shoppers nor the writing of what was read have to wait for it. The thread
 * has a limiter of its own, so the bound on calls under way counts for it alone. It does not keep the process alive.
 */
export function createThreadedBulkReads({
  log,
  thread,
  limiter: _limiter,
  ...options
}: FlexnetOptions): BulkReads & Required<Pick<PlatformReader, 'syncBegins' | 'syncHasRead'>> {
  const waiting = new Map<number, Waiting>()
  let asked = 0
  let worker: Worker | null = null
  let unsent: Question[] = []
  let idle: NodeJS.Timeout | null = null
  /** Its sync has read everything: it ends with the answers that are still under way. */
  let leaving: Worker | null = null

  const settle = (reply: Reply) => {
    if ('warning' in reply) return log.warn(reply.warning.about, reply.warning.text)
    const asker = waiting.get(reply.id)
    waiting.delete(reply.id)
    if ('failure' in reply) asker?.reject(errorOf(reply.failure))
    else asker?.resolve(reply.answer)
  }
  const start = () => {
    const entry = thread?.entry ?? new URL(`./bulk-thread${extname(import.meta.url)}`, import.meta.url)
    const started = new Worker(entry, { workerData: options satisfies ThreadOptions, resourceLimits })
    const over = (why: string) => {
      if (worker !== started) return
      worker = null
      // Nothing is wrong with the platform: the same question may well be answered by the next thread.
      const failure = new PartnerFailure(partner, 'retryable', `the thread that reads the platform ended: ${why}`)
      for (const { reject } of waiting.values()) reject(failure)
      waiting.clear()
    }
    started.on('message', (replies: readonly Reply[]) => {
      replies.forEach(settle)
      if (waiting.size === 0) rest(started)
    })
    started.on('error', ({ message }) => over(message))
    started.on('exit', (code) => over(`exit code ${code}`))
    return started
  }
  const rest = (resting: Worker) => {
    resting.unref()
    if (idle) clearTimeout(idle)
    if (resting === leaving) return void end(resting)
    idle = setTimeout(() => void end(resting), idleMs).unref()
  }
  const end = async (resting: Worker) => {
    if (worker !== resting || waiting.size > 0) return
    worker = null
    await resting.terminate()
  }
  const send = () => {
    worker ??= start()
    worker.ref()
    worker.postMessage(unsent)
    unsent = []
  }
  const ask = (name: keyof BulkReads) => (given: unknown) =>
    new Promise<unknown>((resolve, reject) => {
      asked += 1
      waiting.set(asked, { resolve, reject })
      // What is asked in one go travels together: a page of relations is a hundred questions.
      if (unsent.length === 0) queueMicrotask(send)
      unsent.push({ id: asked, name, given })
    })
  const syncBegins = () => {
    leaving = null
    worker ??= start()
    if (waiting.size === 0) rest(worker)
  }
  const syncHasRead = async () => {
    leaving = worker
    if (worker) await end(worker)
  }
  // The other end answers each name as `BulkReads` says.
  const reads = Object.fromEntries(names.map((name) => [name, ask(name)])) as unknown as BulkReads
  return { ...reads, syncBegins, syncHasRead }
}

const names = Object.keys({
  products: true,
  partNumbers: true,
  relationsOf: true,
  accounts: true,
  parentsOf: true,
  members: true,
  entitlementLines: true,
  maintenanceLines: true,
} satisfies Record<keyof BulkReads, true>) as (keyof BulkReads)[]
