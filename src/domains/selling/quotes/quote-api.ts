import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { problemSchema } from '../../../platform/http/answer/problems.ts'
import { pdfResponse, sendPdf } from '../../../platform/http/answer/send-pdf.ts'
import { memberOf } from '../../../platform/http/request/caller.ts'
import { pageOf, pageQuerySchema } from '../../../platform/http/request/paging.ts'
import { reasonSchema } from '../../../platform/http/request/text-schemas.ts'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import { cartSchema, showCart } from '../carts/index.ts'
import { quoteFileOf } from './quote-file.ts'
import { declineQuote } from './quote-moves.ts'
import { quoteSchema, quoteSummarySchema, saveQuoteSchema } from './quote-schemas.ts'
import { quoteOf, quotesPage } from './quote-view.ts'
import { reloadQuote } from './reload-quote.ts'
import { saveQuote } from './save-quote.ts'

const refusals = { 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema, 409: problemSchema }
const params = z.object({ quoteId: z.string().max(60) })

/** The quotes of an account, for its members. */
export function registerQuoteApi(app: FastifyInstance, deps: OrderDeps): void {
  const api = app.withTypeProvider<ZodTypeProvider>()
  const sees = { access: 'member' as const }
  const buys = { access: 'member:buyer' as const }

  api.post(
    '/api/quotes',
    {
      config: buys,
      schema: {
        tags: ['quotes'],
        operationId: 'saveQuote',
        summary: 'Keep the cart as a quote of the account, good for thirty days',
        body: saveQuoteSchema,
        response: { 201: quoteSchema, ...refusals },
      },
    },
    async (request, reply) => {
      const member = memberOf(request)
      const id = await saveQuote(deps, member, request.body)
      return reply.code(201).send(await quoteOf(deps, member.accountId, id))
    },
  )
  api.get(
    '/api/quotes',
    {
      config: sees,
      schema: {
        tags: ['quotes'],
        operationId: 'listQuotes',
        summary: 'The quotes of the account, newest first',
        querystring: pageQuerySchema,
        response: { 200: pageOf(quoteSummarySchema), ...refusals },
      },
    },
    async (request) => quotesPage(deps, { accountId: memberOf(request).accountId, ...request.query }),
  )
  api.get(
    '/api/quotes/:quoteId',
    {
      config: sees,
      schema: {
        tags: ['quotes'],
        operationId: 'viewQuote',
        summary: 'A quote with every version that was sent',
        params,
        response: { 200: quoteSchema, ...refusals },
      },
    },
    async (request) => quoteOf(deps, memberOf(request).accountId, request.params.quoteId),
  )
  api.get(
    '/api/quotes/:quoteId/quote.pdf',
    {
      config: sees,
      schema: {
        tags: ['quotes'],
        operationId: 'downloadQuote',
        summary: 'The quote as a PDF, for a purchasing department',
        params,
        response: pdfResponse,
      },
    },
    async (request, reply) => {
      const { brand } = request.server.views
      const { accountId } = memberOf(request)
      return sendPdf(reply, await quoteFileOf({ ...deps, brand }, accountId, request.params.quoteId))
    },
  )
  api.post(
    '/api/quotes/:quoteId/refusal',
    {
      config: buys,
      schema: {
        tags: ['quotes'],
        operationId: 'declineQuote',
        summary: 'Decline a quote, with the reason',
        params,
        body: reasonSchema,
        response: { 200: quoteSchema, ...refusals },
      },
    },
    async (request) => {
      const member = memberOf(request)
      await declineQuote(deps, member, request.params.quoteId, request.body.reason)
      return quoteOf(deps, member.accountId, request.params.quoteId)
    },
  )
  api.post(
    '/api/quotes/:quoteId/cart',
    {
      config: buys,
      schema: {
        tags: ['quotes'],
        operationId: 'reloadQuote',
        summary: 'Put what the quote is about into the cart, in place of what is there, at today’s prices',
        params,
        response: { 200: cartSchema, ...refusals },
      },
    },
    async (request) => {
      await reloadQuote(deps, memberOf(request), request.params.quoteId)
      return showCart(deps, memberOf(request))
    },
  )
}
