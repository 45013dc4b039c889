import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../../platform/db/db.ts'
import { NotFound, problemSchema } from '../../../platform/http/answer/problems.ts'
import { staffOf } from '../../../platform/http/request/caller.ts'
import { decideDryRun } from './decide-dry-run.ts'
import { findRun } from './sync-store.ts'

const refusals = { 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema, 409: problemSchema }

const decisions = [
  {
    decision: 'publish',
    operationId: 'publishDryRun',
    summary: 'Publish what a dry run has read; look at the run for when it is done',
  },
  { decision: 'discard', operationId: 'discardDryRun', summary: 'Forget what a dry run has read' },
] as const

/** The word of a person about a dry run and waits. */
export function registerDryRunApi(app: FastifyInstance, deps: { readonly db: Db; readonly clock: Clock }): void {
  const api = app.withTypeProvider<ZodTypeProvider>()
  for (const { decision, operationId, summary } of decisions)
    api.post(
      `/api/admin/sync-runs/:runId/${decision}`,
      {
        config: { access: 'staff:operations' },
        schema: {
          tags: ['staff: platform'],
          operationId,
          summary,
          params: z.object({ runId: z.string().max(60) }),
          response: { 202: z.object({ runId: z.string() }), ...refusals },
        },
      },
      async (request, reply) => {
        const { runId } = request.params
        if (!(await findRun(deps.db, runId))) throw new NotFound('sync run')
        await decideDryRun(deps, { runId, decision, by: staffOf(request).userName })
        return reply.code(202).send({ runId })
      },
    )
}
