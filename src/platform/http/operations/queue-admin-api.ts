import { desc } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type PgBoss from 'pg-boss'
import { z } from 'zod'
import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../db/db.ts'
import { deadLetterSchema, deadLetters, queueDepth, replayDeadLetter } from '../../queue/dead-letters.ts'
import { NotFound, problemSchema } from '../answer/problems.ts'
import { staffOf } from '../request/caller.ts'
import { jsonObject } from '../request/json-object.ts'
import { auditEntries } from '../tables.ts'
import { audit } from './audit.ts'
import type { PartHealth } from './part-health.ts'

const refusals = { 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema }
const healthSchema = z
  .object({
    name: z.string(),
    /** `unknown`: nothing has been heard yet. */
    state: z.enum(['ok', 'late', 'down', 'unknown']),
    lastSuccessAt: z.iso.datetime().nullable(),
    sentence: z.string(),
  })
  .meta({ id: 'QueueHealth' })
const auditSchema = z
  .object({
    id: z.string(),
    at: z.iso.datetime(),
    actor: z.string(),
    action: z.string(),
    subject: z.string(),
    detail: jsonObject,
  })
  .meta({ id: 'AuditEntry' })

/** The queue and the audit trail, for staff. */
export function registerQueueAdminApi(
  app: FastifyInstance,
  deps: { db: Db; boss: PgBoss; clock: Clock; health: () => Promise<readonly PartHealth[]> },
): void {
  const api = app.withTypeProvider<ZodTypeProvider>()
  const tags = ['staff: queue']
  api.get(
    '/api/admin/health',
    {
      config: { access: 'staff' },
      schema: {
        tags,
        operationId: 'viewHealth',
        summary: 'State of every partner and machine, as the store has seen it',
        response: { 200: z.object({ items: z.array(healthSchema) }), ...refusals },
      },
    },
    async () => ({
      items: (await deps.health()).map(({ name, state, lastSuccessAt, sentence }) => ({
        name,
        state,
        sentence,
        lastSuccessAt: lastSuccessAt?.toISOString() ?? null,
      })),
    }),
  )
  api.get(
    '/api/admin/queue',
    {
      config: { access: 'staff' },
      schema: {
        tags,
        operationId: 'viewQueue',
        summary: 'Count of jobs that wait, run or have failed for good',
        response: { 200: z.object({ waiting: z.number(), running: z.number(), dead: z.number() }), ...refusals },
      },
    },
    async () => queueDepth(deps.db),
  )
  api.get(
    '/api/admin/dead-letters',
    {
      config: { access: 'staff' },
      schema: {
        tags,
        operationId: 'listDeadLetters',
        summary: 'Jobs that failed for good, with their cause',
        response: { 200: z.object({ items: z.array(deadLetterSchema) }), ...refusals },
      },
    },
    async () => ({ items: await deadLetters(deps.db) }),
  )
  api.post(
    '/api/admin/dead-letters/:jobId/replay',
    {
      config: { access: 'staff:operations' },
      schema: {
        tags,
        operationId: 'replayDeadLetter',
        summary: 'Put a dead letter back on the queue',
        params: z.object({ jobId: z.uuid() }),
        response: { 202: z.object({ jobId: z.string() }), ...refusals },
      },
    },
    async (request, reply) => {
      await replay(deps, staffOf(request).userName, request.params.jobId)
      return reply.code(202).send({ jobId: request.params.jobId })
    },
  )
  api.get(
    '/api/admin/audit',
    {
      config: { access: 'staff' },
      schema: {
        tags,
        operationId: 'listAudit',
        summary: 'The last 200 acts of staff',
        response: { 200: z.object({ items: z.array(auditSchema) }), ...refusals },
      },
    },
    async () => ({ items: await recentAudit(deps.db) }),
  )
}

/** @throws {NotFound} when no dead letter has that id */
export async function replay(
  deps: { db: Db; boss: PgBoss; clock: Clock },
  actor: string,
  jobId: string,
): Promise<void> {
  if (!(await replayDeadLetter(deps.db, deps.boss, jobId))) throw new NotFound('dead letter')
  await deps.db.transaction((tx) =>
    audit(tx, { at: deps.clock.now(), actor, action: 'dead-letter.replay', subject: jobId }),
  )
}

export async function recentAudit(db: Db): Promise<z.infer<typeof auditSchema>[]> {
  const rows = await db.select().from(auditEntries).orderBy(desc(auditEntries.at)).limit(200)
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}
