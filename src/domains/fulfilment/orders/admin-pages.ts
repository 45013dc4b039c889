import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { sendPage } from '../../../platform/http/pages/views.ts'
import { staffOf } from '../../../platform/http/request/caller.ts'
import {
  emptyForm,
  type FormState,
  fieldsOf,
  refusedForm,
  rejectedForm,
  seeOther,
} from '../../../platform/http/request/forms.ts'
import { pageQuerySchema } from '../../../platform/http/request/paging.ts'
import { attemptsOf, findPush } from '../../entitlements/push/index.ts'
import { jobsOfOrder } from '../production/index.ts'
import type { OrderDeps } from './deps.ts'
import { lineTransitions } from './line-state.ts'
import { adminOrders, anyOrder, timelineOf } from './order-view.ts'
import { shipmentRequestSchema } from './schemas.ts'
import { shipOrder } from './ship-order.ts'

const params = z.object({ orderId: z.string().max(60) })

/** Orders as operations see them: everything that people and machines did, and what can be done next. */
export function registerOrderAdminPages(app: FastifyInstance, deps: OrderDeps): void {
  const pages = app.withTypeProvider<ZodTypeProvider>()
  const staff = { config: { access: 'staff' as const } }

  pages.get(
    '/admin/orders',
    {
      ...staff,
      schema: { hide: true, querystring: pageQuerySchema.extend({ search: z.string().trim().max(60).default('') }) },
    },
    async (request, reply) => {
      const { search, cursor, limit } = request.query
      const orders = await adminOrders(deps, { search: search === '' ? undefined : search, cursor, limit })
      return sendPage(request, reply, 'fulfilment/orders/admin-orders', {
        title: 'Orders',
        section: 'orders',
        wide: true,
        orders,
        search,
        isFirst: cursor === undefined,
      })
    },
  )

  pages.get('/admin/orders/:orderId', { ...staff, schema: { hide: true, params } }, async (request, reply) =>
    sendOrder(deps, request, reply, request.params.orderId, emptyForm()),
  )

  pages.post(
    '/admin/orders/:orderId/shipments',
    { config: { access: 'staff:operations' }, schema: { hide: true, params } },
    async (request, reply) => {
      const { orderId } = request.params
      const fields = fieldsOf(request)
      const parsed = shipmentRequestSchema.safeParse({
        carrier: fields['carrier'] ?? '',
        trackingNumber: fields['trackingNumber'] ?? '',
        lineNumbers: chosenLines(request.body),
      })
      if (!parsed.success) return sendOrder(deps, request, reply, orderId, refusedForm(fields, parsed.error), 400)
      try {
        await shipOrder(deps, staffOf(request), orderId, parsed.data)
      } catch (error) {
        return sendOrder(deps, request, reply, orderId, rejectedForm(fields, error), 409)
      }
      return seeOther(reply, `/admin/orders/${orderId}`)
    },
  )
}

function chosenLines(body: unknown): number[] {
  const parsed = z.object({ lineNumbers: z.union([z.string(), z.array(z.string())]) }).safeParse(body)
  return parsed.success ? [parsed.data.lineNumbers].flat().map(Number) : []
}

async function sendOrder(
  deps: OrderDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  orderId: string,
  form: FormState,
  status = 200,
): Promise<FastifyReply> {
  const order = await anyOrder(deps, orderId)
  const events = await timelineOf(deps, orderId)
  const facts = await deps.db.transaction(async (tx) => ({
    push: await findPush(tx, orderId),
    attempts: await attemptsOf(tx, orderId),
    jobs: await jobsOfOrder(tx, orderId),
  }))
  return sendPage(request, reply, 'fulfilment/orders/admin-order', {
    title: `Order ${order.number}`,
    section: 'orders',
    wide: true,
    order,
    events,
    form,
    status,
    ...facts,
    shippable: order.lines.filter(({ state }) => canShip.has(state)),
    mayShip: staffOf(request).roles.includes('operations'),
    mayPush: facts.push?.state !== 'live' && staffOf(request).roles.includes('operations'),
  })
}

const canShip: ReadonlySet<string> = new Set(
  Object.entries(lineTransitions).flatMap(([state, moves]) => ('ship' in moves ? [state] : [])),
)
