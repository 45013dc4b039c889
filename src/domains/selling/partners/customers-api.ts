import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { problemSchema } from '../../../platform/http/answer/problems.ts'
import { memberOf } from '../../../platform/http/request/caller.ts'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import { findCustomers } from './customers.ts'

const refusals = { 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema, 409: problemSchema }

/** The customers that a partner may order for. */
export function registerCustomersApi(app: FastifyInstance, deps: Pick<OrderDeps, 'db' | 'clock'>): void {
  const api = app.withTypeProvider<ZodTypeProvider>()
  const config = { access: 'member' as const }

  api.get(
    '/api/customers',
    {
      config,
      schema: {
        tags: ['cart'],
        operationId: 'listCustomers',
        summary: 'Customers that a partner may order for: all, or by name and account ID',
        querystring: z.strictObject({ search: z.string().trim().max(100).default('') }),
        response: {
          200: z.object({ items: z.array(z.object({ accountId: z.string(), name: z.string() })) }),
          ...refusals,
        },
      },
    },
    async (request) => ({ items: await findCustomers(deps, memberOf(request).accountId, request.query.search) }),
  )
}
