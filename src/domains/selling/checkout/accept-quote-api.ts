import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { problemSchema } from '../../../platform/http/answer/problems.ts'
import { memberOf, staffOf } from '../../../platform/http/request/caller.ts'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import { acceptQuoteSchema, placeForAccountSchema, type SalesDeps, sellerOf } from '../quotes/index.ts'
import { acceptQuote } from './accept-quote.ts'
import { placeForAccount } from './place-for-account.ts'
import { placementStatus } from './placement-status.ts'
import { placementSchema } from './schemas.ts'

const refusals = { 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema, 409: problemSchema }
const params = z.object({ quoteId: z.string().max(60) })

/** Quotes become orders: accepted by the account, or placed for it by staff. */
export function registerAcceptQuoteApi(app: FastifyInstance, deps: OrderDeps & SalesDeps): void {
  const api = app.withTypeProvider<ZodTypeProvider>()
  const buys = { access: 'member:buyer' as const }
  const sells = { access: 'staff:catalog' as const }
  const tags = ['staff: quotes']

  api.post(
    '/api/quotes/:quoteId/acceptance',
    {
      config: buys,
      schema: {
        tags: ['quotes'],
        operationId: 'acceptQuote',
        summary: 'Accept a quote: on a purchase order, by card, or with nothing to pay',
        params,
        body: acceptQuoteSchema,
        response: { 200: placementSchema, 201: placementSchema, ...refusals },
      },
    },
    async (request, reply) => {
      const placement = await acceptQuote(deps, memberOf(request), request.params.quoteId, request.body)
      return reply.code(placementStatus(placement)).send(placement)
    },
  )
  api.post(
    '/api/admin/quotes/:quoteId/order',
    {
      config: sells,
      schema: {
        tags,
        operationId: 'placeForAccount',
        summary: 'Place the order for the account, on its purchase order',
        params,
        body: placeForAccountSchema,
        response: { 200: placementSchema, 201: placementSchema, ...refusals },
      },
    },
    async (request, reply) => {
      const staff = sellerOf(deps, staffOf(request))
      const placement = await placeForAccount(deps, staff, request.params.quoteId, request.body)
      return reply.code(placementStatus(placement)).send(placement)
    },
  )
}
