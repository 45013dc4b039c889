import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { z } from 'zod'
import { within } from '../../../kernel/within.ts'
import type { Db } from '../../db/db.ts'
import { queueDepth } from '../../queue/dead-letters.ts'
import { sayWhenToRetry } from '../answer/problems.ts'

const alive = z.object({ status: z.literal('ok') })
const notReady = z.object({
  status: z.literal('unavailable'),
  /** Stable: `first-sync-pending` or `database-unavailable`. */
  reason: z.string(),
  detail: z.string(),
})

export type Readiness = { readonly ready: true } | { readonly ready: false; readonly reason: string }

const details: Readonly<Record<string, string>> = {
  'first-sync-pending': 'No sync has been published yet, so shoppers would see nothing. Sign-on and /admin answer.',
  'database-unavailable': 'The database does not answer.',
}

/** Who asks decides where traffic goes, every few seconds; a database that needs longer serves nobody. */
const databaseAnswersWithinMs = 2_000

/** A figure that is read each time somebody looks. */
export interface StoreGauge {
  readonly name: string
  readonly help: string
  readonly labelNames: readonly string[]
  readonly read: () => Promise<readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[]>
}

/**
 * `/healthz`: the process lives, whatever its database and partners do; for whoever would start it again. `/readyz`: it can
 * serve; for whoever sends it traffic. `/metrics`: figures for Prometheus.
 */
export function registerHealth(
  app: FastifyInstance,
  {
    db,
    gauges,
    readiness,
    withinMs = databaseAnswersWithinMs,
  }: {
    readonly db: Db
    readonly gauges: readonly StoreGauge[]
    readonly readiness: () => Promise<Readiness>
    readonly withinMs?: number
  },
): void {
  const api = app.withTypeProvider<ZodTypeProvider>()
  const config = { access: 'public' as const }
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const jobs = new Gauge({
    name: 'store_queue_jobs',
    help: 'Jobs on the queue by state',
    labelNames: ['state'],
    registers: [registry],
  })
  for (const { name, help, labelNames, read } of gauges)
    new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers: [registry],
      async collect() {
        this.reset()
        for (const { labels, value } of await read()) this.set(labels, value)
      },
    })

  api.get(
    '/healthz',
    {
      config,
      schema: {
        tags: ['health'],
        operationId: 'checkLiveness',
        summary: 'The process lives, whether or not its database and partners do',
        response: { 200: alive },
      },
    },
    async () => ({ status: 'ok' as const }),
  )
  api.get(
    '/readyz',
    {
      config,
      schema: {
        tags: ['health'],
        operationId: 'checkReadiness',
        summary: 'The store can serve: its database answers, and a sync has been published',
        response: { 200: alive, 503: notReady },
      },
    },
    async (request, reply) => {
      const found = await within(withinMs, readiness()).catch((error: unknown): Readiness => {
        request.log.warn({ err: error }, 'the database does not answer')
        return { ready: false, reason: 'database-unavailable' }
      })
      reply.header('cache-control', 'no-store')
      if (found.ready) return { status: 'ok' as const }
      sayWhenToRetry(reply, 503)
      const detail = details[found.reason] ?? found.reason
      return reply.code(503).send({ status: 'unavailable', reason: found.reason, detail })
    },
  )
  app.get('/metrics', { config, schema: { hide: true } }, async (_request, reply) => {
    const depth = await queueDepth(db)
    for (const [state, count] of Object.entries(depth)) jobs.set({ state }, count)
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}
