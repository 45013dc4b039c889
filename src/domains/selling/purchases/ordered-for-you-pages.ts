import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import { sendPartnerFailure } from '../../../platform/http/answer/partner-problems.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { sendPage } from '../../../platform/http/pages/views.ts'
import { memberOf } from '../../../platform/http/request/caller.ts'
import { pageQuerySchema } from '../../../platform/http/request/paging.ts'
import { message } from '../../../platform/messages/messages.ts'
import { type DownloadDeps, type Downloads, downloadsOfLine } from '../../fulfilment/downloads/index.ts'
import type { Actor, OrderDeps } from '../../fulfilment/orders/index.ts'
import { orderForAccount, ordersForAccount } from './ordered-for-you.ts'

type Deps = OrderDeps & DownloadDeps

/** What partners ordered for the account, as its members read it. */
export function registerOrderedForYouPages(app: FastifyInstance, deps: Deps): void {
  const pages = app.withTypeProvider<ZodTypeProvider>()
  const access = { config: { access: 'member' as const } }

  pages.get(
    '/orders/for-you',
    { ...access, schema: { hide: true, querystring: pageQuerySchema } },
    async (request, reply) =>
      sendPage(request, reply, 'selling/purchases/orders-for-you', {
        title: message('purchases.ordersForYou.windowTitle'),
        section: 'orders',
        wide: true,
        forYou: await ordersForAccount(deps, memberOf(request).accountId, request.query),
        isFirst: request.query.cursor === undefined,
      }),
  )
  pages.get(
    '/orders/for-you/:orderId',
    { ...access, schema: { hide: true, params: z.object({ orderId: z.string().max(60) }) } },
    async (request, reply) => {
      const member = memberOf(request)
      const order = await orderForAccount(deps, member.accountId, request.params.orderId)
      const downloads = new Map<number, Downloads['packages'] | string | null>()
      for (const line of order.lines)
        if (line.right?.live) downloads.set(line.lineNumber, await filesOf(deps, member, line.right.activationId))
      return sendPage(request, reply, 'selling/purchases/order-for-you', {
        title: message('purchases.order.windowTitle', { number: order.number }),
        section: 'orders',
        order,
        downloads,
      })
    },
  )
}

/** Why not, when the platform refuses it; null when it could not be asked. Maintenance has nothing to download. */
async function filesOf(deps: Deps, member: Actor, activationId: string) {
  try {
    return (await downloadsOfLine(deps, member, activationId)).packages
  } catch (error) {
    if (error instanceof NotFound) return []
    if (!(error instanceof PartnerFailure)) throw error
    return error.judgement === 'final' ? sendPartnerFailure(error).detail : null
  }
}
