import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../../platform/db/db.ts'
import { sendPage } from '../../../platform/http/pages/views.ts'
import { staffOf } from '../../../platform/http/request/caller.ts'
import {
  emptyForm,
  type FormState,
  fieldsOf,
  refusedForm,
  rejectedForm,
  seeOther,
} from '../../../platform/http/request/forms.ts'
import { cancelMediaJob } from './cancel-media-job.ts'
import { siteViews } from './floor-views.ts'
import { canRetry, nextState } from './job-state.ts'
import { jobDetail, listJobs } from './job-views.ts'
import { rerouteMediaJob } from './reroute-media-job.ts'
import { retryMediaJob } from './retry-media-job.ts'
import type { MediaJobState } from './tables.ts'

const jobsShown = 100
const params = z.object({ jobId: z.string().max(100) })
const rerouteSchema = z.object({
  siteId: z.string().min(1, 'Choose a site').max(64),
  reason: z.string().trim().min(1, 'Say why, for whoever reads it later').max(500),
})

/** The columns of the board; each holds the states that a person at the floor treats alike. */
const columns: readonly { readonly name: string; readonly states: readonly MediaJobState[] }[] = [
  { name: 'Waiting', states: ['queued'] },
  { name: 'At the site', states: ['released', 'staged', 'imaged'] },
  { name: 'In the machine', states: ['submitted', 'running'] },
  { name: 'Needs somebody', states: ['failed', 'expired'] },
  { name: 'Ended', states: ['made', 'cancelled'] },
]

/** The production board, and one job with all that can be done about it. */
export function registerProductionPages(app: FastifyInstance, deps: { readonly db: Db; readonly clock: Clock }): void {
  const { db } = deps
  const pages = app.withTypeProvider<ZodTypeProvider>()
  const staff = { config: { access: 'staff' as const } }
  const operations = { config: { access: 'staff:operations' as const } }

  pages.get(
    '/admin/production',
    { ...staff, schema: { hide: true, querystring: z.object({ siteId: z.string().max(64).default('') }) } },
    async (request, reply) => {
      const siteId = request.query.siteId === '' ? undefined : request.query.siteId
      const { jobs, sites } = await db.transaction(async (tx) => ({
        jobs: await listJobs(tx, { limit: jobsShown, siteId }),
        sites: await siteViews(tx),
      }))
      return sendPage(request, reply, 'fulfilment/production/board', {
        title: 'Production',
        section: 'production',
        wide: true,
        sites,
        siteId,
        isCut: jobs.nextCursor !== null,
        jobCount: jobs.items.length,
        columns: columns.map(({ name, states }) => ({
          name,
          jobs: jobs.items.filter(({ state }) => states.includes(state)),
        })),
        checkedAt: deps.clock.now(),
      })
    },
  )

  pages.get('/admin/production/:jobId', { ...staff, schema: { hide: true, params } }, async (request, reply) =>
    sendJob(request, reply, request.params.jobId, emptyForm()),
  )

  pages.post(
    '/admin/production/:jobId/retry',
    { ...operations, schema: { hide: true, params } },
    async (request, reply) =>
      act(request, reply, request.params.jobId, async (jobId, actor) => retryMediaJob(deps, { jobId, actor })),
  )

  pages.post(
    '/admin/production/:jobId/cancel',
    { ...operations, schema: { hide: true, params } },
    async (request, reply) =>
      act(request, reply, request.params.jobId, async (jobId, actor) => {
        await cancelMediaJob(deps, { jobId, actor })
        return jobId
      }),
  )

  pages.post(
    '/admin/production/:jobId/reroute',
    { ...operations, schema: { hide: true, params } },
    async (request, reply) => {
      const fields = fieldsOf(request)
      const { jobId } = request.params
      const parsed = rerouteSchema.safeParse({ siteId: fields['siteId'] ?? '', reason: fields['reason'] ?? '' })
      if (!parsed.success) return sendJob(request, reply, jobId, refusedForm(fields, parsed.error), 400)
      return act(request, reply, jobId, async (id, actor) => {
        await rerouteMediaJob(deps, { jobId: id, ...parsed.data, actor })
        return id
      })
    },
  )

  async function act(
    request: FastifyRequest,
    reply: FastifyReply,
    jobId: string,
    work: (jobId: string, actor: string) => Promise<string>,
  ): Promise<FastifyReply> {
    try {
      return seeOther(reply, `/admin/production/${await work(jobId, staffOf(request).userName)}`)
    } catch (error) {
      return sendJob(
        request,
        reply,
        jobId,
        rejectedForm(fieldsOf(request), error, { 'site-not-suitable': 'siteId' }),
        409,
      )
    }
  }

  async function sendJob(
    request: FastifyRequest,
    reply: FastifyReply,
    jobId: string,
    form: FormState,
    status = 200,
  ): Promise<FastifyReply> {
    const { job, sites } = await db.transaction(async (tx) => ({
      job: await jobDetail(tx, jobId),
      sites: await siteViews(tx),
    }))
    return sendPage(request, reply, 'fulfilment/production/job', {
      title: `Job ${job.reference}`,
      section: 'production',
      wide: true,
      job,
      form,
      status,
      siteName: sites.find(({ siteId }) => siteId === job.siteId)?.name ?? null,
      otherSites: sites.filter(({ siteId, active }) => active && siteId !== job.siteId),
      ...movesOf(job),
      mayAct: staffOf(request).roles.includes('operations'),
      checkedAt: deps.clock.now(),
    })
  }
}

function movesOf({ state, cancelRequested }: Awaited<ReturnType<typeof jobDetail>>) {
  return {
    canRetry: canRetry(state),
    canReroute: nextState(state, 'reroute') !== null,
    canCancel: !cancelRequested && (nextState(state, 'cancel') ?? nextState(state, 'confirmCancel')) !== null,
    isMoving: !canRetry(state) && state !== 'made',
  }
}
