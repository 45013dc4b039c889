import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { seeOtherWith } from '../../../platform/http/pages/flash.ts'
import { sendPage } from '../../../platform/http/pages/views.ts'
import { hasRole, memberOf, NotAllowed } from '../../../platform/http/request/caller.ts'
import { emptyForm, type FormState, fieldsOf, refusedForm, rejectedForm } from '../../../platform/http/request/forms.ts'
import { message } from '../../../platform/messages/messages.ts'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import { findAccount, isPartner } from '../../people/accounts/index.ts'
import { askCustomer, declinePartner, grantPartner, withdrawPartner } from './partner-consent.ts'
import { askCustomerSchema, partnerParams } from './partner-schemas.ts'
import { asksOfPartner, customersOfPartner, partnersOfCompany } from './partner-view.ts'

const outcomes = ['granted', 'declined', 'withdrawn'] as const
const hidden = { hide: true } as const

/** *Your partners* of a company, and *Your customers* of a partner. */
export function registerPartnerPages(app: FastifyInstance, deps: OrderDeps): void {
  registerPartnersPage(app, deps)
  registerCustomersPage(app, deps)
}

function registerPartnersPage(app: FastifyInstance, deps: OrderDeps): void {
  const pages = app.withTypeProvider<ZodTypeProvider>()
  const admins = { config: { access: 'member:admin' as const } }
  const onePartner = { ...admins, schema: { ...hidden, params: partnerParams } }

  pages.get(
    '/company/partners',
    {
      config: { access: 'member' },
      schema: hidden,
    },
    (request, reply) => send(request, reply, emptyForm(), {}),
  )
  pages.post('/company/partners', { ...admins, schema: hidden }, async (request, reply) => {
    const fields = fieldsOf(request)
    const parsed = partnerParams.safeParse({ partnerAccountId: fields['partnerAccountId'] ?? '' })
    if (!parsed.success) return send(request, reply, refusedForm(fields, parsed.error), { status: 400 })
    return attempt(request, reply, 'granted', () => grantPartner(deps, memberOf(request), parsed.data.partnerAccountId))
  })
  pages.post('/company/partners/:partnerAccountId/grant', onePartner, async (request, reply) =>
    attempt(request, reply, 'granted', () => grantPartner(deps, memberOf(request), request.params.partnerAccountId)),
  )
  pages.post('/company/partners/:partnerAccountId/decline', onePartner, async (request, reply) =>
    attempt(request, reply, 'declined', () => declinePartner(deps, memberOf(request), request.params.partnerAccountId)),
  )
  pages.post('/company/partners/:partnerAccountId/withdraw', onePartner, async (request, reply) =>
    attempt(request, reply, 'withdrawn', () =>
      withdrawPartner(deps, memberOf(request), request.params.partnerAccountId),
    ),
  )

  async function attempt(
    request: FastifyRequest,
    reply: FastifyReply,
    done: (typeof outcomes)[number],
    work: () => Promise<void>,
  ): Promise<FastifyReply> {
    try {
      await work()
      return seeOtherWith(reply, '/company/partners', { kind: done, about: '' })
    } catch (error) {
      const form = rejectedForm(fieldsOf(request), error, { 'not-found': 'partnerAccountId' })
      return send(request, reply, form, { status: 409 })
    }
  }

  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    form: FormState,
    { status = 200 }: { readonly status?: number },
  ): Promise<FastifyReply> {
    const member = memberOf(request)
    const isCustomer = (await findAccount(deps.db, member.accountId))?.accountType === 'customer'
    return sendPage(request, reply, 'selling/partners/partners', {
      title: message('partners.list.windowTitle'),
      section: 'company',
      form,
      status,
      isCustomer,
      isAdmin: isCustomer && hasRole(member, 'admin'),
      partners: isCustomer ? await partnersOfCompany(deps, member.accountId) : [],
    })
  }
}

function registerCustomersPage(app: FastifyInstance, deps: OrderDeps): void {
  const pages = app.withTypeProvider<ZodTypeProvider>()

  pages.get(
    '/customers',
    {
      config: { access: 'member' },
      schema: hidden,
    },
    (request, reply) => send(request, reply, emptyForm(), {}),
  )
  pages.post('/customers', { config: { access: 'member:buyer' }, schema: hidden }, async (request, reply) => {
    const fields = fieldsOf(request)
    const parsed = askCustomerSchema.safeParse({ customerAccountId: fields['customerAccountId'] ?? '' })
    if (!parsed.success) return send(request, reply, refusedForm(fields, parsed.error), { status: 400 })
    try {
      await askCustomer(deps, memberOf(request), parsed.data.customerAccountId)
      return seeOtherWith(reply, '/customers', { kind: 'asked', about: '' })
    } catch (error) {
      return send(request, reply, rejectedForm(fields, error, { 'too-many-requests': 'customerAccountId' }), {
        status: 409,
      })
    }
  })

  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    form: FormState,
    { status = 200 }: { readonly status?: number },
  ): Promise<FastifyReply> {
    const member = memberOf(request)
    if (!(await isPartner(deps, member.accountId))) throw new NotAllowed()
    return sendPage(request, reply, 'selling/partners/customers', {
      title: message('partners.customers.windowTitle'),
      section: 'customers',
      form,
      status,
      mayBuy: hasRole(member, 'buyer'),
      customers: await customersOfPartner(deps, member.accountId),
      asks: await asksOfPartner(deps, member.accountId),
    })
  }
}
