import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { sendPage } from '../../../platform/http/pages/views.ts'
import { hasRole, memberOf } from '../../../platform/http/request/caller.ts'
import {
  emptyForm,
  type FormState,
  fieldsOf,
  refusedForm,
  rejectedByPartner,
  rejectedForm,
  seeOther,
} from '../../../platform/http/request/forms.ts'
import { pageQuerySchema } from '../../../platform/http/request/paging.ts'
import { reasonSchema } from '../../../platform/http/request/text-schemas.ts'
import { message } from '../../../platform/messages/messages.ts'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import { waitingRequestOf } from '../approvals/index.ts'
import { destinationInForm, pricedCartsOfVersions, waysToPay } from '../carts/index.ts'
import {
  acceptQuoteSchema,
  declineQuote,
  quoteOf,
  quotesPage,
  reloadQuote,
  saveQuote,
  saveQuoteSchema,
  versionsOf,
} from '../quotes/index.ts'
import { acceptQuote } from './accept-quote.ts'
import { backOf, type CardPageLeft, cardPageQuery } from './back-from-card-page.ts'
import { reviewStep } from './checkout-step-pages.ts'
import { foreseeAcceptance } from './foresee-approval.ts'
import { seePlacement } from './placement-pages.ts'

const params = z.object({ quoteId: z.string().max(60) })

/** The quotes of the account: the list, and one to accept, decline or start again from. */
export function registerQuotePages(app: FastifyInstance, deps: OrderDeps): void {
  const pages = app.withTypeProvider<ZodTypeProvider>()
  const sees = { config: { access: 'member' as const } }
  const buys = { config: { access: 'member:buyer' as const } }

  pages.get('/quotes', { ...sees, schema: { hide: true, querystring: pageQuerySchema } }, async (request, reply) =>
    sendPage(request, reply, 'selling/checkout/quotes', {
      title: message('quotes.list.title'),
      section: 'quotes',
      wide: true,
      quotes: await quotesPage(deps, { accountId: memberOf(request).accountId, ...request.query }),
      isFirst: request.query.cursor === undefined,
    }),
  )

  pages.get(
    '/quotes/:quoteId',
    { ...sees, schema: { hide: true, params, querystring: cardPageQuery } },
    async (request, reply) => {
      const back = await backOf(deps, memberOf(request), request.query)
      if (back && 'goTo' in back) return seeOther(reply, back.goTo)
      return send(request, reply, request.params.quoteId, emptyForm(), 200, back?.left)
    },
  )

  // From the page that shows the total; whatever stands in the way is said on the cart's page.
  const saves = { config: { ...buys.config, formPage: reviewStep } }
  pages.post('/quotes', { ...saves, schema: { hide: true } }, async (request, reply) => {
    const fields = fieldsOf(request)
    const destination = destinationInForm(fields)
    if ('refused' in destination) return seeOther(reply, reviewStep)
    const asked = saveQuoteSchema.safeParse({ ...destination, requestKey: fields['requestKey'] })
    if (!asked.success) return seeOther(reply, reviewStep)
    return seeOther(reply, `/quotes/${await saveQuote(deps, memberOf(request), asked.data)}`)
  })

  pages.post('/quotes/:quoteId/acceptance', { ...buys, schema: { hide: true, params } }, async (request, reply) => {
    const { quoteId } = request.params
    const fields = fieldsOf(request)
    const number = (fields['purchaseOrderNumber'] ?? '').trim()
    const parsed = acceptQuoteSchema.safeParse({
      version: Number(fields['version']),
      method: fields['method'],
      ...(fields['method'] === 'purchaseOrder' && number !== '' ? { purchaseOrderNumber: number } : {}),
    })
    if (!parsed.success) return send(request, reply, quoteId, refusedForm(fields, parsed.error), 400)
    try {
      const placed = await acceptQuote(deps, memberOf(request), quoteId, parsed.data)
      return seePlacement(reply, placed) ?? seeOther(reply, `/quotes/${quoteId}`)
    } catch (error) {
      const fieldOf = { 'purchase-order-used': 'purchaseOrderNumber', 'card-amount-not-possible': 'method' }
      const { form, status } = rejectedByPartner(fields, error, { field: 'method', fieldOf })
      return send(request, reply, quoteId, form, status)
    }
  })

  pages.post('/quotes/:quoteId/refusal', { ...buys, schema: { hide: true, params } }, async (request, reply) => {
    const { quoteId } = request.params
    const fields = fieldsOf(request)
    const parsed = reasonSchema.safeParse({ reason: fields['reason'] ?? '' })
    if (!parsed.success) return send(request, reply, quoteId, refusedForm(fields, parsed.error), 400)
    return attempt(request, reply, quoteId, async () => {
      await declineQuote(deps, memberOf(request), quoteId, parsed.data.reason)
      return `/quotes/${quoteId}`
    })
  })

  pages.post('/quotes/:quoteId/cart', { ...buys, schema: { hide: true, params } }, async (request, reply) =>
    attempt(request, reply, request.params.quoteId, async () => {
      await reloadQuote(deps, memberOf(request), request.params.quoteId)
      return '/cart'
    }),
  )

  async function attempt(
    request: FastifyRequest,
    reply: FastifyReply,
    quoteId: string,
    work: () => Promise<string>,
  ): Promise<FastifyReply> {
    try {
      return seeOther(reply, await work())
    } catch (error) {
      return send(request, reply, quoteId, rejectedForm(fieldsOf(request), error), 409)
    }
  }

  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    quoteId: string,
    form: FormState,
    status = 200,
    left: CardPageLeft | null = null,
  ): Promise<FastifyReply> {
    const member = memberOf(request)
    const quote = await quoteOf(deps, member.accountId, quoteId)
    const mayBuy = hasRole(member, 'buyer')
    const versions = (await versionsOf(deps.db, [quoteId])).map(({ id }) => id)
    const pricedCarts = await pricedCartsOfVersions(deps.db, versions)
    const waiting = await waitingRequestOf(deps.db, pricedCarts, deps.clock.now())
    return sendPage(request, reply, 'selling/checkout/quote', {
      title: message('quotes.quote.title', { number: quote.number }),
      section: 'quotes',
      wide: true,
      quote,
      form,
      status,
      left,
      notOffered: waysToPay(deps, quote.offer).notOffered,
      mayBuy,
      ...(mayBuy && quote.offer.state === 'sent' ? await foreseeAcceptance(deps, member, quote.offer) : {}),
      waiting: waiting && {
        id: waiting.id,
        isMine: waiting.userName === member.userName || hasRole(member, 'approver'),
        by: waiting.userName,
      },
    })
  }
}
