import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { problemSchema } from '../../../platform/http/answer/problems.ts'
import { memberOf } from '../../../platform/http/request/caller.ts'
import { partnerKeySchema } from '../../../platform/http/request/partner-key.ts'
import type { DownloadDeps } from '../../fulfilment/downloads/index.ts'
import { type OrderDeps, orderSchema } from '../../fulfilment/orders/index.ts'
import { postalAddressSchema } from '../../people/accounts/index.ts'
import type { AlarmDeps } from '../../people/notifications/index.ts'
import { readKitOfTitle } from '../../shop/storefront/index.ts'
import { quantitySchema } from '../carts/index.ts'
import { kitOffer, kitOfferSchema } from './kit-offer.ts'
import { orderFreeKit } from './order-kit.ts'

const refusals = { 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema, 409: problemSchema }

/** What a portal title offers the account, and a free kit with one confirm. */
export function registerKitApi(app: FastifyInstance, deps: OrderDeps & AlarmDeps & DownloadDeps): void {
  const api = app.withTypeProvider<ZodTypeProvider>()
  const config = { access: 'member' as const }
  const buyers = { access: 'member:buyer' as const }

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
    '/api/titles/:partnerProductId/offer',
    {
      config,
      schema: {
        tags: ['catalog'],
        operationId: 'viewKitOffer',
        summary:
          'Kits of a portal title that the account may still order, and the downloads that it could take instead',
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
}
