import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { memberOf } from '../../../platform/http/caller.ts'
import { partnerKeySchema } from '../../../platform/http/partner-key.ts'
import { problemSchema } from '../../../platform/http/problems.ts'
import type { EntitlementPlatform } from '../../entitlements/rights/index.ts'
import type { AlarmDeps } from '../../people/notifications/index.ts'
import { readKitOfTitle } from '../../shop/storefront/index.ts'
import { findCustomers } from './customers.ts'
import type { OrderDeps } from './deps.ts'
import { kitOffer, kitOfferSchema } from './kit-offer.ts'
import { buyersTimeline } from './order-view.ts'
import { quoteOf } from './quote.ts'
import { orderEventSchema, quoteSchema } from './schemas.ts'

const refusals = { 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema }

/** What the buyer's pages show beside cart and order. */
export function registerOrderDetailApi(
  app: FastifyInstance,
  deps: OrderDeps & AlarmDeps & { readonly platform: EntitlementPlatform },
): void {
  const api = app.withTypeProvider<ZodTypeProvider>()
  const config = { access: 'member' as const }

  api.get(
    '/api/titles/:partnerProductId/offer',
    {
      config,
      schema: {
        tags: ['catalog'],
        operationId: 'viewKitOffer',
        summary: 'How many kits of a portal title are left for the account, and what it could download instead',
        params: z.object({ partnerProductId: partnerKeySchema }),
        response: { 200: kitOfferSchema, ...refusals },
      },
    },
    async (request) => {
      const member = memberOf(request)
      const kit = await readKitOfTitle(deps, member.accountId, request.params.partnerProductId)
      const { left, download } = await kitOffer(deps, member, kit)
      return {
        accountId: member.accountId,
        partNumber: kit.item.partNumber,
        left,
        download: {
          state: download.state,
          activationId: download.right?.activationId ?? null,
          packages: download.packages,
          before: download.before,
        },
      }
    },
  )
  api.get(
    '/api/quotes/:quoteId',
    {
      config,
      schema: {
        tags: ['orders'],
        operationId: 'viewQuote',
        summary: 'A quote as it was given',
        params: z.object({ quoteId: z.string().max(60) }),
        response: { 200: quoteSchema, ...refusals },
      },
    },
    async (request) => quoteOf(deps, memberOf(request), request.params.quoteId),
  )
  api.get(
    '/api/orders/:orderId/events',
    {
      config,
      schema: {
        tags: ['orders'],
        operationId: 'listOrderEvents',
        summary: 'What happened to an order',
        params: z.object({ orderId: z.string().max(60) }),
        response: { 200: z.object({ items: z.array(orderEventSchema) }), ...refusals },
      },
    },
    async (request) => {
      const events = await buyersTimeline(deps, memberOf(request).accountId, request.params.orderId)
      return { items: events.map(({ at, kind, actor, sentence }) => ({ at: at.toISOString(), kind, actor, sentence })) }
    },
  )
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
