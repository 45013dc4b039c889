import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { problemSchema } from '../../../platform/http/answer/problems.ts'
import { staffOf } from '../../../platform/http/request/caller.ts'
import { pageOf, pageQuerySchema } from '../../../platform/http/request/paging.ts'
import { reasonSchema } from '../../../platform/http/request/text-schemas.ts'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import { draftQuote, redraftQuote } from './draft-quote.ts'
import { sendQuote, withdrawQuote } from './quote-moves.ts'
import { draftContentSchema, draftQuoteSchema, quoteSummarySchema, staffQuoteSchema } from './quote-schemas.ts'
import { quotesPage, staffQuoteOf } from './quote-view.ts'
import { type SalesDeps, sellerOf } from './sales-staff.ts'

const refusals = { 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema, 409: problemSchema }
const params = z.object({ quoteId: z.string().max(60) })

/** Quotes for staff, who draft, send and order as the account. */
export function registerQuoteAdminApi(app: FastifyInstance, deps: OrderDeps & SalesDeps): void {
  const api = app.withTypeProvider<ZodTypeProvider>()
  const sees = { access: 'staff' as const }
  const sells = { access: 'staff:catalog' as const }
  const tags = ['staff: quotes']

  api.get(
    '/api/admin/quotes',
    {
      config: sees,
      schema: {
        tags,
        operationId: 'listAllQuotes',
        summary: 'Quotes, newest first, drafts too; search by number or account ID',
        querystring: pageQuerySchema.extend({ search: z.string().trim().max(60).optional() }),
        response: { 200: pageOf(quoteSummarySchema), ...refusals },
      },
    },
    async (request) => quotesPage(deps, request.query),
  )
  api.post(
    '/api/admin/quotes',
    {
      config: sells,
      schema: {
        tags,
        operationId: 'draftQuote',
        summary: 'Draft a quote as an account: its catalog, prices, tax and freight',
        body: draftQuoteSchema,
        response: { 201: staffQuoteSchema, ...refusals },
      },
    },
    async (request, reply) => {
      const id = await draftQuote(deps, sellerOf(deps, staffOf(request)), request.body)
      return reply.code(201).send(await staffQuoteOf(deps, id))
    },
  )
  api.get(
    '/api/admin/quotes/:quoteId',
    {
      config: sees,
      schema: {
        tags,
        operationId: 'viewAnyQuote',
        summary: 'A quote with all versions and the traces of their prices',
        params,
        response: { 200: staffQuoteSchema, ...refusals },
      },
    },
    async (request) => staffQuoteOf(deps, request.params.quoteId),
  )
  api.put(
    '/api/admin/quotes/:quoteId/draft',
    {
      config: sells,
      schema: {
        tags,
        operationId: 'redraftQuote',
        summary: 'Replace the draft, or begin the next version',
        params,
        body: draftContentSchema,
        response: { 200: staffQuoteSchema, ...refusals },
      },
    },
    async (request) => {
      const { quoteId } = request.params
      await redraftQuote(deps, sellerOf(deps, staffOf(request)), quoteId, request.body)
      return staffQuoteOf(deps, quoteId)
    },
  )
  api.post(
    '/api/admin/quotes/:quoteId/sending',
    {
      config: sells,
      schema: {
        tags,
        operationId: 'sendQuote',
        summary: 'Send the draft to the account; the version before is superseded',
        params,
        response: { 200: staffQuoteSchema, ...refusals },
      },
    },
    async (request) => {
      await sendQuote(deps, sellerOf(deps, staffOf(request)), request.params.quoteId)
      return staffQuoteOf(deps, request.params.quoteId)
    },
  )
  api.post(
    '/api/admin/quotes/:quoteId/withdrawal',
    {
      config: sells,
      schema: {
        tags,
        operationId: 'withdrawQuote',
        summary: 'Take a quote back, with the reason',
        params,
        body: reasonSchema,
        response: { 200: staffQuoteSchema, ...refusals },
      },
    },
    async (request) => {
      const { quoteId } = request.params
      await withdrawQuote(deps, sellerOf(deps, staffOf(request)), quoteId, request.body.reason)
      return staffQuoteOf(deps, quoteId)
    },
  )
}
