import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { memberOf } from '../../../platform/http/caller.ts'
import { pageOf, pageQuerySchema } from '../../../platform/http/paging.ts'
import { partnerKeySchema } from '../../../platform/http/partner-key.ts'
import { NotFound, problemSchema } from '../../../platform/http/problems.ts'
import type { EntitlementPlatform } from '../../entitlements/rights/index.ts'
import { postalAddressSchema } from '../../people/accounts/index.ts'
import { acceptPrices, addToCart, changeCartLine, chooseEndCustomer, removeCartLine, viewCart } from './cart.ts'
import { completeCardPayment } from './complete-card-payment.ts'
import type { OrderDeps } from './deps.ts'
import { downloadsOfLine, downloadsSchema, freshDownloadUrl } from './downloads.ts'
import { registerInstallBaseApi } from './install-base-api.ts'
import { moneyBackOfPayment } from './money-back.ts'
import { moneyBackSchema } from './money-back-schema.ts'
import { orderFreeKit } from './order-kit.ts'
import { orderOf, ordersOf } from './order-view.ts'
import { registerOrderedForYouApi } from './ordered-for-you-api.ts'
import { placeOrder } from './place-order.ts'
import { placementStatus } from './placement-status.ts'
import { requestQuote } from './quote.ts'
import { registerReceiptApi } from './receipt-api.ts'
import {
  acceptPricesSchema,
  addToCartSchema,
  cartSchema,
  changeCartLineSchema,
  endCustomerSchema,
  orderSchema,
  orderSummarySchema,
  placementSchema,
  placeOrderSchema,
  quantitySchema,
  quoteRequestSchema,
  quoteSchema,
} from './schemas.ts'

const refusals = { 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema, 409: problemSchema }
const lineParams = z.object({ lineId: z.string().max(60) })
/** `closing`: the page is being closed, because the order was placed or changed in another way. */
const paymentCheckSchema = z.object({
  state: z.enum(['created', 'open', 'closing', 'settled', 'expired']),
  orderId: z.string().nullable(),
  moneyBack: z.array(moneyBackSchema),
})
const orderParams = z.object({ orderId: z.string().max(60) })

/** Cart, quote, order, receipt and downloads, for the buyer. */
export function registerOrderApi(app: FastifyInstance, deps: OrderDeps & { platform: EntitlementPlatform }): void {
  const api = app.withTypeProvider<ZodTypeProvider>()
  const config = { access: 'member' as const }
  const buyers = { access: 'member:buyer' as const }
  registerReceiptApi(app, deps)
  registerInstallBaseApi(app, deps)
  registerOrderedForYouApi(app, deps)

  api.get(
    '/api/cart',
    {
      config,
      schema: {
        tags: ['cart'],
        operationId: 'viewCart',
        summary: 'The open cart at today’s prices',
        response: { 200: cartSchema, ...refusals },
      },
    },
    async (request) => viewCart(deps, memberOf(request)),
  )
  api.post(
    '/api/cart/lines',
    {
      config: buyers,
      schema: {
        tags: ['cart'],
        operationId: 'addToCart',
        summary: 'Add an item',
        body: addToCartSchema,
        response: { 201: cartSchema, ...refusals },
      },
    },
    async (request, reply) => reply.code(201).send(await addToCart(deps, memberOf(request), request.body)),
  )
  api.patch(
    '/api/cart/lines/:lineId',
    {
      config: buyers,
      schema: {
        tags: ['cart'],
        operationId: 'changeCartLine',
        summary: 'Change a quantity',
        params: lineParams,
        body: changeCartLineSchema,
        response: { 200: cartSchema, ...refusals },
      },
    },
    async (request) => changeCartLine(deps, memberOf(request), request.params.lineId, request.body.quantity),
  )
  api.delete(
    '/api/cart/lines/:lineId',
    {
      config: buyers,
      schema: {
        tags: ['cart'],
        operationId: 'removeCartLine',
        summary: 'Remove a line',
        params: lineParams,
        response: { 200: cartSchema, ...refusals },
      },
    },
    async (request) => removeCartLine(deps, memberOf(request), request.params.lineId),
  )
  api.post(
    '/api/cart/accept-prices',
    {
      config: buyers,
      schema: {
        tags: ['cart'],
        operationId: 'acceptPrices',
        summary: 'Agree to prices that have risen, as they were seen',
        body: acceptPricesSchema,
        response: { 200: cartSchema, ...refusals },
      },
    },
    async (request) => acceptPrices(deps, memberOf(request), request.body),
  )
  api.put(
    '/api/cart/end-customer',
    {
      config: buyers,
      schema: {
        tags: ['cart'],
        operationId: 'chooseEndCustomer',
        summary: 'Name the customer that a partner orders for',
        body: endCustomerSchema,
        response: { 200: cartSchema, ...refusals },
      },
    },
    async (request) => chooseEndCustomer(deps, memberOf(request), request.body.accountId),
  )
  api.post(
    '/api/quotes',
    {
      config: buyers,
      schema: {
        tags: ['orders'],
        operationId: 'requestQuote',
        summary: 'Price the cart for a destination, with tax and freight, and freeze it',
        body: quoteRequestSchema,
        response: { 201: quoteSchema, ...refusals },
      },
    },
    async (request, reply) => reply.code(201).send(await requestQuote(deps, memberOf(request), request.body)),
  )
  api.post(
    '/api/orders',
    {
      config: buyers,
      schema: {
        tags: ['orders'],
        operationId: 'placeOrder',
        summary: 'Accept a quote: on a purchase order, by card, or with nothing to pay',
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
    '/api/kit-orders',
    {
      config: buyers,
      schema: {
        tags: ['orders'],
        operationId: 'orderFreeKit',
        summary: 'Order a free media kit with one confirm',
        body: z.strictObject({
          partNumber: partnerKeySchema,
          quantity: quantitySchema.default(1),
          shipTo: postalAddressSchema,
          downloadDeclined: z.boolean().default(false),
          requestKey: z.string().min(8).max(100),
        }),
        response: { 201: orderSchema, ...refusals },
      },
    },
    async (request, reply) => reply.code(201).send(await orderFreeKit(deps, memberOf(request), request.body)),
  )
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
  api.get(
    '/api/products/:activationId/downloads',
    {
      config,
      schema: {
        tags: ['products'],
        operationId: 'listDownloads',
        summary: 'What the platform lets this member download for a line, asked now',
        params: z.object({ activationId: z.string().max(255) }),
        response: { 200: downloadsSchema, ...refusals, 503: problemSchema },
      },
    },
    async (request) => downloadsOfLine(deps, memberOf(request), request.params.activationId),
  )
  api.get(
    '/downloads/:activationId/:packageId/:fileId',
    {
      config,
      schema: {
        tags: ['products'],
        operationId: 'downloadFile',
        summary: 'Redirects to a fresh, short-lived address of the file',
        params: z.object({
          activationId: z.string().max(255),
          packageId: z.string().max(255),
          fileId: z.string().max(255),
        }),
        response: { 303: z.null().describe('Location is the address of the file'), ...refusals, 503: problemSchema },
      },
    },
    async (request, reply) => reply.redirect(await freshDownloadUrl(deps, memberOf(request), request.params), 303),
  )
}
