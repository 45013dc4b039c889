import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { problemSchema } from '../../../platform/http/answer/problems.ts'
import { staffOf } from '../../../platform/http/request/caller.ts'
import { pageOf, pageQuerySchema } from '../../../platform/http/request/paging.ts'
import type { OrderDeps } from './deps.ts'
import { adminOrders, anyOrder, timelineOf } from './order-view.ts'
import { orderEventSchema, orderSchema, orderSummarySchema, shipmentRequestSchema } from './schemas.ts'
import { shipOrder } from './ship-order.ts'

const refusals = { 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema, 409: problemSchema }
const params = z.object({ orderId: z.string().max(60) })
export const staffOrderSchema = z
  .object({ order: orderSchema, events: z.array(orderEventSchema) })
  .meta({ id: 'StaffOrder' })

/** Orders for staff: the list, one with its timeline, and the parcel that left. */
export function registerOrderAdminApi(app: FastifyInstance, deps: OrderDeps): void {
  const api = app.withTypeProvider<ZodTypeProvider>()
  api.get(
    '/api/admin/orders',
    {
      config: { access: 'staff' },
      schema: {
        tags: ['staff: orders'],
        operationId: 'listAllOrders',
        summary: 'Orders, newest first; search by order number, purchase order number or account ID',
        querystring: pageQuerySchema.extend({ search: z.string().trim().max(60).optional() }),
        response: { 200: pageOf(orderSummarySchema), ...refusals },
      },
    },
    async (request) => adminOrders(deps, request.query),
  )
  api.get(
    '/api/admin/orders/:orderId',
    {
      config: { access: 'staff' },
      schema: {
        tags: ['staff: orders'],
        operationId: 'viewAnyOrder',
        summary: 'An order with its timeline',
        params,
        response: { 200: staffOrderSchema, ...refusals },
      },
    },
    async (request) => staffOrder(deps, request.params.orderId),
  )
  api.post(
    '/api/admin/orders/:orderId/shipments',
    {
      config: { access: 'staff:operations' },
      schema: {
        tags: ['staff: orders'],
        operationId: 'recordShipment',
        summary: 'Record a parcel that left',
        params,
        body: shipmentRequestSchema,
        response: { 201: staffOrderSchema, ...refusals },
      },
    },
    async (request, reply) => {
      await shipOrder(deps, staffOf(request), request.params.orderId, request.body)
      return reply.code(201).send(await staffOrder(deps, request.params.orderId))
    },
  )
}

async function staffOrder(deps: OrderDeps, orderId: string): Promise<z.infer<typeof staffOrderSchema>> {
  const order = await anyOrder(deps, orderId)
  const events = await timelineOf(deps, orderId)
  return {
    order,
    events: events.map(({ at, kind, actor, sentence }) => ({ at: at.toISOString(), kind, actor, sentence })),
  }
}
