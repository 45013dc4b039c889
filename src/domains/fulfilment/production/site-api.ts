import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../../platform/db/db.ts'
import { answerForm } from '../../../platform/http/answer/answer-form.ts'
import { NotFound, problemSchema } from '../../../platform/http/answer/problems.ts'
import { siteOf } from '../../../platform/http/request/caller.ts'
import { applyReport } from './apply-report.ts'
import { byteRange } from './byte-range.ts'
import { checkInSite, jobsForSite } from './check-in-site.ts'
import { RangeNotSatisfiable } from './errors.ts'
import type { MediaStore } from './port.ts'
import {
  siteCheckInSchema,
  siteInventorySchema,
  siteJobsSchema,
  siteProfileSchema,
  siteReportReceiptSchema,
  siteReportSchema,
} from './site-contract.ts'
import { replaceInventory, siteNeedsFile } from './store.ts'

export interface SiteApiDeps {
  readonly db: Db
  readonly clock: Clock
  readonly mediaStore: MediaStore
  /** How often a site asks for jobs. */
  readonly pollSeconds?: number
}

const tags = ['production site']
const bytesSchema = z.any().meta({ type: 'string', format: 'binary' })
const megabyte = 1024 * 1024

/** What production sites call; the contract is in `site-contract.ts`. */
export function registerSiteApi(app: FastifyInstance, deps: SiteApiDeps): void {
  const { db, mediaStore } = deps
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const config = { access: 'site' } as const

  routes.post(
    '/api/site/check-in',
    {
      config,
      schema: {
        tags,
        operationId: 'checkInSite',
        summary: 'Check in with the site’s present abilities',
        body: siteCheckInSchema,
        response: { 200: answerForm(siteProfileSchema) },
      },
    },
    async (request) => checkInSite(deps, siteOf(request).siteId, request.body),
  )

  routes.get(
    '/api/site/jobs',
    {
      config,
      schema: {
        tags,
        operationId: 'listSiteJobs',
        summary: 'Jobs of this site that are not finished',
        response: { 200: answerForm(siteJobsSchema) },
      },
    },
    async (request) => ({ jobs: await jobsForSite(db, siteOf(request).siteId) }),
  )

  routes.post(
    '/api/site/jobs/:jobId/reports',
    {
      config,
      bodyLimit: 4 * megabyte,
      schema: {
        tags,
        operationId: 'reportStep',
        summary: 'Report a step of a job; the same report id twice is one report',
        params: z.strictObject({ jobId: z.string().max(100) }),
        body: siteReportSchema,
        response: { 200: siteReportReceiptSchema },
      },
    },
    async (request) =>
      applyReport(deps, { siteId: siteOf(request).siteId, jobId: request.params.jobId, report: request.body }),
  )

  routes.put(
    '/api/site/inventory',
    {
      config,
      bodyLimit: 16 * megabyte,
      schema: {
        tags,
        operationId: 'replaceInventory',
        summary: 'Report the verified files that the site holds',
        body: siteInventorySchema,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const hashes = request.body.files.map(({ sha256 }) => sha256)
      await db.transaction((tx) => replaceInventory(tx, siteOf(request).siteId, hashes))
      return reply.code(204).send(null)
    },
  )

  routes.get(
    '/api/site/files/:sha256',
    {
      config,
      exposeHeadRoute: false,
      schema: {
        tags,
        operationId: 'fetchSiteFile',
        summary: 'The bytes of a file of one of this site’s jobs; understands Range',
        params: z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
        response: {
          200: { description: 'The whole file', content: { 'application/octet-stream': { schema: bytesSchema } } },
          206: { description: 'The range', content: { 'application/octet-stream': { schema: bytesSchema } } },
          416: problemSchema,
        },
      },
    },
    async (request, reply) => {
      const { sha256 } = request.params
      const { siteId } = siteOf(request)
      const needed = await db.transaction((tx) => siteNeedsFile(tx, siteId, sha256))
      const sizeBytes = needed ? await mediaStore.size(sha256) : null
      if (sizeBytes === null) throw new NotFound('file')
      const etag = `"${sha256}"`
      const { range, 'if-range': ifRange } = request.headers
      reply.header('accept-ranges', 'bytes').header('etag', etag)
      const asked = byteRange(ifRange === undefined || ifRange === etag ? range : undefined, sizeBytes)
      return sendPart(reply, { mediaStore, sha256, sizeBytes, asked })
    },
  )
}

async function sendPart(
  reply: FastifyReply,
  file: {
    readonly mediaStore: MediaStore
    readonly sha256: string
    readonly sizeBytes: number
    readonly asked: ReturnType<typeof byteRange>
  },
): Promise<FastifyReply> {
  const { mediaStore, sha256, sizeBytes, asked } = file
  if (asked === 'none') {
    reply.header('content-range', `bytes */${sizeBytes}`)
    throw new RangeNotSatisfiable(sizeBytes)
  }
  reply.type('application/octet-stream')
  if (asked === 'whole') return reply.header('content-length', sizeBytes).send(await mediaStore.read(sha256))
  const { start, end } = asked
  const length = end - start + 1
  const rest = await mediaStore.read(sha256, start)
  return reply
    .code(206)
    .header('content-range', `bytes ${start}-${end}/${sizeBytes}`)
    .header('content-length', length)
    .send(end === sizeBytes - 1 ? rest : Readable.from(firstBytes(rest, length), { objectMode: false }))
}

async function* firstBytes(source: Readable, count: number): AsyncGenerator<Buffer> {
  let left = count
  for await (const chunk of source) {
    const part = Buffer.from(chunk).subarray(0, left)
    left -= part.length
    yield part
    if (left === 0) return
  }
}
