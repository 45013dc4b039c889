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
import { buyersTimeline, type OrderDeps, type OrderView, orderOf, ordersOf } from '../../fulfilment/orders/index.ts'
import { ownedLines, pageElsewhere } from '../products/index.ts'
import { ordersForAccount } from './ordered-for-you.ts'

type ReceiptDeps = OrderDeps & DownloadDeps

const ordersElsewhereShown = 100
const ordersForYouShown = 20

/** The downloads of a line, the account's orders, and one order as a receipt. */
export function registerReceiptPages(app: FastifyInstance, deps: ReceiptDeps): void {
  const pages = app.withTypeProvider<ZodTypeProvider>()
  const access = { config: { access: 'member' as const } }

  pages.get(
    '/products/:activationId/downloads',
    { ...access, schema: { hide: true, params: z.object({ activationId: z.string().max(255) }) } },
    async (request, reply) => {
      const member = memberOf(request)
      const { activationId } = request.params
      const line = (await ownedLines(deps, member.accountId)).find((owned) => owned.activationId === activationId)
      return sendPage(request, reply, 'selling/purchases/downloads', {
        title: message('purchases.downloads.windowTitle'),
        section: 'products',
        line,
        activationId,
        packages: (await downloadsOfLine(deps, member, activationId)).packages,
      })
    },
  )

  pages.get('/orders', { ...access, schema: { hide: true, querystring: pageQuerySchema } }, async (request, reply) => {
    const orders = await ordersOf(deps, memberOf(request).accountId, request.query)
    const isFirst = request.query.cursor === undefined
    return sendPage(request, reply, 'selling/purchases/orders', {
      title: message('purchases.orders.windowTitle'),
      section: 'orders',
      wide: true,
      orders,
      isFirst,
      forYou: isFirst ? await ordersForAccount(deps, memberOf(request).accountId, { limit: ordersForYouShown }) : null,
      elsewhere: isFirst
        ? await pageElsewhere(deps, memberOf(request).accountId, { limit: ordersElsewhereShown })
        : null,
    })
  })

  pages.get(
    '/orders/:orderId',
    {
      ...access,
      schema: {
        hide: true,
        params: z.object({ orderId: z.string().max(60) }),
      },
    },
    async (request, reply) => {
      const member = memberOf(request)
      const order = await orderOf(deps, member.accountId, request.params.orderId)
      const downloads = new Map<number, Downloads['packages'] | string | null>()
      for (const line of order.lines)
        if (line.right?.live) downloads.set(line.lineNumber, await packagesOf(order, line.right.activationId, member))
      const isWaiting = order.lines.some(({ state }) => waiting.has(state))
      return sendPage(request, reply, 'selling/purchases/order', {
        title: message('purchases.order.windowTitle', { number: order.number }),
        section: 'orders',
        wide: true,
        order,
        isWaiting,
        // Thanks are for the person who ordered, and for the minutes after it.
        justPlaced: order.placedBy === member.userName && isRecent(order.placedAt, deps.clock.now()),
        groups: groupsOf(order),
        downloads,
        events: await buyersTimeline(deps, order.accountId, order.id),
        checkedAt: deps.clock.now(),
      })
    },
  )

  /** Why not, when the platform refuses it; null when it could not be asked; the receipt is shown all the same. Maintenance has nothing to download. */
  async function packagesOf(
    order: OrderView,
    activationId: string,
    member: { accountId: string; userName: string },
  ): Promise<Downloads['packages'] | string | null> {
    try {
      return (await downloadsOfLine(deps, member, activationId)).packages
    } catch (error) {
      if (error instanceof NotFound) return []
      if (!(error instanceof PartnerFailure)) throw error
      // Of a line for a customer the page says who else has the files.
      const isForCustomer = order.endCustomerAccountId !== order.accountId
      if (error.judgement !== 'final') return null
      return isForCustomer ? [] : sendPartnerFailure(error).detail
    }
  }
}

const recentMs = 10 * 60_000

function isRecent(at: string, now: Date): boolean {
  return now.getTime() - new Date(at).getTime() < recentMs
}

/** Lines in these states change by themselves within minutes, so that it is worth looking again. */
const waiting: ReadonlySet<string> = new Set(['placed', 'pushing', 'unclear', 'inProduction'])

function groupsOf({ lines }: OrderView) {
  return {
    rights: lines.filter(({ obligation }) => obligation === 'licence' || obligation === 'maintenance'),
    made: lines.filter(({ obligation }) => obligation === 'media'),
    parcels: lines.filter(({ obligation }) => obligation === 'goods'),
  }
}
