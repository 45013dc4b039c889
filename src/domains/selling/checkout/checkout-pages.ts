import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { sendPage } from '../../../platform/http/pages/views.ts'
import { memberOf } from '../../../platform/http/request/caller.ts'
import {
  fieldsOf,
  refusedForm,
  rejectedByPartner,
  rejectedForm,
  seeOther,
} from '../../../platform/http/request/forms.ts'
import { message } from '../../../platform/messages/messages.ts'
import type { Actor, OrderDeps } from '../../fulfilment/orders/index.ts'
import { moneyBackOfPayment } from '../../money/payments/index.ts'
import {
  destinationInForm,
  fieldsOfDestination,
  PriceRisen,
  priceCart,
  type SettleDeps,
  saveTypedCheckout,
  typedCheckout,
} from '../carts/index.ts'
import { cardPageQuery } from './back-from-card-page.ts'
import { sendCart } from './cart-view-pages.ts'
import { addressStep, openReview, ownPricedCart, reviewStep, sendAddress, sendReview } from './checkout-step-pages.ts'
import { completeCardPayment } from './complete-card-payment.ts'
import { placeOrder } from './place-order.ts'
import { seeOrder, seePlacement } from './placement-pages.ts'
import { placeOrderSchema } from './schemas.ts'

const hidden = { hide: true } as const
const fieldOfCode = {
  'purchase-order-used': 'purchaseOrderNumber',
  'card-amount-not-possible': 'method',
  'card-page-open': 'method',
}

/**
 * Checkout: each step has an address of its own, which can be reloaded, left and come back to. A form is answered with the
 * address of a step; what was typed is kept for the member beside the cart.
 */
export function registerCheckoutPages(app: FastifyInstance, deps: OrderDeps & SettleDeps): void {
  const pages = app.withTypeProvider<ZodTypeProvider>()
  const access = { config: { access: 'member' as const } }
  const buyers = { config: { access: 'member:buyer' as const } }
  const formOf = (formPage: string) => ({ config: { ...buyers.config, formPage } })

  pages.get('/checkout', { ...buyers, schema: hidden }, async (request, reply) => {
    const typed = await typedCheckout(deps.db, memberOf(request))
    return seeOther(reply, typed?.shownPricedCartId ? reviewStep : addressStep)
  })
  pages.get('/checkout/quote', { ...buyers, schema: hidden }, async (_request, reply) => seeOther(reply, reviewStep))

  pages.get(addressStep, { ...buyers, schema: hidden }, (request, reply) => sendAddress(deps, request, reply))

  // Pages that were opened before the steps had addresses post to `/checkout/quote` and `/checkout`.
  for (const path of [addressStep, '/checkout/quote'])
    pages.post(path, { ...formOf(addressStep), schema: hidden }, async (request, reply) => {
      const member = memberOf(request)
      const fields = fieldsOf(request)
      // Kept first: a refusal, and a process that dies, lose nothing that was typed.
      await keep(member, { fields })
      const asked = destinationInForm(fields)
      if ('refused' in asked) return sendAddress(deps, request, reply, { form: asked.refused, status: 400 })
      try {
        const pricedCart = await priceCart(deps, member, asked)
        await saveShown(member, pricedCart.id, fields)
        return seeOther(reply, reviewStep)
      } catch (error) {
        // The cart shows the old and the new price, and asks.
        if (error instanceof PriceRisen) return seeOther(reply, '/cart')
        return sendAddress(deps, request, reply, { form: rejectedForm(fields, error), status: 409 })
      }
    })

  pages.get(reviewStep, { ...buyers, schema: { ...hidden, querystring: cardPageQuery } }, (request, reply) =>
    openReview(deps, request, reply, request.query),
  )

  for (const path of [reviewStep, '/checkout'])
    pages.post(path, { ...formOf(reviewStep), schema: hidden }, async (request, reply) => {
      const member = memberOf(request)
      const fields = fieldsOf(request)
      const number = fields['purchaseOrderNumber'] ?? ''
      await savePayment(member, fields)
      const parsed = placeOrderSchema.safeParse({
        pricedCartId: fields['pricedCartId'],
        method: fields['method'],
        expectedTotalMinor: Number(fields['expectedTotalMinor']),
        ...(fields['method'] === 'purchaseOrder' && number.trim() !== '' ? { purchaseOrderNumber: number } : {}),
      })
      if (!parsed.success)
        return showReviewAgain(request, reply, { form: refusedForm(fields, parsed.error), status: 400 })
      try {
        const placed = await placeOrder(deps, member, parsed.data)
        return seePlacement(reply, placed) ?? seeOther(reply, reviewStep)
      } catch (error) {
        const again = rejectedByPartner(fields, error, { field: 'method', fieldOf: fieldOfCode })
        return showReviewAgain(request, reply, again)
      }
    })

  pages.get(
    '/checkout/return',
    { ...access, schema: { ...hidden, querystring: z.object({ payment: z.string().max(60) }) } },
    async (request, reply) => {
      const outcome = await completeCardPayment(deps, request.query.payment, { accountId: memberOf(request).accountId })
      if (!outcome) throw new NotFound('payment')
      const moneyBack = await moneyBackOfPayment(deps, request.query.payment)
      if (outcome.orderId !== null) return seeOrder(reply, outcome.orderId)
      const waits =
        moneyBack.every(({ state }) => state === 'due') && (outcome.state !== 'expired' || moneyBack.length > 0)
      return sendPage(request, reply, 'selling/checkout/payment-return', {
        title: message(
          moneyBack.length > 0
            ? 'checkout.return.moneyBack'
            : waits
              ? 'checkout.return.windowWaiting'
              : 'checkout.return.notPaid',
        ),
        section: 'cart',
        ...(waits ? { refreshSeconds: 4 } : {}),
        state: outcome.state,
        moneyBack,
        checkedAt: deps.clock.now(),
      })
    },
  )

  const keep = (member: Actor, typed: Omit<Parameters<typeof saveTypedCheckout>[2], 'at'>) =>
    deps.db.transaction((tx) => saveTypedCheckout(tx, member, { ...typed, at: deps.clock.now() }))

  async function saveShown(
    member: Actor,
    pricedCartId: string,
    fields: Readonly<Record<string, string>>,
  ): Promise<void> {
    const shown = await ownPricedCart(deps, member, pricedCartId)
    await keep(member, { fields, ...(shown ? { shown } : {}) })
  }

  /** The way to pay that was chosen is kept too, with the destination of the very total that it was chosen for. */
  async function savePayment(member: Actor, fields: Readonly<Record<string, string>>): Promise<void> {
    const { pricedCartId = '', method = '', purchaseOrderNumber = '' } = fields
    const shown = await ownPricedCart(deps, member, pricedCartId)
    if (shown) await keep(member, { fields: { ...fieldsOfDestination(shown), method, purchaseOrderNumber }, shown })
  }

  /** After a refusal the total is worked out again, because it may be what the refusal is about. */
  async function showReviewAgain(
    request: FastifyRequest,
    reply: FastifyReply,
    shown: Parameters<typeof sendReview>[4],
  ): Promise<FastifyReply> {
    const member = memberOf(request)
    const typed = await typedCheckout(deps.db, member)
    // The cart of the total is ordered, or is not the member's: there is nothing to review.
    if (!typed) return sendCart(deps, request, reply, { ...shown.form, values: {} }, shown.status)
    const asked = destinationInForm(typed.fields)
    if ('refused' in asked) return sendAddress(deps, request, reply, { form: asked.refused, status: shown.status })
    try {
      return await sendReview(deps, request, reply, await priceCart(deps, member, asked), shown)
    } catch (error) {
      return sendCart(deps, request, reply, rejectedForm({}, error), shown.status)
    }
  }
}
