import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { problemSchema } from '../../../platform/http/answer/problems.ts'
import { memberOf } from '../../../platform/http/request/caller.ts'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import { addToCart } from './add-to-cart.ts'
import { acceptPrices, changeCartLine, chooseEndCustomer, removeCartLine } from './cart.ts'
import { viewCart } from './cart-view.ts'
import { priceCart, pricedCartOf } from './priced-cart.ts'
import {
  acceptPricesSchema,
  addToCartSchema,
  cartSchema,
  changeCartLineSchema,
  endCustomerSchema,
  priceCartSchema,
  pricedCartSchema,
} from './schemas.ts'
import type { SettleDeps } from './settle-grants.ts'

const refusals = { 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema, 409: problemSchema }
const lineParams = z.object({ lineId: z.string().max(60) })

/** The cart of a member and its price for a destination. */
export function registerCartApi(app: FastifyInstance, deps: OrderDeps & SettleDeps): void {
  const api = app.withTypeProvider<ZodTypeProvider>()
  const config = { access: 'member' as const }
  const buyers = { access: 'member:buyer' as const }

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
    '/api/priced-carts',
    {
      config: buyers,
      schema: {
        tags: ['orders'],
        operationId: 'priceCart',
        summary: 'Price the cart for a destination, with tax and freight, and freeze it',
        body: priceCartSchema,
        response: { 201: pricedCartSchema, ...refusals },
      },
    },
    async (request, reply) => reply.code(201).send(await priceCart(deps, memberOf(request), request.body)),
  )
  api.get(
    '/api/priced-carts/:pricedCartId',
    {
      config,
      schema: {
        tags: ['orders'],
        operationId: 'viewPricedCart',
        summary: 'A priced cart as it was given',
        params: z.object({ pricedCartId: z.string().max(60) }),
        response: { 200: pricedCartSchema, ...refusals },
      },
    },
    async (request) => pricedCartOf(deps, memberOf(request), request.params.pricedCartId),
  )
}
