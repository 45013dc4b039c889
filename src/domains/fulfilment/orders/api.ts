import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { problemSchema } from '../../../platform/http/answer/problems.ts'
import { memberOf } from '../../../platform/http/request/caller.ts'
import { pageOf, pageQuerySchema } from '../../../platform/http/request/paging.ts'
import type { OrderDeps } from './deps.ts'
import { buyersTimeline, orderOf, ordersOf } from './order-view.ts'
import { registerReceiptApi } from './receipt-api.ts'
import { orderEventSchema, orderSchema, orderSummarySchema } from './schemas.ts'

const refusals = { 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema, 409: problemSchema }
const orderParams = z.object({ orderId: z.string().max(60) })

/** Orders and their receipts, for the buyer. */
export function registerOrderApi(app: FastifyInstance, deps: OrderDeps): void {
  const api = app.withTypeProvider<ZodTypeProvider>()
  const config = { access: 'member' as const }
  registerReceiptApi(app, deps)

  api.get(
    '/api/orders',
    {
      config,
      schema: {
        tags: ['orders'],
        operationId: 'listOrders',
        summary: 'The orders of the account, newest first',
        querystring: pageQuerySchema,
        response: { 200: pageOf(orderSummarySchema), ...refusals },
      },
    },
    async (request) => ordersOf(deps, memberOf(request).accountId, request.query),
  )
  api.get(
    '/api/orders/:orderId',
    {
      config,
      schema: {
        tags: ['orders'],
        operationId: 'viewOrder',
        summary: 'An order: what is live, being made, and shipped',
        params: orderParams,
        response: { 200: orderSchema, ...refusals },
      },
    },
    async (request) => orderOf(deps, memberOf(request).accountId, request.params.orderId),
  )
  api.get(
    '/api/orders/:orderId/events',
    {
      config,
      schema: {
        tags: ['orders'],
        operationId: 'listOrderEvents',
        summary: 'Events of an order',
        params: z.object({ orderId: z.string().max(60) }),
        response: { 200: z.object({ items: z.array(orderEventSchema) }), ...refusals },
      },
    },
    async (request) => {
      const events = await buyersTimeline(deps, memberOf(request).accountId, request.params.orderId)
      return { items: events.map(({ at, kind, actor, sentence }) => ({ at: at.toISOString(), kind, actor, sentence })) }
    },
  )
}
