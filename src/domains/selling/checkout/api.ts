import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { NotFound, problemSchema } from '../../../platform/http/answer/problems.ts'
import { memberOf } from '../../../platform/http/request/caller.ts'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import { moneyBackOfPayment, moneyBackSchema } from '../../money/payments/index.ts'
import type { SettleDeps } from '../carts/index.ts'
import { completeCardPayment } from './complete-card-payment.ts'
import { placeOrder } from './place-order.ts'
import { placementStatus } from './placement-status.ts'
import { placementSchema, placeOrderSchema } from './schemas.ts'

const refusals = { 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema, 409: problemSchema }
/** `closing`: the page is being closed, because the order was placed or changed in another way. */
const paymentCheckSchema = z
  .object({
    state: z.enum(['created', 'open', 'closing', 'settled', 'expired']),
    orderId: z.string().nullable(),
    moneyBack: z.array(moneyBackSchema),
  })
  .meta({ id: 'PaymentCheck' })

/** Ordering what a priced cart says, and its card payment. */
export function registerCheckoutApi(app: FastifyInstance, deps: OrderDeps & SettleDeps): void {
  const api = app.withTypeProvider<ZodTypeProvider>()
  const config = { access: 'member' as const }
  const buyers = { access: 'member:buyer' as const }

  api.post(
    '/api/orders',
    {
      config: buyers,
      schema: {
        tags: ['orders'],
        operationId: 'placeOrder',
        summary: 'Accept a priced cart: on a purchase order, by card, or with nothing to pay',
        body: placeOrderSchema,
        response: { 200: placementSchema, 201: placementSchema, ...refusals },
      },
    },
    async (request, reply) => {
      const placement = await placeOrder(deps, memberOf(request), request.body)
      return reply.code(placementStatus(placement)).send(placement)
    },
  )
  api.post(
    '/api/payments/:paymentId/check',
    {
      config,
      schema: {
        tags: ['orders'],
        operationId: 'checkPayment',
        summary: 'Look a card payment up now; places its order when the money is there',
        params: z.object({ paymentId: z.string().max(60) }),
        response: {
          200: paymentCheckSchema,
          ...refusals,
        },
      },
    },
    async (request) => {
      const outcome = await completeCardPayment(deps, request.params.paymentId, {
        accountId: memberOf(request).accountId,
      })
      if (!outcome) throw new NotFound('payment')
      const moneyBack = await moneyBackOfPayment(deps, request.params.paymentId)
      return { state: outcome.state, orderId: outcome.orderId, moneyBack }
    },
  )
}
