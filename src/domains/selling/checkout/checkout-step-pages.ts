import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { DomainError } from '../../../kernel/domain-error.ts'
import { sendPage } from '../../../platform/http/pages/views.ts'
import { memberOf } from '../../../platform/http/request/caller.ts'
import { emptyForm, type FormState, rejectedForm, seeOther } from '../../../platform/http/request/forms.ts'
import { type Message, message } from '../../../platform/messages/messages.ts'
import type { Actor, OrderDeps } from '../../fulfilment/orders/index.ts'
import { paymentOfPricedCart } from '../../money/payments/index.ts'
import { accountNames, parentsOf } from '../../people/accounts/index.ts'
import { sessionOf } from '../../people/identity/index.ts'
import * as carts from '../carts/index.ts'
import {
  addressValues,
  type CartView,
  destinationInForm,
  type PricedCartView,
  priceCart,
  type SettleDeps,
  showCart,
  typedCheckout,
  whatChanged,
} from '../carts/index.ts'
import { backFromCardPage, backOf, type CardPageLeft, type cardPageQuery } from './back-from-card-page.ts'
import { foreseeApproval } from './foresee-approval.ts'

export const addressStep = '/checkout/address'
export const reviewStep = '/checkout/review'

/** Refusals that are about what is typed or missing on the address step; all others are about the cart. */
const aboutAddress: ReadonlySet<string> = new Set(['invalid-input', 'tax-rate-missing'])

/** Step one: what was typed before, else the address of the profile. */
export async function sendAddress(
  deps: OrderDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  shown: { readonly form?: FormState; readonly status?: number } = {},
): Promise<FastifyReply> {
  const member = memberOf(request)
  const cart = await showCart(deps, member)
  if (cart.lines.length === 0) return seeOther(reply, '/cart')
  const { form = await formTyped(deps, request, cart), status = 200 } = shown
  return sendPage(request, reply, 'selling/checkout/checkout-address', {
    title: message(cart.needsShipping ? 'checkout.address.whereTo' : 'checkout.address.whereInvoice'),
    section: 'cart',
    cart,
    form,
    status,
    payers: await parentsOf(deps.db, cart.accountId),
  })
}

async function formTyped(deps: OrderDeps, request: FastifyRequest, cart: CartView): Promise<FormState> {
  const typed = await typedCheckout(deps.db, memberOf(request))
  if (!typed) return emptyForm(addressValues(sessionOf(request)?.profile.address ?? null))
  return { ...emptyForm(typed.fields), ...receiverGone(typed.fields, cart) }
}

// The form offers the customer of now; that another one was chosen must not go unnoticed.
function receiverGone(fields: Readonly<Record<string, string>>, cart: CartView): Partial<FormState> {
  const receiver = fields['shipToAccountId'] ?? ''
  if (receiver === '' || receiver === cart.accountId || receiver === cart.endCustomer?.accountId) return {}
  const field = cart.endCustomer ? 'shipToAccountId' : 'recipient'
  return { errors: { [field]: message('checkout.address.otherCustomer') }, code: 'invalid-input' }
}

/** Step two at its own address: whoever has not typed an address is led to step one, and an empty cart says so itself. */
export async function openReview(
  deps: OrderDeps & SettleDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  query: z.infer<typeof cardPageQuery>,
): Promise<FastifyReply> {
  const member = memberOf(request)
  const back = await backOf(deps, member, query)
  if (back && 'goTo' in back) return seeOther(reply, back.goTo)
  const cart = await showCart(deps, member)
  if (cart.lines.length === 0) return seeOther(reply, '/cart')
  const typed = await typedCheckout(deps.db, member)
  const asked = destinationInForm(typed?.fields ?? {})
  if (!typed || 'refused' in asked || receiverGone(typed.fields, cart).errors) return seeOther(reply, addressStep)
  try {
    const pricedCart = await priceCart(deps, member, asked)
    const form = emptyForm(typed.fields)
    return await sendReview(deps, request, reply, pricedCart, { form, left: back?.left ?? null, status: 200 })
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    // Each line of the cart says what is wrong with it.
    if (!aboutAddress.has(error.code)) return seeOther(reply, '/cart')
    return sendAddress(deps, request, reply, { form: rejectedForm(typed.fields, error), status: 409 })
  }
}

/** Step two: the priced cart, what of it is not as it was shown last, and whether the card page was left. */
export async function sendReview(
  deps: OrderDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  pricedCart: PricedCartView,
  shown: { readonly form: FormState; readonly status: number; readonly left?: CardPageLeft | null },
): Promise<FastifyReply> {
  const member = memberOf(request)
  let left = shown.left ?? null
  const payment = left === null ? await paymentOfPricedCart(deps.db, pricedCart.id) : null
  if (payment) {
    const back = await backFromCardPage(deps, { ...member, paymentId: payment.id })
    if (back && 'goTo' in back) return seeOther(reply, back.goTo)
    left = back?.left ?? null
  }
  return sendPage(request, reply, 'selling/checkout/checkout-review', {
    title: message('checkout.review.title'),
    section: 'cart',
    wide: true,
    pricedCart,
    left,
    form: shown.form,
    status: shown.status,
    changes: await changesSince(deps, member, pricedCart),
    ...(await foreseeApproval(deps, member, pricedCart)),
  })
}

async function changesSince(deps: OrderDeps, actor: Actor, pricedCart: PricedCartView): Promise<Message[]> {
  const typed = await typedCheckout(deps.db, actor)
  if (!typed?.shownPricedCartId || typed.shownPricedCartId === pricedCart.id) return []
  const before = await ownPricedCart(deps, actor, typed.shownPricedCartId)
  const now = await ownPricedCart(deps, actor, pricedCart.id)
  if (!before || !now) return []
  const { endCustomerAccountId: customer } = now
  const endCustomerName = customer === null ? null : ((await accountNames(deps.db, [customer])).get(customer) ?? null)
  return whatChanged(before, { ...now, endCustomerName }, deps.clock.now())
}

/** The member's own priced cart; null alike for one of somebody else and for none. */
export async function ownPricedCart(
  deps: Pick<OrderDeps, 'db'>,
  actor: Actor,
  pricedCartId: string,
): Promise<carts.PricedCart | null> {
  const pricedCart = await carts.findPricedCart(deps.db, pricedCartId)
  return pricedCart?.accountId === actor.accountId && pricedCart.userName === actor.userName ? pricedCart : null
}
