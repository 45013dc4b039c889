import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { problemSchema } from '../../../platform/http/answer/problems.ts'
import { memberOf } from '../../../platform/http/request/caller.ts'
import { pageOf, pageQuerySchema } from '../../../platform/http/request/paging.ts'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import { orderForAccount, ordersForAccount } from './ordered-for-you.ts'
import { orderedForYouSchema } from './ordered-for-you-schema.ts'

const refusals = { 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema }

/** What partners ordered for the account, without what they pay. */
export function registerOrderedForYouApi(app: FastifyInstance, deps: Pick<OrderDeps, 'db'>): void {
  const api = app.withTypeProvider<ZodTypeProvider>()
  api.get(
    '/api/orders-for-you',
    {
      config: { access: 'member' },
      schema: {
        tags: ['orders'],
        operationId: 'listOrdersForYou',
        summary: 'Orders that partners placed for the account, newest first, without prices',
        querystring: pageQuerySchema,
        response: { 200: pageOf(orderedForYouSchema), ...refusals },
      },
    },
    async (request) => ordersForAccount(deps, memberOf(request).accountId, request.query),
  )
  api.get(
    '/api/orders-for-you/:orderId',
    {
      config: { access: 'member' },
      schema: {
        tags: ['orders'],
        operationId: 'viewOrderForYou',
        summary: 'One order that a partner placed for the account',
        params: z.object({ orderId: z.string().max(60) }),
        response: { 200: orderedForYouSchema, ...refusals },
      },
    },
    async (request) => orderForAccount(deps, memberOf(request).accountId, request.params.orderId),
  )
}
