import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sendPage } from '../../../platform/http/pages/views.ts'
import { staffOf } from '../../../platform/http/request/caller.ts'
import {
  emptyForm,
  type FormState,
  fieldsOf,
  refusedForm,
  rejectedForm,
  seeOther,
} from '../../../platform/http/request/forms.ts'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import { namePartner } from './partner-consent.ts'
import { pairParams } from './partner-schemas.ts'
import { decidedConsents } from './partner-store.ts'

const consentsShown = 200

/** What was said of partners, for staff; those who sell name partners and end what they said. */
export function registerPartnerAdminPages(app: FastifyInstance, deps: OrderDeps): void {
  const hidden = { hide: true } as const
  const sells = { config: { access: 'staff:catalog' as const }, schema: hidden }

  app.get('/admin/partners', { config: { access: 'staff' }, schema: hidden }, (request, reply) =>
    send(request, reply, emptyForm()),
  )
  app.post('/admin/partners', sells, (request, reply) => say(request, reply, 'name'))
  app.post('/admin/partners/end', sells, (request, reply) => say(request, reply, 'end'))

  async function say(request: FastifyRequest, reply: FastifyReply, move: 'name' | 'end'): Promise<FastifyReply> {
    const fields = fieldsOf(request)
    const { partnerAccountId = '', customerAccountId = '' } = fields
    const parsed = pairParams.safeParse({ partnerAccountId, customerAccountId })
    if (!parsed.success) return send(request, reply, refusedForm(fields, parsed.error), 400)
    try {
      await namePartner(deps, staffOf(request), parsed.data, move)
      return seeOther(reply, '/admin/partners')
    } catch (error) {
      return send(request, reply, rejectedForm(fields, error), 409)
    }
  }

  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    form: FormState,
    status = 200,
  ): Promise<FastifyReply> {
    const consents = await decidedConsents(deps.db, consentsShown)
    return sendPage(request, reply, 'selling/partners/admin-partners', {
      title: 'Partners',
      section: 'partners',
      wide: true,
      form,
      status,
      consents,
      maySell: staffOf(request).roles.includes('catalog'),
    })
  }
}
