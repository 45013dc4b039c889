import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { sendPage } from '../../../platform/http/pages/views.ts'
import { staffOf } from '../../../platform/http/request/caller.ts'
import { type FormState, fieldsOf, refusedForm, rejectedForm, seeOther } from '../../../platform/http/request/forms.ts'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import { staffQuoteOf } from './quote-view.ts'

const params = z.object({ quoteId: z.string().max(60) })

/** The page of a quote for staff, with a form as it was refused. */
export async function sendStaffQuote(
  deps: Pick<OrderDeps, 'db' | 'clock'>,
  request: FastifyRequest,
  reply: FastifyReply,
  quoteId: string,
  form: FormState,
  status = 200,
): Promise<FastifyReply> {
  const quote = await staffQuoteOf(deps, quoteId)
  return sendPage(request, reply, 'selling/quotes/admin-quote', {
    title: `Quote ${quote.number}`,
    section: 'quotes',
    wide: true,
    quote,
    form,
    status,
    latest: quote.versions.at(-1),
    maySell: maySell(request),
  })
}

/** A form of the page of a quote that does one thing with it and goes on to a page. */
export function actOnQuote(
  app: FastifyInstance,
  deps: Pick<OrderDeps, 'db' | 'clock'>,
  name: string,
  work: (request: FastifyRequest, quoteId: string, fields: Record<string, string>) => Promise<string>,
): void {
  app
    .withTypeProvider<ZodTypeProvider>()
    .post(
      `/admin/quotes/:quoteId/${name}`,
      { config: { access: 'staff:catalog' as const }, schema: { hide: true, params } },
      async (request, reply) => {
        const { quoteId } = request.params
        const fields = fieldsOf(request)
        try {
          return seeOther(reply, await work(request, quoteId, fields))
        } catch (error) {
          if (error instanceof z.ZodError)
            return sendStaffQuote(deps, request, reply, quoteId, refusedForm(fields, error), 400)
          const form = rejectedForm(fields, error, { 'purchase-order-used': 'purchaseOrderNumber' })
          return sendStaffQuote(deps, request, reply, quoteId, form, 409)
        }
      },
    )
}

export function maySell(request: FastifyRequest): boolean {
  return staffOf(request).roles.includes('catalog')
}
