import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { NotFound, problemSchema } from '../../../platform/http/answer/problems.ts'
import { staffOf } from '../../../platform/http/request/caller.ts'
import { type DecideHeldDeps, decideHeldRemovals } from './decide-held.ts'
import { heldOf } from './held-removals.ts'
import { findRun } from './sync-store.ts'

const refusals = { 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema, 409: problemSchema }
const params = z.object({ runId: z.string().max(60) })
const page = z.strictObject({
  /** The last row of the page before. */
  afterKind: z.string().max(60).optional(),
  afterKey: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
const held = z.object({
  kind: z.string(),
  key: z.string(),
  label: z.string(),
  state: z.enum(['held', 'applied', 'rejected']),
  decidedBy: z.string().nullable(),
  decidedAt: z.iso.datetime().nullable(),
})

/** What the guard of a run held back, and the word of a person about it. */
export function registerHeldRemovals(app: FastifyInstance, deps: DecideHeldDeps): void {
  const api = app.withTypeProvider<ZodTypeProvider>()
  const tags = ['staff: platform']
  api.get(
    '/api/admin/sync-runs/:runId/held',
    {
      config: { access: 'staff' },
      schema: {
        tags,
        operationId: 'listHeldRemovals',
        summary: 'Removals that a run held back, by kind and key',
        params,
        querystring: page,
        response: { 200: z.object({ items: z.array(held) }), ...refusals },
      },
    },
    async (request) => {
      const { runId } = request.params
      if (!(await findRun(deps.db, runId))) throw new NotFound('sync run')
      const { afterKind, afterKey, limit } = request.query
      const after = afterKind !== undefined && afterKey !== undefined ? ([afterKind, afterKey] as const) : undefined
      const rows = await heldOf(deps.db, runId, { after, limit })
      return {
        items: rows.map(({ runId: _, decidedAt, ...row }) => ({ ...row, decidedAt: decidedAt?.toISOString() ?? null })),
      }
    },
  )
  const decisions = [
    {
      verb: 'apply',
      state: 'applied',
      operationId: 'applyHeldRemovals',
      summary: 'Remove what a run held: it was meant',
    },
    {
      verb: 'reject',
      state: 'rejected',
      operationId: 'rejectHeldRemovals',
      summary: 'Keep what a run held: it was not meant',
    },
  ] as const
  for (const { verb, state, operationId, summary } of decisions)
    api.post(
      `/api/admin/sync-runs/:runId/held/${verb}`,
      {
        config: { access: 'staff:operations' },
        schema: {
          tags,
          operationId,
          summary,
          params,
          response: { 200: z.object({ decided: z.number().int() }), ...refusals },
        },
      },
      async (request) => {
        const { runId } = request.params
        if (!(await findRun(deps.db, runId))) throw new NotFound('sync run')
        return decideHeldRemovals(deps, { runId, state, by: staffOf(request).userName })
      },
    )
}
