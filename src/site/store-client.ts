import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import {
  type SiteJob,
  type SiteReport,
  siteCheckInSchema,
  siteInventorySchema,
  siteJobsSchema,
  siteProfileSchema,
  siteReportReceiptSchema,
  siteReportSchema,
} from '../domains/fulfilment/production/site-contract.ts'
import { Away } from './job-failure.ts'

export interface StoreClient {
  checkIn(body: z.infer<typeof siteCheckInSchema>): Promise<z.infer<typeof siteProfileSchema>>
  jobs(): Promise<SiteJob[]>
  report(jobId: string, report: SiteReport): Promise<z.infer<typeof siteReportReceiptSchema>>
  putInventory(body: z.infer<typeof siteInventorySchema>): Promise<void>
  /** One try, from byte `start`. The caller reads the body within its own time limits, and tries again. */
  openFile(sha256: string, start: number, signal: AbortSignal): Promise<Response>
}

export interface StoreClientOptions {
  readonly storeUrl: string
  readonly token: string
  readonly timeoutMs: number
  /** Aborted when the agent stops: no call outlives it. */
  readonly stopping: AbortSignal
}

const tries = 3
const firstPauseMs = 200

/** The store refused a call for good: a wrong token, a job that is not this site's, a step that does not fit. */
export class StoreRefusal extends Error {
  readonly status: number

  constructor(call: string, status: number, detail: string) {
    super(`The store answered ${call} with ${status}: ${detail}`)
    this.name = 'StoreRefusal'
    this.status = status
  }
}

/**
 * The site's side of the contract. Every call may be repeated without harm, so each is tried three times.
 * @throws {Away} when the store cannot be reached or answers 5xx, {StoreRefusal} when it answers 4xx
 */
export function createStoreClient(options: StoreClientOptions): StoreClient {
  const base = options.storeUrl.replace(/\/+$/, '')
  const authorization = `Bearer ${options.token}`

  async function call(method: string, path: string, body?: unknown): Promise<unknown> {
    const name = `${method} ${path}`
    for (let attempt = 1; ; attempt++) {
      try {
        return await once(method, path, body)
      } catch (error) {
        if (error instanceof StoreRefusal) throw error
        if (attempt === tries || options.stopping.aborted) throw new Away(`The store did not answer ${name}`, error)
        // Half fixed, half random, so that many sites do not come back in the same moment.
        const full = firstPauseMs * 2 ** (attempt - 1)
        await pause(full / 2 + (Math.random() * full) / 2, undefined, { signal: options.stopping })
      }
    }
  }

  async function once(method: string, path: string, body: unknown): Promise<unknown> {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.any([options.stopping, AbortSignal.timeout(options.timeoutMs)]),
    })
    const text = await response.text()
    if (response.ok) return text === '' ? null : JSON.parse(text)
    if (response.status < 500 && response.status !== 408 && response.status !== 429)
      throw new StoreRefusal(`${method} ${path}`, response.status, text.slice(0, 300))
    throw new Error(`status ${response.status}`)
  }

  return {
    checkIn: async (body) =>
      siteProfileSchema.parse(await call('POST', '/api/site/check-in', siteCheckInSchema.parse(body))),
    jobs: async () => siteJobsSchema.parse(await call('GET', '/api/site/jobs')).jobs,
    report: async (jobId, report) => {
      const path = `/api/site/jobs/${encodeURIComponent(jobId)}/reports`
      return siteReportReceiptSchema.parse(await call('POST', path, siteReportSchema.parse(report)))
    },
    putInventory: async (body) => {
      z.null().parse((await call('PUT', '/api/site/inventory', siteInventorySchema.parse(body))) ?? null)
    },
    openFile: (sha256, start, signal) =>
      fetch(`${base}/api/site/files/${sha256}`, {
        headers: { authorization, ...(start > 0 ? { range: `bytes=${start}-` } : {}) },
        signal: AbortSignal.any([options.stopping, signal]),
      }),
  }
}
