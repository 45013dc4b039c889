import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../../platform/db/db.ts'
import { NotFound, problemSchema } from '../../../platform/http/answer/problems.ts'
import { staffOf } from '../../../platform/http/request/caller.ts'
import { registerParentLinkApi } from './parent-link-api.ts'
import { pushAgain } from './push-again.ts'
import { attemptsOf, findPush, linesOf } from './push-store.ts'

const refusals = { 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema, 409: problemSchema }
const pushSchema = z
  .object({
    orderId: z.string(),
    entitlementId: z.string(),
    state: z.enum(['queued', 'sending', 'unknown', 'live', 'failed']),
    attempts: z.number().int(),
    lastError: z.string().nullable(),
    lines: z.array(
      z.object({ activationId: z.string(), partNumber: z.string(), quantity: z.number(), live: z.boolean() }),
    ),
    tries: z.array(z.object({ at: z.iso.datetime(), action: z.string(), outcome: z.string() })),
  })
  .meta({ id: 'Push' })

/** Pushes, and the links of add-ons to their base lines, for staff. */
export function registerPushAdminApi(app: FastifyInstance, deps: { readonly db: Db; readonly clock: Clock }): void {
  const api = app.withTypeProvider<ZodTypeProvider>()
  const tags = ['staff: platform']
  registerParentLinkApi(app, deps)
  api.get(
    '/api/admin/pushes/:orderId',
    {
      config: { access: 'staff' },
      schema: {
        tags,
        operationId: 'viewPush',
        summary: 'Writes to the platform for an order, with every attempt',
        params: z.object({ orderId: z.string().max(60) }),
        response: { 200: pushSchema, ...refusals },
      },
    },
    async (request) => pushView(deps.db, request.params.orderId),
  )
  api.post(
    '/api/admin/pushes/:orderId/retry',
    {
      config: { access: 'staff:operations' },
      schema: {
        tags,
        operationId: 'retryPush',
        summary: 'Try a push again now; it searches before it creates',
        params: z.object({ orderId: z.string().max(60) }),
        response: { 202: pushSchema, ...refusals },
      },
    },
    async (request, reply) => {
      await pushAgain(deps, staffOf(request).userName, request.params.orderId)
      return reply.code(202).send(await pushView(deps.db, request.params.orderId))
    },
  )
}

async function pushView(db: Db, orderId: string): Promise<z.infer<typeof pushSchema>> {
  const push = await findPush(db, orderId)
  if (!push) throw new NotFound('push')
  const lines = await linesOf(db, orderId)
  const tries = await attemptsOf(db, orderId)
  return {
    orderId,
    entitlementId: push.entitlementId,
    state: push.state,
    attempts: push.attempts,
    lastError: push.lastError,
    lines: lines.map(({ activationId, partNumber, quantity, liveAt }) => ({
      activationId,
      partNumber,
      quantity,
      live: liveAt !== null,
    })),
    tries: tries.map(({ at, action, outcome }) => ({ at: at.toISOString(), action, outcome })),
  }
}
