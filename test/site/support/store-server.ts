import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { z } from 'zod'
import {
  type Manifest,
  type SiteJob,
  type SiteReport,
  siteCheckInSchema,
  siteInventorySchema,
  siteReportSchema,
} from '../../../src/domains/fulfilment/production/site-contract.ts'

type Job = Omit<SiteJob, 'state'> & { state: string }

/** The store's side of the site contract over a real socket, with the faults that a network has. */
export interface StoreServer {
  readonly url: string
  readonly token: string
  readonly jobs: Map<string, Job>
  /** Distinct reports, in order of arrival. */
  readonly reports: (SiteReport & { jobId: string })[]
  repeatedReports: number
  readonly checkIns: z.infer<typeof siteCheckInSchema>[]
  inventory: z.infer<typeof siteInventorySchema>['files']
  readonly fileRequests: { sha256: string; start: number; sent: number }[]
  /** Requests to answer with 503 before service resumes. */
  away: number
  /** Break this many file answers off in the middle. */
  breakOff: number
  addFile(content: Buffer): { sizeBytes: number; md5: string; sha256: string }
  /** Serves other bytes under the hash of the file. */
  corrupt(sha256: string, content: Buffer): void
  addJob(job: Partial<Job> & { manifest: Manifest; reference: string }): Job
  /** As after a restore from a backup: the job is at an earlier step, and later reports were never heard. */
  rewind(jobId: string, state: SiteJob['state']): void
  reportsOf(jobId: string, step?: SiteReport['step']): SiteReport[]
  close(): Promise<void>
}

export async function startStoreServer(): Promise<StoreServer> {
  const files = new Map<string, Buffer>()
  const seen = new Set<string>()
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const store: StoreServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: 'site-token-of-the-test',
    jobs: new Map(),
    reports: [],
    repeatedReports: 0,
    checkIns: [],
    inventory: [],
    fileRequests: [],
    away: 0,
    breakOff: 0,
    addFile(content) {
      const sha256 = createHash('sha256').update(content).digest('hex')
      files.set(sha256, content)
      return { sizeBytes: content.length, md5: createHash('md5').update(content).digest('hex'), sha256 }
    },
    corrupt: (sha256, content) => files.set(sha256, content),
    addJob(job) {
      const full = { jobId: `job_${job.reference}`, state: 'released', copies: 1, cancelRequested: false, ...job }
      store.jobs.set(full.jobId, full)
      return full
    },
    rewind(jobId, state) {
      const steps = ['released', 'staged', 'imaged', 'submitted', 'running', 'finished', 'failed']
      const late = store.reports.filter(
        (report) => report.jobId === jobId && steps.indexOf(report.step) > steps.indexOf(state),
      )
      for (const report of late) {
        seen.delete(report.reportId)
        store.reports.splice(store.reports.indexOf(report), 1)
      }
      const job = store.jobs.get(jobId)
      if (job !== undefined) job.state = state
    },
    reportsOf: (jobId, step) =>
      store.reports.filter((report) => report.jobId === jobId && (step === undefined || report.step === step)),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await read(request)
    const call = `${request.method} ${request.url}`
    const json = (status: number, value: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
    if (store.away > 0) {
      store.away--
      return void json(503, { title: 'away' })
    }
    if (request.headers.authorization !== `Bearer ${store.token}`) return void json(401, { title: 'who are you' })
    if (call === 'POST /api/site/check-in') {
      store.checkIns.push(siteCheckInSchema.parse(JSON.parse(body)))
      return void json(200, { siteId: 'sit_1', name: 'Test site', pollSeconds: 0.05 })
    }
    if (call === 'GET /api/site/jobs') {
      const open = [...store.jobs.values()].filter(({ state }) => state !== 'finished' && state !== 'failed')
      return void json(200, { jobs: open })
    }
    if (call === 'PUT /api/site/inventory') {
      store.inventory = siteInventorySchema.parse(JSON.parse(body)).files
      return void response.writeHead(204).end()
    }
    const jobId = /^POST \/api\/site\/jobs\/([^/]+)\/reports$/.exec(call)?.[1]
    const job = jobId === undefined ? undefined : store.jobs.get(jobId)
    if (job !== undefined) return void json(200, takeReport(job, siteReportSchema.parse(JSON.parse(body))))
    const sha256 = /^GET \/api\/site\/files\/([0-9a-f]{64})$/.exec(call)?.[1]
    const content = sha256 === undefined ? undefined : files.get(sha256)
    if (sha256 === undefined || content === undefined) return void json(404, { title: 'no such thing' })
    sendFile(request, response, sha256, content)
  }

  function takeReport(job: Job, report: SiteReport): { jobState: string; repeated: boolean } {
    const repeated = seen.has(report.reportId)
    if (repeated) store.repeatedReports++
    else {
      seen.add(report.reportId)
      store.reports.push({ ...report, jobId: job.jobId })
      job.state = report.step
    }
    return { jobState: job.state, repeated }
  }

  function sendFile(request: IncomingMessage, response: ServerResponse, sha256: string, content: Buffer): void {
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
    const rest = content.subarray(start)
    const range = { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` }
    response.writeHead(start > 0 ? 206 : 200, { 'content-length': rest.length, ...(start > 0 ? range : {}) })
    const half = Math.ceil(rest.length / 2)
    const broken = store.breakOff > 0
    store.fileRequests.push({ sha256, start, sent: broken ? half : rest.length })
    if (!broken) return void response.end(rest)
    store.breakOff--
    response.write(rest.subarray(0, half), () => setTimeout(() => response.destroy(), 20))
  }

  return store
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
