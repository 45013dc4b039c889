import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { sendPage } from '../../../platform/http/pages/views.ts'
import { hasRole, memberOf, NotAllowed, staffOf } from '../../../platform/http/request/caller.ts'
import {
  emptyForm,
  type FormState,
  fieldsOf,
  newFormKey,
  refusedForm,
  rejectedForm,
  seeOther,
} from '../../../platform/http/request/forms.ts'
import { pageQuerySchema } from '../../../platform/http/request/paging.ts'
import { basisPointsOf, reasonSchema } from '../../../platform/http/request/text-schemas.ts'
import { message } from '../../../platform/messages/messages.ts'
import { isPartner } from '../../people/accounts/index.ts'
import { approveDealSchema, registerDealSchema } from './deal-schemas.ts'
import { approveDeal, type DealDeps, deals, registerDeal, rejectDeal, withdrawDeal } from './deals.ts'

const params = z.object({ dealId: z.string().max(60) })

/** Deals as partners register them and as staff decide on them. */
export function registerDealPages(app: FastifyInstance, deps: DealDeps): void {
  const pages = app.withTypeProvider<ZodTypeProvider>()
  const sees = { config: { access: 'member' as const } }
  const buys = { config: { access: 'member:buyer' as const } }
  const staff = { config: { access: 'staff' as const } }
  const sells = { config: { access: 'staff:catalog' as const } }
  const listed = { hide: true, querystring: pageQuerySchema } as const

  pages.get('/deals', { ...sees, schema: listed }, async (request, reply) =>
    sendOwn(request, reply, emptyForm({ requestKey: newFormKey(), estimatedQuantity: '1' }), {
      cursor: request.query.cursor,
    }),
  )
  pages.post('/deals', { ...buys, schema: { hide: true } }, async (request, reply) => {
    const fields = fieldsOf(request)
    const parsed = registerDealSchema.safeParse({
      endCustomerAccountId: fields['endCustomerAccountId'] ?? '',
      prospectName: fields['prospectName'] ?? '',
      partNumbers: (fields['partNumbers'] ?? '').split(/[\s,;]+/).filter((part) => part !== ''),
      categories: fields['category'] ? [fields['category']] : [],
      estimatedQuantity: Number(fields['estimatedQuantity']),
      note: fields['note'] ?? '',
      requestKey: fields['requestKey'],
    })
    if (!parsed.success) return sendOwn(request, reply, refusedForm(fields, parsed.error), { status: 400 })
    try {
      await registerDeal(deps, memberOf(request), parsed.data)
      return seeOther(reply, '/deals')
    } catch (error) {
      const fieldOf = {
        'deal-held': 'partNumbers',
        'item-not-available': 'partNumbers',
        'not-found': 'endCustomerAccountId',
      }
      return sendOwn(request, reply, rejectedForm(fields, error, fieldOf), { status: 409 })
    }
  })
  pages.post('/deals/:dealId/withdrawal', { ...buys, schema: { hide: true, params } }, async (request, reply) => {
    try {
      await withdrawDeal(deps, memberOf(request), request.params.dealId)
      return seeOther(reply, '/deals')
    } catch (error) {
      return sendOwn(request, reply, rejectedForm({}, error), { status: 409 })
    }
  })

  pages.get('/admin/deals', { ...staff, schema: listed }, async (request, reply) =>
    sendAll(request, reply, { cursor: request.query.cursor }),
  )
  pages.post('/admin/deals/:dealId/approval', { ...sells, schema: { hide: true, params } }, async (request, reply) => {
    const { dealId } = request.params
    const fields = fieldsOf(request)
    const text = (name: string) => (fields[name] ?? '').trim()
    const parsed = approveDealSchema.safeParse({
      discountBasisPoints: text('discount') === '' ? Number.NaN : basisPointsOf(text('discount')),
      ...(text('validThrough') === '' ? {} : { validThrough: text('validThrough') }),
      ...(text('endCustomerAccountId') === '' ? {} : { endCustomerAccountId: text('endCustomerAccountId') }),
    })
    if (!parsed.success)
      return sendAll(request, reply, { status: 400, form: atDeal(dealId, refusedForm(fields, parsed.error)) })
    return decide(request, reply, dealId, () => approveDeal(deps, staffOf(request), dealId, parsed.data))
  })
  pages.post('/admin/deals/:dealId/rejection', { ...sells, schema: { hide: true, params } }, async (request, reply) => {
    const { dealId } = request.params
    const fields = fieldsOf(request)
    const parsed = reasonSchema.safeParse({ reason: fields['reason'] ?? '' })
    if (!parsed.success)
      return sendAll(request, reply, { status: 400, form: atDeal(dealId, refusedForm(fields, parsed.error)) })
    return decide(request, reply, dealId, () => rejectDeal(deps, staffOf(request), dealId, parsed.data.reason))
  })

  async function decide(
    request: FastifyRequest,
    reply: FastifyReply,
    dealId: string,
    work: () => Promise<unknown>,
  ): Promise<FastifyReply> {
    try {
      await work()
      return seeOther(reply, '/admin/deals')
    } catch (error) {
      return sendAll(request, reply, { status: 409, form: atDeal(dealId, rejectedForm(fieldsOf(request), error)) })
    }
  }

  async function sendOwn(
    request: FastifyRequest,
    reply: FastifyReply,
    form: FormState,
    { status = 200, cursor }: { readonly status?: number; readonly cursor?: string | undefined },
  ): Promise<FastifyReply> {
    const member = memberOf(request)
    if (!(await isPartner(deps, member.accountId))) throw new NotAllowed()
    return sendPage(request, reply, 'selling/deals/deals', {
      title: message('deals.list.windowTitle'),
      section: 'deals',
      wide: true,
      form,
      status,
      deals: await deals(deps, { partnerAccountId: member.accountId, cursor, limit: 20 }),
      isFirst: cursor === undefined,
      mayBuy: hasRole(member, 'buyer'),
    })
  }

  async function sendAll(
    request: FastifyRequest,
    reply: FastifyReply,
    {
      status = 200,
      cursor,
      form = emptyForm(),
    }: { readonly status?: number; readonly cursor?: string | undefined; readonly form?: FormState },
  ): Promise<FastifyReply> {
    return sendPage(request, reply, 'selling/deals/admin-deals', {
      title: 'Deals',
      section: 'deals',
      wide: true,
      form,
      status,
      deals: await deals(deps, { cursor, limit: 20 }),
      isFirst: cursor === undefined,
      maySell: staffOf(request).roles.includes('catalog'),
    })
  }
}

/** Several forms stand on the page: a complaint belongs to the fields of one. */
function atDeal(dealId: string, form: FormState): FormState {
  const named = <Value>(fields: Readonly<Record<string, Value>>) =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [fieldOf(name, dealId), value]))
  return { ...form, values: named(form.values), errors: named(form.errors) }
}

function fieldOf(name: string, dealId: string): string {
  if (name === '') return name
  return `${name === 'discountBasisPoints' ? 'discount' : name}-${dealId}`
}
