import type { FastifyReply, FastifyRequest } from 'fastify'
import { sendPage } from '../../../platform/http/pages/views.ts'
import { hasRole, memberOf } from '../../../platform/http/request/caller.ts'
import type { FormState } from '../../../platform/http/request/forms.ts'
import { message } from '../../../platform/messages/messages.ts'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import { isPartner } from '../../people/accounts/index.ts'
import { showCart } from '../carts/index.ts'
import { findCustomers } from '../partners/index.ts'
import { foreseeApproval } from './foresee-approval.ts'

/** The cart as a page, with the form as it was refused. */
export async function sendCart(
  deps: OrderDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  form: FormState,
  status = 200,
): Promise<FastifyReply> {
  const member = memberOf(request)
  const cart = await showCart(deps, member)
  const partner = await isPartner(deps, member.accountId)
  const q = (form.values['q'] ?? '').replaceAll('\0', '')
  return sendPage(request, reply, 'selling/checkout/cart', {
    title: message('cart.title'),
    section: 'cart',
    wide: true,
    cart,
    form,
    status,
    q,
    ...(hasRole(member, 'buyer')
      ? await foreseeApproval(deps, member, { totalMinor: cart.netMinor, currency: cart.currency })
      : {}),
    isPartner: partner,
    customers: partner && q !== '' ? await findCustomers(deps, member.accountId, q) : [],
  })
}
