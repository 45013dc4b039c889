import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Db } from '../../../platform/db/db.ts'
import { sendPage } from '../../../platform/http/pages/views.ts'
import { pageOf, pageQuerySchema } from '../../../platform/http/request/paging.ts'
import { ordersWithoutRate, sumsWithoutRate } from './orders-without-rate.ts'

const amount = z.number().int()
const answerSchema = pageOf(
  z.object({
    id: z.string(),
    number: z.string(),
    accountId: z.string(),
    country: z.string(),
    currency: z.string(),
    noRateMinor: amount,
    freightNoRate: z.boolean(),
    totalMinor: amount,
    placedAt: z.date(),
  }),
).extend({
  sums: z.array(
    z.object({
      currency: z.string(),
      orders: z.number().int(),
      noRateMinor: amount,
      withoutFreightRate: z.number().int(),
    }),
  ),
})

/** Orders that were sold although their country has no tax or freight rate, with the sum in each currency, for finance. */
export function registerOrdersWithoutRate(app: FastifyInstance, { db }: { readonly db: Db }): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/admin/finance/orders-without-rate',
    {
      config: { access: 'staff' },
      schema: {
        tags: ['finance'],
        operationId: 'listOrdersWithoutRate',
        summary: 'Orders sold without a tax or freight rate, newest first, with the net sum in each currency',
        querystring: pageQuerySchema,
        response: { 200: answerSchema },
      },
    },
    async (request) => ({ ...(await ordersWithoutRate(db, request.query)), sums: await sumsWithoutRate(db) }),
  )
  routes.get(
    '/admin/finance/orders-without-rate',
    { config: { access: 'staff' }, schema: { hide: true, querystring: pageQuerySchema.pick({ cursor: true }) } },
    async (request, reply) =>
      sendPage(request, reply, 'fulfilment/orders/without-rate', {
        title: 'Orders without a rate',
        section: 'no-rate',
        wide: true,
        sums: await sumsWithoutRate(db),
        ...(await ordersWithoutRate(db, { cursor: request.query.cursor, limit: 50 })),
      }),
  )
}
