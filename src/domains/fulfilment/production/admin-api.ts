import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { staffOf } from '../../../platform/http/request/caller.ts'
import { pageOf, pageQuerySchema } from '../../../platform/http/request/paging.ts'
import { cancelMediaJob } from './cancel-media-job.ts'
import { mediaJobStateSchema } from './events.ts'
import { kitSchema, kitViews, siteSchema, siteViews } from './floor-views.ts'
import { jobDetail, jobDetailSchema, jobSummarySchema, listJobs } from './job-views.ts'
import { rerouteMediaJob } from './reroute-media-job.ts'
import { retryMediaJob } from './retry-media-job.ts'
import { labelOf } from './store.ts'

const tags = ['production']
const params = z.strictObject({ jobId: z.string().max(100) })
const jobsQuerySchema = pageQuerySchema.extend({
  state: mediaJobStateSchema.optional(),
  siteId: z.string().max(64).optional(),
})
const rerouteSchema = z
  .strictObject({ siteId: z.string().min(1).max(64), reason: z.string().trim().min(1).max(500) })
  .meta({ id: 'RerouteJob' })

/** The production board, the job page and what operations may do about a job. */
export function registerProductionAdminApi(
  app: FastifyInstance,
  deps: { readonly db: Db; readonly clock: Clock },
): void {
  const { db } = deps
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const read = { access: 'staff' } as const
  const write = { access: 'staff:operations' } as const

  routes.get(
    '/api/admin/media-jobs',
    {
      config: read,
      schema: {
        tags,
        operationId: 'listMediaJobs',
        summary: 'Media jobs, newest first',
        querystring: jobsQuerySchema,
        response: { 200: pageOf(jobSummarySchema) },
      },
    },
    async (request) => db.transaction((tx) => listJobs(tx, request.query)),
  )

  routes.get(
    '/api/admin/media-jobs/:jobId',
    {
      config: read,
      schema: {
        tags,
        operationId: 'viewMediaJob',
        summary: 'One media job: manifest, routing, reports, discs, command files, label',
        params,
        response: { 200: jobDetailSchema },
      },
    },
    async (request) => db.transaction((tx) => jobDetail(tx, request.params.jobId)),
  )

  routes.get(
    '/api/admin/media-jobs/:jobId/label.png',
    {
      config: read,
      exposeHeadRoute: false,
      schema: {
        tags,
        operationId: 'viewLabel',
        summary: 'The label of the first disc as a picture',
        params,
        response: {
          200: {
            description: 'The picture',
            content: { 'image/png': { schema: z.any().meta({ type: 'string', format: 'binary' }) } },
          },
        },
      },
    },
    async (request, reply) => {
      const label = await db.transaction((tx) => labelOf(tx, request.params.jobId))
      if (label === null) throw new NotFound('label')
      return reply.type('image/png').header('x-content-type-options', 'nosniff').send(label)
    },
  )

  routes.post(
    '/api/admin/media-jobs/:jobId/retry',
    {
      config: write,
      schema: {
        tags,
        operationId: 'retryMediaJob',
        summary: 'Make again what a job left unmade, as a new job',
        params,
        response: { 201: jobDetailSchema },
      },
    },
    async (request, reply) => {
      const retryId = await retryMediaJob(deps, { jobId: request.params.jobId, actor: staffOf(request).userName })
      return reply.code(201).send(await db.transaction((tx) => jobDetail(tx, retryId)))
    },
  )

  routes.post(
    '/api/admin/media-jobs/:jobId/reroute',
    {
      config: write,
      schema: {
        tags,
        operationId: 'rerouteMediaJob',
        summary: 'Give a job that was not sent to the device to another site',
        params,
        body: rerouteSchema,
        response: { 200: jobDetailSchema },
      },
    },
    async (request) => {
      const { jobId } = request.params
      await rerouteMediaJob(deps, { jobId, ...request.body, actor: staffOf(request).userName })
      return db.transaction((tx) => jobDetail(tx, jobId))
    },
  )

  routes.post(
    '/api/admin/media-jobs/:jobId/cancel',
    {
      config: write,
      schema: {
        tags,
        operationId: 'cancelMediaJob',
        summary: 'Cancel a job, or ask its site to',
        params,
        response: { 200: jobDetailSchema },
      },
    },
    async (request) => {
      const { jobId } = request.params
      await cancelMediaJob(deps, { jobId, actor: staffOf(request).userName })
      return db.transaction((tx) => jobDetail(tx, jobId))
    },
  )

  routes.get(
    '/api/admin/sites',
    {
      config: read,
      schema: {
        tags,
        operationId: 'listSites',
        summary: 'Production sites with their queues and last check-in',
        response: { 200: z.object({ items: z.array(siteSchema) }) },
      },
    },
    async () => ({ items: await db.transaction((tx) => siteViews(tx)) }),
  )

  routes.get(
    '/api/admin/kits',
    {
      config: read,
      schema: {
        tags,
        operationId: 'listKits',
        summary: 'Media kits with their bill of materials',
        response: { 200: z.object({ items: z.array(kitSchema) }) },
      },
    },
    async () => ({ items: await db.transaction((tx) => kitViews(tx)) }),
  )
}
