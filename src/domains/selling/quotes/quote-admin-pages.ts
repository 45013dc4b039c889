import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { sendPage } from '../../../platform/http/pages/views.ts'
import { staffOf } from '../../../platform/http/request/caller.ts'
import {
  emptyForm,
  type FormState,
  fieldsOf,
  newFormKey,
  rejectedForm,
  seeOther,
} from '../../../platform/http/request/forms.ts'
import { pageQuerySchema } from '../../../platform/http/request/paging.ts'
import { partnerKeySchema } from '../../../platform/http/request/partner-key.ts'
import { reasonSchema } from '../../../platform/http/request/text-schemas.ts'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import { buyersNamed, contactsOf, findAccount } from '../../people/accounts/index.ts'
import { draftOfFields, fieldsForAccount, fieldsOfVersion, refusedDraft, rowsOf } from './draft-form.ts'
import { draftQuote, redraftQuote } from './draft-quote.ts'
import { sendQuote, withdrawQuote } from './quote-moves.ts'
import { draftContentSchema, draftQuoteSchema } from './quote-schemas.ts'
import { quotesPage, staffQuoteOf } from './quote-view.ts'
import { type SalesDeps, sellerOf } from './sales-staff.ts'
import { actOnQuote, maySell, sendStaffQuote } from './staff-quote-pages.ts'

const params = z.object({ quoteId: z.string().max(60) })
const accountsShown = 20

/** Quotes for staff: find an account, draft as it, send, or place the order for it. */
export function registerQuoteAdminPages(app: FastifyInstance, deps: OrderDeps & SalesDeps): void {
  const pages = app.withTypeProvider<ZodTypeProvider>()
  const sees = { config: { access: 'staff' as const } }
  const sells = { config: { access: 'staff:catalog' as const } }

  pages.get(
    '/admin/quotes',
    {
      ...sees,
      schema: {
        hide: true,
        querystring: pageQuerySchema.extend({
          search: z.string().trim().max(60).default(''),
          account: z.string().trim().max(255).default(''),
        }),
      },
    },
    async (request, reply) => {
      const { search, account, ...page } = request.query
      return sendPage(request, reply, 'selling/quotes/admin-quotes', {
        title: 'Quotes',
        section: 'quotes',
        wide: true,
        search,
        account,
        quotes: await quotesPage(deps, { ...page, search: search === '' ? undefined : search }),
        accounts: account === '' ? [] : await buyersNamed(deps.db, account, accountsShown),
        isFirst: page.cursor === undefined,
        maySell: maySell(request),
      })
    },
  )

  pages.get(
    '/admin/quotes/new',
    { ...sells, schema: { hide: true, querystring: z.object({ account: partnerKeySchema }) } },
    async (request, reply) => {
      const account = await findAccount(deps.db, request.query.account)
      if (!account) throw new NotFound('account')
      const form = emptyForm({ ...fieldsForAccount(account.address), requestKey: newFormKey() })
      return sendDraft(request, reply, account.accountId, null, form)
    },
  )

  pages.post('/admin/quotes', { ...sells, schema: { hide: true } }, async (request, reply) => {
    const fields = fieldsOf(request)
    const accountId = fields['accountId'] ?? ''
    const { draft, rows } = draftOfFields(fields)
    const parsed = draftQuoteSchema.safeParse({ ...draft, accountId, requestKey: fields['requestKey'] })
    if (!parsed.success)
      return sendDraft(request, reply, accountId, null, refusedDraft(fields, rows, parsed.error), 400)
    try {
      return seeOther(reply, `/admin/quotes/${await draftQuote(deps, seller(request), parsed.data)}`)
    } catch (error) {
      return sendDraft(request, reply, accountId, null, rejectedForm(fields, error), 409)
    }
  })

  pages.get('/admin/quotes/:quoteId', { ...sees, schema: { hide: true, params } }, async (request, reply) =>
    sendStaffQuote(deps, request, reply, request.params.quoteId, emptyForm()),
  )

  pages.get('/admin/quotes/:quoteId/draft', { ...sells, schema: { hide: true, params } }, async (request, reply) => {
    const quote = await staffQuoteOf(deps, request.params.quoteId)
    return sendDraft(request, reply, quote.accountId, quote.id, emptyForm(fieldsOfVersion(quote)))
  })

  pages.post('/admin/quotes/:quoteId/draft', { ...sells, schema: { hide: true, params } }, async (request, reply) => {
    const { quoteId } = request.params
    const fields = fieldsOf(request)
    const { accountId } = await staffQuoteOf(deps, quoteId)
    const { draft, rows } = draftOfFields(fields)
    const parsed = draftContentSchema.safeParse(draft)
    if (!parsed.success)
      return sendDraft(request, reply, accountId, quoteId, refusedDraft(fields, rows, parsed.error), 400)
    try {
      await redraftQuote(deps, seller(request), quoteId, parsed.data)
      return seeOther(reply, `/admin/quotes/${quoteId}`)
    } catch (error) {
      return sendDraft(request, reply, accountId, quoteId, rejectedForm(fields, error), 409)
    }
  })

  actOnQuote(app, deps, 'sending', async (request, quoteId) => {
    await sendQuote(deps, seller(request), quoteId)
    return `/admin/quotes/${quoteId}`
  })
  actOnQuote(app, deps, 'withdrawal', async (request, quoteId, fields) => {
    const { reason } = reasonSchema.parse({ reason: fields['reason'] ?? '' })
    await withdrawQuote(deps, seller(request), quoteId, reason)
    return `/admin/quotes/${quoteId}`
  })
  function seller(request: FastifyRequest) {
    return sellerOf(deps, staffOf(request))
  }

  async function sendDraft(
    request: FastifyRequest,
    reply: FastifyReply,
    accountId: string,
    quoteId: string | null,
    form: FormState,
    status = 200,
  ): Promise<FastifyReply> {
    const account = await findAccount(deps.db, accountId)
    if (!account) throw new NotFound('account')
    return sendPage(request, reply, 'selling/quotes/admin-quote-draft', {
      title: quoteId === null ? 'New quote' : 'Draft of a quote',
      section: 'quotes',
      wide: true,
      account,
      quoteId,
      form,
      status,
      contacts: await contactsOf(deps.db, accountId),
      isPartner: account.accountType === 'reseller' || account.accountType === 'distributor',
      rows: Array.from({ length: rowsOf(form.values) }, (_, index) => index + 1),
      limit: deps.config.HAND_DISCOUNT_LIMIT_BASIS_POINTS / 100,
    })
  }
}
