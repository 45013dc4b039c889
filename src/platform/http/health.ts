import { sql } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { z } from 'zod'
import type { Db } from '../db/db.ts'
import { queueDepth } from '../queue/dead-letters.ts'

const status = z.object({ status: z.enum(['ok', 'unavailable']) })

/** A figure that is read anew whenever somebody looks. */
export interface StoreGauge {
  readonly name: string
  readonly help: string
  readonly labelNames: readonly string[]
  readonly read: () => Promise<readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[]>
}

/** `/healthz`: the process lives. `/readyz`: it can serve. `/metrics`: figures for Prometheus. */
export function registerHealth(
  app: FastifyInstance,
  { db, gauges }: { readonly db: Db; readonly gauges: readonly StoreGauge[] },
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
      ...{ name, help, labelNames: [...labelNames], registers: [registry] },
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
        summary: 'The process lives',
        response: { 200: status },
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
        summary: 'The store can serve',
        response: { 200: status, 503: status },
      },
    },
    async (_request, reply) => {
      const up = await db.execute(sql`select 1`).then(
        () => true,
        () => false,
      )
      return up ? { status: 'ok' as const } : reply.code(503).send({ status: 'unavailable' })
    },
  )
  app.get('/metrics', { config, schema: { hide: true } }, async (_request, reply) => {
    const depth = await queueDepth(db)
    for (const [state, count] of Object.entries(depth)) jobs.set({ state }, count)
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}
